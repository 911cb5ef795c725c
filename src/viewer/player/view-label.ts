/** What a view is called in lists: its name, else the path of its address, else "Page". */
export function viewLabel(view: { readonly name?: string | undefined; readonly url: string }): string {
  return view.name !== undefined && view.name !== "" ? view.name : addressLabel(view.url);
}

/** The path (with query and hash) of an address; the address itself where it is none; "Page" where it is empty. */
export function addressLabel(url: string): string {
  if (url === "") return "Page";
  const parsed = URL.parse(url);
  return parsed === null ? url : `${parsed.pathname}${parsed.search}${parsed.hash}`;
}
