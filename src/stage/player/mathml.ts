const MATHML = "http://www.w3.org/1998/Math/MathML";
const MARK = "math>";

/**
 * Has a page build elements of MathML, which the worker names `math>mi` and the like, in their namespace. rrweb knows
 * HTML and SVG only.
 */
export function buildMathMl(page: Document | null): void {
  if (page === null) return;
  const create = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions) =>
    // What rrweb does with what it builds, any element can.
    name.startsWith(MARK)
      ? (page.createElementNS(MATHML, name.slice(MARK.length)) as HTMLElement)
      : create(name, options);
}
