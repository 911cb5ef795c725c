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
  #isDue = false;

  /** `nodeOf` gives the node of the page that has a recorded id. */
  constructor(nodeOf: (id: number) => Node | null) {
    this.#nodeOf = nodeOf;
  }

  /** The page has been built anew from a snapshot, which has positions of its own. */
  begin({ node, initialOffset }: fullSnapshotEvent["data"]): void {
    this.#positions = new Map();
    this.#readTree(node);
    this.set(node.id, { x: initialOffset.left, y: initialOffset.top });
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
      if (node.isConnected) scroller(node)?.scrollTo({ left: x, top: y, behavior: "instant" });
      // A node that comes back begins at its start.
      else this.#positions.delete(node);
    }
  }

  #readTree(node: serializedNodeWithId): void {
    if (node.type === NodeType.Element) {
      const { rr_scrollLeft: left, rr_scrollTop: top } = node.attributes;
      if (left !== undefined || top !== undefined)
        this.set(node.id, { x: Number(left ?? 0), y: Number(top ?? 0) });
    }
    if ("childNodes" in node) for (const child of node.childNodes) this.#readTree(child);
  }
}

/** Nodes are of the frame's realm, whose classes are not those of this one. */
const scroller = (node: Node): Element | Window | null =>
  node.nodeType === Node.DOCUMENT_NODE ? (node as Document).defaultView : (node as Element);
