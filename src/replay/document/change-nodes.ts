import { isList } from "../record/json-value.ts";
import { AttributeList } from "./attribute-list.ts";
import type { ChangeStrings } from "./change-strings.ts";
import { styleTextChanged } from "./node-state.ts";
import { MOST_DEEP, PageDocument, TOO_DEEP } from "./page-document.ts";
import {
  CDataNode,
  DoctypeNode,
  DocumentNode,
  ElementNode,
  FragmentNode,
  isParent,
  type PageNode,
  type ParentNode,
  TextNode,
} from "./page-node.ts";
import type { Report } from "./report.ts";

interface Place {
  readonly parent: ParentNode;
  readonly next: PageNode | null;
}

interface ElementName {
  readonly tag: string;
  readonly svg: boolean;
}

const SVG = "svg>";
const elementNames = new Map<string, ElementName>();

/** Reads a recorded element name: `svg>linearGradient`, `DIV`, `my-element`. */
function elementName(name: string): ElementName {
  const known = elementNames.get(name);
  if (known) return known;
  const svg = name.startsWith(SVG);
  const read = { tag: svg ? name.slice(SVG.length) : name.toLowerCase(), svg };
  // Names repeat by the thousand; a hostile recording must still not fill the memory with them.
  if (elementNames.size < 5000) elementNames.set(name, read);
  return read;
}

/**
 * AddNode of the Change format: creates nodes and counts their ids, which are given out in order of the items
 * and never said. An item that cannot be placed still takes its id.
 */
export class ChangeNodes {
  readonly #strings: ChangeStrings;
  readonly #report: Report;
  #count: number;
  readonly #scratch: string[] = [];

  /** `count`: how many have been added before. */
  constructor(strings: ChangeStrings, report: Report, count = 0) {
    this.#strings = strings;
    this.#report = report;
    this.#count = count;
  }

  /** How many nodes have been added since the snapshot; the next one has this id. */
  get count(): number {
    return this.#count;
  }

  /** Whether a node with this id has been added since the snapshot, though it may be gone again. */
  wasAdded(id: number): boolean {
    return id < this.#count;
  }

  /** Applies an item. The document comes into being with the item that is its root. */
  add(page: PageDocument | null, item: unknown): PageDocument | null {
    const id = this.#count++;
    if (!isList(item)) {
      this.#report("record-malformed", "an added node is not a list");
      return page;
    }
    const [insertion, nameItem] = item;
    const name = this.#strings.resolve(nameItem) ?? "DIV";
    if (insertion === null) return this.#root(page, id, name);
    const place = page && typeof insertion === "number" ? this.#place(page, id, insertion) : undefined;
    if (!page || !place) {
      this.#report("node-unknown", "an added node names a neighbour that is not in the document");
      return page;
    }
    if (place.parent.depth >= MOST_DEEP) {
      this.#report("record-malformed", TOO_DEEP);
      return page;
    }
    const node = this.#create(page.revision, id, name, item);
    page.insert(place.parent, node, place.next);
    page.journal.added.push(node);
    // Texts of styles in SVG and XHTML are recorded; a style that is new itself comes with its sheet.
    if (node.kind === "text" && !page.isNew(place.parent)) styleTextChanged(page, node);
    return page;
  }

  #root(page: PageDocument | null, id: number, name: string): PageDocument | null {
    if (page === null && name === "#document") return new PageDocument(new DocumentNode(id, 0));
    this.#report(
      "record-malformed",
      `a second root, or a root that is "${name}" where "#document" was expected`,
    );
    return page;
  }

  /**
   * Where node `id` goes: a positive distance names the parent, zero the previous sibling (the node before it
   * in order of ids), a negative one the next sibling.
   */
  #place(page: PageDocument, id: number, insertion: number): Place | undefined {
    const reference = page.node(insertion === 0 ? id - 1 : insertion > 0 ? id - insertion : id + insertion);
    if (!reference) return undefined;
    if (insertion > 0) return isParent(reference) ? { parent: reference, next: null } : undefined;
    if (!reference.parent) return undefined;
    // A shadow root is no sibling: beside it means at the end of the host's children.
    const isShadowRoot = reference.kind === "fragment" && reference.isShadowRoot;
    const next = isShadowRoot ? null : insertion === 0 ? reference.next : reference;
    return { parent: reference.parent, next };
  }

  #create(born: number, id: number, name: string, item: readonly unknown[]): PageNode {
    switch (name) {
      case "#text":
        return new TextNode(id, born, this.#strings.resolve(item[2]) ?? "");
      case "#shadow-root":
        return new FragmentNode(id, born, true);
      case "#doctype":
        return new DoctypeNode(
          id,
          born,
          this.#optional(item[2]),
          this.#optional(item[3]),
          this.#optional(item[4]),
        );
      case "#cdata-section":
        return new CDataNode(id, born);
      case "#document-fragment":
      case "#document":
        return new FragmentNode(id, born, false);
      default: {
        const { tag, svg } = elementName(name);
        return new ElementNode(id, born, tag, svg, this.#attributes(item));
      }
    }
  }

  #optional(item: unknown): string {
    return item === undefined || item === null ? "" : (this.#strings.resolve(item) ?? "");
  }

  #attributes(item: readonly unknown[]): AttributeList {
    // The copy that is kept has no room to spare, as an array that grew would.
    const pairs = this.#scratch;
    let length = 0;
    for (let at = 2; at < item.length; at += 1) {
      const entry = item[at];
      const name = isList(entry) ? this.#strings.resolve(entry[0]) : undefined;
      if (isList(entry) && name !== undefined) {
        pairs[length] = name;
        pairs[length + 1] = this.#optional(entry[1]);
        length += 2;
      } else if (!isList(entry)) {
        this.#report("record-malformed", "an attribute of an added node is not a list");
      }
    }
    return new AttributeList(pairs.slice(0, length));
  }
}
