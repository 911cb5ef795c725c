import { unreachable } from "../../../base/assert.ts";
import { isList, isNodeId, isObject } from "../../record/json-value.ts";
import type { PageDocument } from "../page-document.ts";
import { type ElementNode, forEachInSubtree, isRoot, type PageNode } from "../page-node.ts";
import { arePlaces, type SheetTable } from "./stored-sheets.ts";
import {
  isStoredScroll,
  isStoredState,
  storeScroll,
  type StoredScroll,
  type StoredState,
  storeState,
} from "./stored-state.ts";

/** A page as plain data. Nodes are in pre-order, shadow trees before light children, and named by their place in it. */
export interface StoredPage {
  /**
   * For each node: its kind (`NodeKind`) and eight times the number of levels from the node before it up to its
   * parent; its id less the id of the node before; then its texts: of an element its name, the number of its
   * attributes, and their names and values; of a text itself; of a document type its three.
   *
   * A text is given as 0 for the next one of `texts` that has not been named yet, or n for one that has, at n − 1.
   */
  readonly nodes: readonly number[];
  readonly texts: readonly string[];
  readonly states: readonly (readonly [node: number, state: StoredState])[];
  /** What roots have adopted: places of sheets. */
  readonly adopted: readonly (readonly [node: number, sheets: readonly number[]])[];
  readonly scroll: StoredScroll;
  /** The element that has the focus, and those above it; −1 for one that is gone. */
  readonly focus: readonly number[];
}

/** Kinds of nodes, by number. */
export const NodeKind = {
  HtmlElement: 0,
  SvgElement: 1,
  Text: 2,
  Doctype: 3,
  CData: 4,
  Fragment: 5,
  ShadowRoot: 6,
  Document: 7,
} as const;

/** Kinds and levels share a number. */
export const KINDS = 8;
/** In the place of a node: one that is not in the document. */
export const GONE = -1;

/** Writes a page; its style sheets go into `sheets`. */
export function storePage(page: PageDocument, sheets: SheetTable): StoredPage {
  const writer = new PageWriter(page, sheets);
  forEachInSubtree(page.root, (node) => writer.add(node));
  return writer.stored(page);
}

class PageWriter {
  readonly #nodes: number[] = [];
  readonly #texts: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #states: [number, StoredState][] = [];
  readonly #adopted: [number, readonly number[]][] = [];
  readonly #focused: Map<PageNode, number>;
  readonly #sheets: SheetTable;
  #before: PageNode;
  #count = 0;

  constructor(page: PageDocument, sheets: SheetTable) {
    this.#before = page.root;
    this.#sheets = sheets;
    this.#focused = new Map(page.focus.chain.map((element) => [element, GONE]));
  }

  add(node: PageNode): void {
    const before = this.#before;
    const levels = this.#count === 0 ? 0 : before.depth - node.depth + 1;
    this.#nodes.push(levels * KINDS + kindOf(node), this.#count === 0 ? node.id : node.id - before.id);
    this.#content(node);
    if (this.#focused.has(node)) this.#focused.set(node, this.#count);
    if (isRoot(node) && node.adopted.length > 0)
      this.#adopted.push([this.#count, this.#sheets.places(node.adopted)]);
    this.#before = node;
    this.#count += 1;
  }

  stored({ root, focus }: PageDocument): StoredPage {
    return {
      nodes: this.#nodes,
      texts: this.#texts,
      states: this.#states,
      adopted: this.#adopted,
      scroll: storeScroll(root.scroll),
      focus: focus.chain.map((element) => this.#focused.get(element) ?? GONE),
    };
  }

  #content(node: PageNode): void {
    if (node.kind === "element") this.#element(node);
    else if (node.kind === "text") this.#text(node.text);
    else if (node.kind === "doctype")
      for (const text of [node.name, node.publicId, node.systemId]) this.#text(text);
  }

  #element({ tag, attributes: { pairs }, state }: ElementNode): void {
    this.#text(tag);
    this.#nodes.push(pairs.length / 2);
    for (const text of pairs) this.#text(text);
    if (state) this.#states.push([this.#count, storeState(state, this.#sheets)]);
  }

  #text(text: string): void {
    const known = this.#known.get(text);
    this.#nodes.push(known ?? 0);
    if (known === undefined) this.#known.set(text, this.#texts.push(text));
  }
}

function kindOf(node: PageNode): number {
  switch (node.kind) {
    case "element":
      return node.svg ? NodeKind.SvgElement : NodeKind.HtmlElement;
    case "text":
      return NodeKind.Text;
    case "doctype":
      return NodeKind.Doctype;
    case "cdata":
      return NodeKind.CData;
    case "fragment":
      return node.isShadowRoot ? NodeKind.ShadowRoot : NodeKind.Fragment;
    case "document":
      return NodeKind.Document;
    default:
      return unreachable(node);
  }
}

export const isStoredPage = (value: unknown): value is StoredPage =>
  isObject(value) &&
  isList(value["nodes"]) &&
  value["nodes"].every((number) => Number.isSafeInteger(number)) &&
  isList(value["texts"]) &&
  value["texts"].every((text) => typeof text === "string") &&
  isList(value["states"]) &&
  value["states"].every((entry) => isList(entry) && isNodeId(entry[0]) && isStoredState(entry[1])) &&
  isList(value["adopted"]) &&
  value["adopted"].every((entry) => isList(entry) && isNodeId(entry[0]) && arePlaces(entry[1])) &&
  isStoredScroll(value["scroll"]) &&
  isList(value["focus"]) &&
  value["focus"].every((place) => place === GONE || isNodeId(place));
