/** A page's document and the shadow roots in it. What asks one of them is told nothing of the others. */
export function rootsOf(page: Document): readonly (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [page];
  for (const root of roots)
    for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot !== null) roots.push(shadowRoot);
  return roots;
}

type Elements = HTMLElementTagNameMap & Pick<SVGElementTagNameMap, "svg">;

/** All elements of a page with one of these names, those in shadow trees too. */
export const allNamed = <K extends keyof Elements>(page: Document, ...names: K[]): readonly Elements[K][] =>
  rootsOf(page).flatMap((root) => Array.from(root.querySelectorAll<Elements[K]>(names.join())));
