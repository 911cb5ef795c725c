import { PageFocus } from "./focus.ts";
import { Journal } from "./journal.ts";
import {
  type DocumentNode,
  type ElementNode,
  forEachInSubtree,
  type PageNode,
  type ParentNode,
} from "./page-node.ts";

/**
 * Nodes deeper than this are left out. Pages come to some dozens; what builds and draws them recurses, and a hostile
 * one must not exhaust its stack.
 */
export const MOST_DEEP = 1000;
export const TOO_DEEP = `nodes more than ${MOST_DEEP} levels deep are left out`;

/** What comes and goes with `<base>`. */
const ABOUT_BASE = new Set(["html", "head", "base"]);

/**
 * The recorded page at one moment: a tree of nodes with the state a picture needs, and the journal of what
 * the present record changed. Insertion and removal keep links and the table of ids consistent; what a record
 * means is the business of the format's own file.
 */
export class PageDocument {
  readonly root: DocumentNode;
  /** Rises with each record that is applied, so that what is new in it can be told. */
  revision = 0;
  readonly journal = new Journal();
  readonly focus = new PageFocus(this.journal);
  readonly #nodes = new Map<number, PageNode>();
  /** What `base` found; null: it is to be looked for. */
  #base: { readonly element: ElementNode | undefined } | null = null;

  constructor(root: DocumentNode) {
    this.root = root;
    this.#nodes.set(root.id, root);
  }

  /** Begins a record: what follows is journaled anew. */
  begin(): void {
    this.revision += 1;
    this.journal.clear();
  }

  /** The node with this id, if it is in the document. */
  node(id: number): PageNode | undefined {
    return this.#nodes.get(id);
  }

  /** The element with this id, if it is in the document and an element. */
  element(id: number): ElementNode | undefined {
    const node = this.#nodes.get(id);
    return node?.kind === "element" ? node : undefined;
  }

  /** Whether a node came with the present record. */
  isNew(node: PageNode): boolean {
    return node.born === this.revision;
  }

  /** Puts a node (without children yet) before `next`, or last. Shadow roots go into their host's field. */
  insert(parent: ParentNode, node: PageNode, next: PageNode | null): void {
    if (node.kind === "element" && ABOUT_BASE.has(node.tag)) this.#base = null;
    node.parent = parent;
    node.depth = parent.depth + 1;
    this.#nodes.set(node.id, node);
    if (node.kind === "fragment" && node.isShadowRoot && parent.kind === "element") {
      if (parent.shadowRoot) this.remove(parent.shadowRoot);
      parent.shadowRoot = node;
      return;
    }
    const previous = next ? next.previous : parent.last;
    node.previous = previous;
    node.next = next;
    if (previous) previous.next = node;
    else parent.first = node;
    if (next) next.previous = node;
    else parent.last = node;
  }

  /** Takes a node and its subtree out and journals it. */
  remove(node: PageNode): void {
    const { parent } = node;
    if (!parent) return;
    this.journal.removed.push({ node, parent });
    if (node.kind === "element" && ABOUT_BASE.has(node.tag)) this.#base = null;
    if (parent.kind === "element" && parent.shadowRoot === node) parent.shadowRoot = null;
    else unlink(parent, node);
    forEachInSubtree(node, (each) => {
      each.gone = true;
      if (this.#nodes.get(each.id) === each) this.#nodes.delete(each.id);
    });
  }

  /** `<html>`, if there is one. */
  get documentElement(): ElementNode | undefined {
    return childElement(this.root);
  }

  /** `<body>`, if there is one. */
  get body(): ElementNode | undefined {
    const html = this.documentElement;
    return html && childElement(html, "body");
  }

  /** The page's own `<base href>`, if it has one. Looked for in `head`, where it is looked for by browsers. */
  get base(): ElementNode | undefined {
    this.#base ??= { element: this.#findBase() };
    return this.#base.element;
  }

  /** To be called when attributes of a `<base>` have changed: only one with an address counts. */
  baseChanged(): void {
    this.#base = null;
  }

  #findBase(): ElementNode | undefined {
    const head = this.documentElement && childElement(this.documentElement, "head");
    for (let node = head?.first; node; node = node.next)
      if (node.kind === "element" && node.tag === "base" && node.attributes.has("href")) return node;
    return undefined;
  }
}

function unlink(parent: ParentNode, node: PageNode): void {
  if (node.previous) node.previous.next = node.next;
  else parent.first = node.next;
  if (node.next) node.next.previous = node.previous;
  else parent.last = node.previous;
}

function childElement(parent: ParentNode, tag?: string): ElementNode | undefined {
  for (let node = parent.first; node; node = node.next)
    if (node.kind === "element" && (tag === undefined || node.tag === tag)) return node;
  return undefined;
}
