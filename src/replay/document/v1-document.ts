import { isFiniteNumber, isList, isObject } from "../record/json-value.ts";
import {
  isV1Add,
  isV1AttributeChange,
  isV1Node,
  isV1Remove,
  isV1StyleSheet,
  isV1TextChange,
  type V1FullSnapshot,
  type V1Mutation,
  type V1Node,
  V1NodeType,
} from "../record/v1-record.ts";
import { restorePage } from "./checkpoint/restore-page.ts";
import type { StoredV1Document } from "./checkpoint/stored-document.ts";
import { storePage } from "./checkpoint/stored-page.ts";
import type { RestoredSheets, SheetTable } from "./checkpoint/stored-sheets.ts";
import { applyV1Attribute, isV1State, readV1Attributes } from "./v1-attributes.ts";
import { AttributeList } from "./attribute-list.ts";
import { setSheets, setText, styleTextChanged } from "./node-state.ts";
import { MOST_DEEP, PageDocument, TOO_DEEP } from "./page-document.ts";
import {
  CDataNode,
  DoctypeNode,
  DocumentNode,
  ElementNode,
  forEachInSubtree,
  FragmentNode,
  isAncestor,
  isParent,
  type PageNode,
  type ParentNode,
  TextNode,
} from "./page-node.ts";
import type { Report } from "./report.ts";
import { StyleSheet } from "./style-sheet.ts";
import { svgName } from "./svg-names.ts";

/** A document recorded in the V1 format. Ids belong to DOM nodes: a moved node keeps its own. */
export class V1Document {
  readonly page: PageDocument;
  readonly #report: Report;
  /** Adopted sheets by their content: V1 repeats a shared sheet for every root. */
  readonly #sheets = new Map<string, StyleSheet>();
  /** Ids of nodes that left in this record, and how many of its removals they have been gathered from. */
  readonly #went = new Set<number>();
  #seen = 0;

  private constructor(page: PageDocument, report: Report) {
    this.page = page;
    this.#report = report;
  }

  /** Reads a full snapshot. */
  static read({ node, initialOffset }: V1FullSnapshot, report: Report): V1Document {
    const root = new DocumentNode(node.id, 0);
    const document = new V1Document(new PageDocument(root), report);
    if (isObject(initialOffset)) {
      const { left, top } = initialOffset;
      root.scroll = { x: isFiniteNumber(left) ? left : 0, y: isFiniteNumber(top) ? top : 0 };
    }
    document.#adopt(root, node.adoptedStyleSheets);
    document.#addChildren(root, node.childNodes);
    return document;
  }

  /** Reads what {@link store} wrote. */
  static restore(stored: StoredV1Document, sheets: RestoredSheets, report: Report): V1Document {
    const document = new V1Document(restorePage(stored.page, sheets), report);
    for (const sheet of sheets.all(stored.sheets)) document.#sheets.set(keyOf(sheet), sheet);
    return document;
  }

  /** The document as plain data; its style sheets go into `sheets`. */
  store(sheets: SheetTable): StoredV1Document {
    return {
      format: "v1",
      page: storePage(this.page, sheets),
      sheets: sheets.places(this.#sheets.values()),
    };
  }

  /**
   * Applies a mutation (type 3, source 0); the page's journal then holds what it did. `isWhole`: none is missing
   * between the full snapshot and this one.
   */
  apply(mutation: V1Mutation, isWhole: boolean): void {
    this.page.begin();
    this.#went.clear();
    this.#seen = 0;
    for (const remove of mutation.removes) this.#remove(remove);
    for (const add of mutation.adds) this.#add(add);
    for (const change of mutation.texts) this.#changeText(change);
    for (const change of mutation.attributes) this.#changeAttributes(change, isWhole);
  }

  #remove(remove: unknown): void {
    if (!isV1Remove(remove)) return this.#malformed("a removal");
    const node = this.page.node(remove.id);
    if (!node) {
      if (!this.#wentWithAnother(remove.id)) this.#unknown("a removal");
      return;
    }
    if (node === this.page.root) return this.#malformed("a removal of the document");
    const { parent } = node;
    this.page.remove(node);
    styleTextChanged(this.page, node, parent);
  }

  /** Whether a node left with an ancestor in this same record. */
  #wentWithAnother(id: number): boolean {
    const { removed } = this.page.journal;
    for (; this.#seen < removed.length; this.#seen++) {
      const top = removed[this.#seen]?.node;
      if (top) forEachInSubtree(top, (each) => this.#went.add(each.id));
    }
    return this.#went.has(id);
  }

  #add(add: unknown): void {
    if (!isV1Add(add)) return this.#malformed("an added node");
    const parent = this.page.node(add.parentId);
    if (!parent || !isParent(parent)) return this.#unknown("the parent of an added node");
    if (parent.depth >= MOST_DEEP) return this.#report("record-malformed", TOO_DEEP);
    let next = add.nextId === null ? null : this.page.node(add.nextId);
    if (next === undefined) this.#unknown("the next sibling of an added node");
    if (next?.parent !== parent || (next.kind === "fragment" && next.isShadowRoot)) next = null;
    const node = this.#addTree(parent, add.node, next);
    if (!node) return;
    this.page.journal.added.push(node);
    styleTextChanged(this.page, node);
  }

  #addTree(parent: ParentNode, recorded: V1Node, next: PageNode | null): PageNode | undefined {
    const node = this.#create(recorded);
    if (!node) return undefined;
    const former = this.page.node(recorded.id);
    // An id that is still in use: the node was moved, and this is where it is now.
    if (former === this.page.root || (former && isAncestor(former, parent))) {
      this.#malformed("a node inside itself");
      return undefined;
    }
    if (former) {
      const place = former === next ? former.next : next;
      this.page.remove(former);
      this.page.insert(parent, node, place);
    } else {
      this.page.insert(parent, node, next);
    }
    if (node.kind === "fragment") this.#adopt(node, recorded.adoptedStyleSheets);
    if (isParent(node)) this.#addChildren(node, recorded.childNodes);
    return node;
  }

