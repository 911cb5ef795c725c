import type { Journal } from "./journal.ts";
import { type ElementNode, type PageNode, stateOf } from "./page-node.ts";

/**
 * The name under which focus is journaled, and the attribute that tells it in the replay: words out of `focus`,
 * `visible` and `within`, for the pseudo-classes of those names, and `ring` where the browser's own ring is to be
 * seen unless the page has it otherwise. Nothing in a replay ever has the focus itself.
 */
export const FOCUS_ATTRIBUTE = "data-rum-replay-focus";

/** Which element of a page has the focus. */
export class PageFocus {
  readonly #journal: Journal;
  /** The focused element and those above it, in which the focus is too; empty: nothing has it. */
  #chain: readonly ElementNode[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The focused element, which may be gone since, and those above it. */
  get chain(): readonly ElementNode[] {
    return this.#chain;
  }

  /** The focus is where it was in the document that is restored; its elements have their marks already. */
  restore(chain: readonly ElementNode[]): void {
    this.#chain = chain;
  }

  /** The focus is on this element from now on. `visible`: browsers show it, as they do when it came by key. */
  give(element: ElementNode, visible: boolean): void {
    // A ring given by the document would win over what a host's shadow tree says of the host, as the browser's does not.
    const ring = element.shadowRoot ? "" : " ring";
    this.#set(chainOf(element), visible ? `focus visible${ring} within` : "focus within");
  }

  /** The element has lost the focus, if it had it. */
  take(element: ElementNode): void {
    if (this.#chain[0] === element) this.#set([], "");
  }

  /** An element that leaves the document loses the focus, and no record says so. */
  settle(): void {
    if (this.#chain[0]?.gone) this.#set([], "");
  }

  #set(chain: readonly ElementNode[], words: string): void {
    const kept = new Set(chain);
    for (const element of this.#chain) if (!kept.has(element)) this.#mark(element, undefined);
    chain.forEach((element, above) => this.#mark(element, above === 0 ? words : "within"));
    this.#chain = chain;
  }

  #mark(element: ElementNode, words: string | undefined): void {
    if (element.gone || element.state?.focus === words) return;
    stateOf(element).focus = words;
    this.#journal.attribute(element, FOCUS_ATTRIBUTE);
  }
}

/** Whether keys typed into a control are text, so that browsers always show that it has the focus. */
export function isTextField({ tag, attributes }: ElementNode): boolean {
  if (tag === "textarea") return true;
  if (tag === "input") return !NO_TEXT.has((attributes.get("type") ?? "").toLowerCase());
  return (attributes.get("contenteditable") ?? "false").toLowerCase() !== "false";
}

const NO_TEXT = new Set("button checkbox color file hidden image radio range reset submit".split(" "));

/** An element and those above it, over the boundaries of shadow trees. */
function chainOf(element: ElementNode): ElementNode[] {
  const chain: ElementNode[] = [];
  for (let at: PageNode | null = element; at; at = at.parent) if (at.kind === "element") chain.push(at);
  return chain;
}
