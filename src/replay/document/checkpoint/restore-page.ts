import { AttributeList } from "../attribute-list.ts";
import { MOST_DEEP, PageDocument } from "../page-document.ts";
import {
  CDataNode,
  DoctypeNode,
  DocumentNode,
  ElementNode,
  FragmentNode,
  isParent,
  isRoot,
  type PageNode,
  type ParentNode,
  TextNode,
} from "../page-node.ts";
import { broken } from "./checkpoint-error.ts";
import { GONE, KINDS, NodeKind, type StoredPage } from "./stored-page.ts";
import type { RestoredSheets } from "./stored-sheets.ts";
import { restoreScroll, restoreState } from "./stored-state.ts";

/**
 * Makes the page that {@link StoredPage} tells of. Its nodes count as having been there before the next record.
 * Takes time by the length of the data alone; throws a CheckpointError where they contradict themselves.
 */
export function restorePage(stored: StoredPage, sheets: RestoredSheets): PageDocument {
  const reader = new PageReader(stored);
  const page = reader.document();
  const nodes: PageNode[] = [page.root];
  while (!reader.isDone) nodes.push(reader.next(page));
  for (const [place, state] of stored.states) elementAt(nodes, place).state = restoreState(state, sheets);
  for (const [place, adopted] of stored.adopted) {
    const root = nodes[place];
    if (!root || !isRoot(root)) broken("what adopts style sheets is no root");
    root.adopted = sheets.all(adopted);
  }
  page.root.scroll = restoreScroll(stored.scroll);
  page.focus.restore(stored.focus.map((place) => (place === GONE ? goneElement() : elementAt(nodes, place))));
  return page;
}

function elementAt(nodes: readonly PageNode[], place: number): ElementNode {
  const node = nodes[place];
  return node?.kind === "element" ? node : broken("what has an element's state is no element");
}

/** Stands for one that was focused when it left: what is above it is still to lose its mark. */
function goneElement(): ElementNode {
  const element = new ElementNode(GONE, 0, "div", false, new AttributeList());
  element.gone = true;
  return element;
}

class PageReader {
  readonly #numbers: readonly number[];
  readonly #texts: readonly string[];
  #at = 0;
  #named = 0;
  #before: PageNode | null = null;

  constructor({ nodes, texts }: StoredPage) {
    this.#numbers = nodes;
    this.#texts = texts;
  }

  get isDone(): boolean {
    return this.#at >= this.#numbers.length;
  }

  /** The document, which comes first. */
  document(): PageDocument {
    if (this.#number() !== NodeKind.Document) broken("it does not begin with a document");
    const root = new DocumentNode(this.#id(0), 0);
    this.#before = root;
    return new PageDocument(root);
  }

  /** The next node, put where it belongs. */
  next(page: PageDocument): PageNode {
    const head = this.#number();
    const kind = head % KINDS;
    const parent = this.#parent((head - kind) / KINDS);
    const id = this.#id(this.#before?.id ?? 0);
    if (page.node(id)) broken("two nodes have the same id");
    const node = this.#create(kind, id);
    if (kind === NodeKind.ShadowRoot && parent.kind === "element" && parent.shadowRoot)
      broken("an element has two shadow roots");
    page.insert(parent, node, null);
    this.#before = node;
    return node;
  }

  #parent(levels: number): ParentNode {
    let parent = this.#before;
    for (let up = levels; up > 0 && parent; up -= 1) parent = parent.parent;
    if (!parent || levels < 0 || !isParent(parent)) broken("a node is below none");
    if (parent.depth >= MOST_DEEP) broken("nodes are too many levels deep");
    return parent;
  }

  #create(kind: number, id: number): PageNode {
    switch (kind) {
      case NodeKind.HtmlElement:
      case NodeKind.SvgElement:
        return new ElementNode(id, 0, this.#text(), kind === NodeKind.SvgElement, this.#attributes());
      case NodeKind.Text:
        return new TextNode(id, 0, this.#text());
      case NodeKind.Doctype:
        return new DoctypeNode(id, 0, this.#text(), this.#text(), this.#text());
      case NodeKind.CData:
        return new CDataNode(id, 0);
      case NodeKind.Fragment:
      case NodeKind.ShadowRoot:
        return new FragmentNode(id, 0, kind === NodeKind.ShadowRoot);
      default:
        return broken("a node is of a kind that none is of");
    }
  }

  #attributes(): AttributeList {
    const length = 2 * this.#number();
    if (length < 0 || length > this.#numbers.length - this.#at) broken("an element ends early");
    const pairs: string[] = [];
    for (let at = 0; at < length; at += 1) pairs.push(this.#text());
    // A copy has no room to spare, as an array that grew has.
    return new AttributeList(pairs.slice());
  }

  #id(before: number): number {
    const id = before + this.#number();
    return Number.isSafeInteger(id) && id >= 0 ? id : broken("an id is none");
  }

  #number(): number {
    const number = this.#numbers[this.#at] ?? broken("a node ends early");
    this.#at += 1;
    return number;
  }

  #text(): string {
    const place = this.#number();
    if (place === 0) this.#named += 1;
    return (
      this.#texts[(place === 0 ? this.#named : place) - 1] ?? broken("a text is named that it does not hold")
    );
  }
}
