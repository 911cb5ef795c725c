/** The class that rrweb, and the translated CSS, take for `:hover`. */
const HOVERED = ":hover";

/**
 * Marks an element, and all that it is in, as hovered, over the boundaries of shadow trees, which rrweb's own way
 * does not cross; what was marked before is so no more. For one frame.
 */
export function hoverOver(): (target: Element) => void {
  let hovered: readonly Element[] = [];
  return (target) => {
    const chain = chainOf(target);
    const kept = new Set(chain);
    for (const element of hovered) if (!kept.has(element)) element.classList.remove(HOVERED);
    for (const element of chain) element.classList.add(HOVERED);
    hovered = chain;
  };
}

function chainOf(target: Node): Element[] {
  const chain: Element[] = [];
  for (let at: Node | null = target; at !== null; at = above(at))
    if (at.nodeType === Node.ELEMENT_NODE) chain.push(at as Element);
  return chain;
}

const above = (node: Node): Node | null =>
  node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && "host" in node
    ? (node as ShadowRoot).host
    : node.parentNode;
