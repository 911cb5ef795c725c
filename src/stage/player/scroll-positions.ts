import { type fullSnapshotEvent, NodeType, type serializedNodeWithId } from "@rrweb/types";

interface Position {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the recorded page and what scrolls in it stand. A position can be recorded before what makes it possible is
 * there: the browser would stop at what there is so far, and a page that grows above it would move it on. So positions
 * are kept, and taken again whenever the page has changed. They are taken at once: a page in slow motion from place
 * to place is at none of the times that the clock says.
 */
export class ScrollPositions {
  readonly #nodeOf: (id: number) => Node | null;
  #positions = new Map<Node, Position>();
  /** Nothing is taken before it is asked for once: it has the browser lay the page out. */
  #isDue = true;

  /** Of the snapshot from which the page is built next, by id. */
  #read = new Map<number, Position>();

  /** `nodeOf` gives the node of the page that has a recorded id. */
  constructor(nodeOf: (id: number) => Node | null) {
    this.#nodeOf = nodeOf;
  }

  /**
   * The page is built from this snapshot next. Its positions are taken out of it: rrweb would take them in the middle of
   * the building, for which the browser would have to lay the page out.
   */
  read({ node, initialOffset }: fullSnapshotEvent["data"]): void {
    this.#read = new Map();
    this.#readTree(node);
    this.#read.set(node.id, { x: initialOffset.left, y: initialOffset.top });
  }

  /** The page has been built anew from the snapshot that was read. */
  begin(): void {
    this.#positions = new Map();
    for (const [id, position] of this.#read) this.set(id, position);
  }

  /** An element, or the page by its document's id, was scrolled. */
  set(id: number, position: Position): void {
    const node = this.#nodeOf(id);
    // The page is scrolled by its document; snapshots have a position of the root element besides, an older one.
    if (node === null || node === node.ownerDocument?.documentElement) return;
    this.#positions.set(node, position);
    this.pageChanged();
  }

  /** Positions are taken again when the present task has done its changes. */
  pageChanged(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.take());
  }

  /** Takes all positions that are possible by now. */
  take(): void {
    this.#isDue = false;
    for (const [node, { x, y }] of this.#positions) {
      if (node.isConnected) scroller(node)?.scroll({ left: x, top: y, behavior: "instant" });
      // A node that comes back begins at its start.
      else this.#positions.delete(node);
    }
  }

  #readTree(node: serializedNodeWithId): void {
    if (node.type === NodeType.Element) {
      const { attributes } = node;
      const { rr_scrollLeft: left, rr_scrollTop: top } = attributes;
      if (left !== undefined || top !== undefined)
        this.#read.set(node.id, { x: Number(left ?? 0), y: Number(top ?? 0) });
      delete attributes["rr_scrollLeft"];
      delete attributes["rr_scrollTop"];
    }
    if ("childNodes" in node) for (const child of node.childNodes) this.#readTree(child);
  }
}

/** Nodes are of the frame's realm, whose classes are not those of this one. */
const scroller = (node: Node): Element | Window | null =>
  node.nodeType === Node.DOCUMENT_NODE ? (node as Document).defaultView : (node as Element);

/** rrweb scrolls a page that it has built by `scrollTo`. It is done here, by `scroll`, when it is time to. */
export function keepFromScrolling(frame: Window | null): void {
  if (frame !== null) frame.scrollTo = () => undefined;
}
