// The router's own way writes JSON into the address (`?q=%2212%22`). Addresses of this program are shared by
// people and written by other programs: `?ts=1700000000000&errors=1`, every value a plain text.

/** Search parameters as texts; of a repeated one, the last. */
export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

/** The query string, with its `?`, of all values that are a text (not empty) or a number. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    (typeof value === "string" && value !== "") || typeof value === "number" ? [[name, `${value}`]] : [],
  );
  const text = new URLSearchParams(pairs).toString();
  return text ? `?${text}` : "";
}
