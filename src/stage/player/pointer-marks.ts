import { type eventWithTime, EventType, IncrementalSource, MouseInteractions } from "@rrweb/types";

// The attributes that the translated CSS takes for `:hover` and `:active`. rrweb's own mark of hover is a class, which
// a recorded change of the element's classes takes away: https://github.com/rrweb-io/rrweb/issues/258
const HOVERED = "data-rum-replay-hover";
const PRESSED = "data-rum-replay-active";

/** Where the elements of a page are found by the ids of events. */
export interface NodeTable {
  getNode(id: number): Node | null;
  getId(node: Node): number;
}

/** Marks what the pointer is over and what it presses, with all that they are in, over the boundaries of shadow trees. */
export class PointerMarks {
  readonly #nodes: () => NodeTable;
  #hovered: readonly Element[] = [];
  #pressed: readonly Element[] = [];
  #hoveredId = -1;

  constructor(nodes: () => NodeTable) {
    this.#nodes = nodes;
  }

  /** The pointer is over this node from now on. */
  hover(target: Node): void {
    this.#hoveredId = this.#nodes().getId(target);
    this.#hovered = move(HOVERED, this.#hovered, chainOf(target));
  }

  /** To be called when an event has been applied. */
  applied({ type, data }: eventWithTime): void {
    if (type !== EventType.IncrementalSnapshot) return;
    if (data.source === IncrementalSource.MouseInteraction) this.#interact(data.type, data.id);
    else if (data.source === IncrementalSource.Mutation) this.#find();
  }

  /** A menu that a page's context opens takes the button's release for itself. */
  #interact(type: MouseInteractions, id: number): void {
    const { MouseDown, MouseUp, ContextMenu } = MouseInteractions;
    const target = type === MouseDown ? this.#nodes().getNode(id) : null;
    if (target !== null || type === MouseUp || type === ContextMenu)
      this.#pressed = move(PRESSED, this.#pressed, target === null ? [] : chainOf(target));
  }

  /** What is hovered may have been built anew, as a node that is moved is. */
  #find(): void {
    const [target] = this.#hovered;
    if (target === undefined || target.isConnected) return;
    const again = this.#nodes().getNode(this.#hoveredId);
    if (again !== null && again !== target) this.hover(again);
  }
}

function move(mark: string, from: readonly Element[], to: readonly Element[]): readonly Element[] {
  const kept = new Set(to);
  for (const element of from) if (!kept.has(element)) element.removeAttribute(mark);
  for (const element of to) element.setAttribute(mark, "");
  return to;
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