  #addChildren(parent: ParentNode, children: unknown): void {
    if (!isList(children) || children.length === 0) return;
    if (parent.depth >= MOST_DEEP) return this.#report("record-malformed", TOO_DEEP);
    for (const child of children) {
      if (isV1Node(child)) this.#addTree(parent, child, null);
      else this.#malformed("a node");
    }
    // Before SDK 4.48 a style without `_cssText` has its CSS as texts.
    if (parent.kind === "element" && parent.tag === "style" && parent.first && !parent.state?.sheets)
      styleTextChanged(this.page, parent.first);
  }

  #create(node: V1Node): PageNode | undefined {
    const { id } = node;
    const born = this.page.revision;
    switch (node.type) {
      case V1NodeType.Element:
        return this.#createElement(node);
      case V1NodeType.Text:
        return new TextNode(id, born, text(node.textContent));
      case V1NodeType.DocumentType:
        return new DoctypeNode(id, born, text(node.name), text(node.publicId), text(node.systemId));
      case V1NodeType.CData:
        return new CDataNode(id, born);
      case V1NodeType.Fragment:
        return new FragmentNode(id, born, node.isShadowRoot === true);
      default:
        this.#report("record-malformed", `a node of type ${node.type}; types 1, 2, 3, 4 and 11 are known`);
        return undefined;
    }
  }

  #createElement(node: V1Node): ElementNode {
    const svg = node.isSVG === true;
    const name = typeof node.tagName === "string" ? node.tagName : "div";
    const element = new ElementNode(
      node.id,
      this.page.revision,
      svg ? svgName(name) : name.toLowerCase(),
      svg,
      new AttributeList(),
    );
    if (isObject(node.attributes)) readV1Attributes(element, node.attributes);
    return element;
  }

  #adopt(root: DocumentNode | FragmentNode, recorded: unknown): void {
    if (!isList(recorded) || recorded.length === 0) return;
    const sheets = recorded.map((entry) => this.#sheet(entry)).filter((sheet) => sheet !== undefined);
    setSheets(this.page, root, sheets);
  }

  #sheet(recorded: unknown): StyleSheet | undefined {
    if (!isV1StyleSheet(recorded)) {
      this.#malformed("an adopted style sheet");
      return undefined;
    }
    const { cssRules } = recorded;
    const media = isList(recorded.media) ? recorded.media.map(String) : [];
    const sheet = new StyleSheet(cssRules, media, recorded.disabled === true);
    const key = keyOf(sheet);
    const known = this.#sheets.get(key) ?? sheet;
    this.#sheets.set(key, known);
    return known;
  }

  #changeText(change: unknown): void {
    if (!isV1TextChange(change)) return this.#malformed("a change of text");
    const node = this.page.node(change.id);
    if (node?.kind === "text") setText(this.page, node, change.value ?? "");
    else this.#unknown("a change of text");
  }

  #changeAttributes(change: unknown, isWhole: boolean): void {
    if (!isV1AttributeChange(change)) return this.#malformed("a change of attributes");
    const element = this.page.element(change.id);
    if (!element) return this.#unknown("a change of attributes");
    for (const [name, value] of Object.entries(change.attributes)) {
      if (isV1State(value)) applyV1Attribute(this.page, element, [name, value], isWhole);
      else this.#malformed("an attribute");
    }
  }

  #malformed(what: string): void {
    this.#report("record-malformed", `${what} is not of the form that V1 records have`);
  }

  #unknown(what: string): void {
    this.#report("node-unknown", `${what} names a node that is not in the document`);
  }
}

const keyOf = (sheet: StyleSheet): string => [sheet.disabled, ...sheet.media, ...sheet.rules()].join("\n");

const text = (value: unknown): string => (typeof value === "string" ? value : "");
