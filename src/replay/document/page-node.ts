import type { AttributeList } from "./attribute-list.ts";
import type { RuleEdits } from "./rule-edits.ts";
import type { StyleSheet } from "./style-sheet.ts";

// Nodes of the recorded page. Siblings are linked, so that a neighbour is found in constant time; a shadow
// root is a field of its host and no sibling of anything. An object stands for one stay in the document: a
// node that is moved becomes a new object (with the same id in V1, with a new one in Change).
//
//   Document ── first ─▶ Doctype ◀─ next/previous ─▶ Element(html) ── first ─▶ …
//                                                      Element(host) ── shadowRoot ─▶ Fragment ── first ─▶ …

// Fields are declared and then assigned by the constructors: fields with initial values cost several times as
// much, and a page has tens of thousands of nodes.

abstract class LinkedNode {
  /** As recorded. */
  declare readonly id: number;
  /** `PageDocument.revision` at which the node came into the document. */
  declare readonly born: number;
  /** No longer in the document. */
  declare gone: boolean;
  /** How many nodes are above it. */
  declare depth: number;
  declare parent: ParentNode | null;
  declare previous: PageNode | null;
  declare next: PageNode | null;

  constructor(id: number, born: number) {
    this.id = id;
    this.born = born;
    this.gone = false;
    this.depth = 0;
    this.parent = null;
    this.previous = null;
    this.next = null;
  }
}

/** The document. */
export class DocumentNode extends LinkedNode {
  readonly kind = "document";
  first: PageNode | null = null;
  last: PageNode | null = null;
  scroll: Scroll = { x: 0, y: 0 };
  adopted: readonly StyleSheet[] = [];
}

/** `<!doctype name>` */
export class DoctypeNode extends LinkedNode {
  readonly kind = "doctype";
  readonly name: string;
  readonly publicId: string;
  readonly systemId: string;

  constructor(id: number, born: number, name: string, publicId: string, systemId: string) {
    super(id, born);
    this.name = name;
    this.publicId = publicId;
    this.systemId = systemId;
  }
}

/** An element. */
export class ElementNode extends LinkedNode {
  declare readonly kind: "element";
  declare first: PageNode | null;
  declare last: PageNode | null;
  /** Lower case; of SVG elements as in the DOM (`linearGradient`). As recorded otherwise: may be hostile. */
  declare readonly tag: string;
  declare readonly svg: boolean;
  /** As recorded, without what `state` holds. */
  declare readonly attributes: AttributeList;
  declare shadowRoot: FragmentNode | null;
  /** What is not an attribute in the DOM; made when there is something to hold. */
  declare state: ElementState | null;

  constructor(id: number, born: number, tag: string, svg: boolean, attributes: AttributeList) {
    super(id, born);
    this.kind = "element";
    this.first = null;
    this.last = null;
    this.shadowRoot = null;
    this.state = null;
    this.tag = tag;
    this.svg = svg;
    this.attributes = attributes;
  }
}

/** State of an element beside its attributes. */
export interface ElementState {
  scroll?: Scroll;
  /** Of a hidden element, as CSS lengths. */
  size?: { readonly width: string; readonly height: string };
  /** Present value of a control, where it has changed since the control was recorded. */
  value?: string;
  /** Present state of a checkbox, radio button or option, likewise. */
  checked?: boolean;
  /** Whether a checkbox looks undecided. */
  indeterminate?: boolean;
  media?: "played" | "paused";
  /** What of the focus is on it or in it; see `FOCUS_ATTRIBUTE`. */
  focus?: string | undefined;
  /** Sheets of a `<style>` or `<link>`; absent: none is known (not loaded, or of another origin). */
  sheets?: readonly StyleSheet[];
  /** What scripts did since then to the rules of the first of them. */
  edits?: RuleEdits | undefined;
  /** Resource that holds a canvas's content: `<width>x<height>-<hash>`. */
  image?: string;
}

/** CSS pixels. */
export interface Scroll {
  readonly x: number;
  readonly y: number;
}

/** Text. */
export class TextNode extends LinkedNode {
  declare readonly kind: "text";
  declare text: string;

  constructor(id: number, born: number, text: string) {
    super(id, born);
    this.kind = "text";
    this.text = text;
  }
}

/** A CDATA section, whose content is not recorded. */
export class CDataNode extends LinkedNode {
  readonly kind = "cdata";
}

/** A shadow root (its parent is the host, whose `shadowRoot` it is), or a fragment without use in a page. */
export class FragmentNode extends LinkedNode {
  readonly kind = "fragment";
  first: PageNode | null = null;
  last: PageNode | null = null;
  readonly isShadowRoot: boolean;
  adopted: readonly StyleSheet[] = [];

  constructor(id: number, born: number, isShadowRoot: boolean) {
    super(id, born);
    this.isShadowRoot = isShadowRoot;
  }
}

export type ParentNode = DocumentNode | ElementNode | FragmentNode;
export type PageNode = ParentNode | DoctypeNode | TextNode | CDataNode;

/** Whether a node can have children. */
export const isParent = (node: PageNode): node is ParentNode =>
  node.kind === "element" || node.kind === "document" || node.kind === "fragment";

/** Whether a node is another, or above it. */
export function isAncestor(node: PageNode, of: PageNode): boolean {
  for (let at: PageNode | null = of; at; at = at.parent) if (at === node) return true;
  return false;
}

/** Whether a node is a document or a shadow root: what can adopt style sheets. */
export const isRoot = (node: PageNode): node is DocumentNode | FragmentNode =>
  node.kind === "document" || (node.kind === "fragment" && node.isShadowRoot);

/** The state of an element, to be written to. */
export function stateOf(element: ElementNode): ElementState {
  element.state ??= {};
  return element.state;
}

/**
 * Visits a node and all below it, shadow trees included, in pre-order. Without recursion: the depth of a
 * hostile page must not exhaust the call stack.
 */
export function forEachInSubtree(top: PageNode, visit: (node: PageNode) => void): void {
  const pending: PageNode[] = [top];
  for (let node = pending.pop(); node; node = pending.pop()) {
    visit(node);
    if (!isParent(node)) continue;
    for (let child = node.last; child; child = child.previous) pending.push(child);
    if (node.kind === "element" && node.shadowRoot) pending.push(node.shadowRoot);
  }
}

/** Visits the elements below a node in pre-order. */
export function forEachElement(top: ParentNode, visit: (element: ElementNode) => void): void {
  forEachInSubtree(top, (node) => {
    if (node.kind === "element" && node !== top) visit(node);
  });
}
