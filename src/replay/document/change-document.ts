import { type Change, ChangeType, isChange } from "../record/change-record.ts";
import { isFiniteNumber, isList } from "../record/json-value.ts";
import { ChangeNodes } from "./change-nodes.ts";
import { ChangeSheets } from "./change-sheets.ts";
import { ChangeStrings } from "./change-strings.ts";
import { restorePage } from "./checkpoint/restore-page.ts";
import type { StoredChangeDocument } from "./checkpoint/stored-document.ts";
import { storePage } from "./checkpoint/stored-page.ts";
import type { RestoredSheets, SheetTable } from "./checkpoint/stored-sheets.ts";
import {
  setAttribute,
  setMedia,
  setScroll,
  setSheets,
  setSize,
  setText,
  styleTextChanged,
} from "./node-state.ts";
import { setChecked, setIndeterminate, setValue } from "./form-state.ts";
import type { PageDocument } from "./page-document.ts";
import { type ElementNode, isRoot, type PageNode, stateOf } from "./page-node.ts";
import type { Report } from "./report.ts";
import type { StoredStrings, StringsMark } from "./string-table.ts";

/**
 * A document recorded in the Change format. Node, string and style sheet numbers live from one full snapshot
 * to the next, over records and segments: one object of this class for each full snapshot.
 */
export class ChangeDocument {
  readonly page: PageDocument;
  readonly #tables: Tables;

  private constructor(page: PageDocument, tables: Tables) {
    this.page = page;
    this.#tables = tables;
  }

  /** Reads a full snapshot; undefined when it has no root. */
  static read(changes: readonly unknown[], report: Report): ChangeDocument | undefined {
    const strings = new ChangeStrings(report);
    const tables = {
      strings,
      nodes: new ChangeNodes(strings, report),
      sheets: new ChangeSheets(strings, report),
      report,
    };
    const page = applyAll(tables, null, changes);
    return page ? new ChangeDocument(page, tables) : undefined;
  }

  /** Reads what {@link store} wrote, with strings that a mark of the string table gave. */
  static restore(
    stored: StoredChangeDocument,
    known: StoredStrings,
    table: RestoredSheets,
    report: Report,
  ): ChangeDocument {
    const strings = new ChangeStrings(report, known);
    const sheets = stored.sheets.map(([id, place]) => [id, table.at(place)] as const);
    return new ChangeDocument(restorePage(stored.page, table), {
      strings,
      nodes: new ChangeNodes(strings, report, stored.nodes),
      sheets: new ChangeSheets(strings, report, sheets, stored.nextSheet),
      report,
    });
  }

  /** The document as plain data, without its string table; its style sheets go into `table`. */
  store(table: SheetTable): StoredChangeDocument {
    const { nodes, sheets } = this.#tables;
    return {
      format: "change",
      page: storePage(this.page, table),
      nodes: nodes.count,
      sheets: Array.from(sheets.known, ([id, sheet]) => [id, table.place(sheet)] as const),
      nextSheet: sheets.next,
    };
  }

  /** Marks the present place in the life of the string table. */
  markStrings(): StringsMark {
    return this.#tables.strings.mark();
  }

  /** Strings of the table that may be looked up are not known. */
  get lacksStrings(): boolean {
    return this.#tables.strings.isPartial;
  }

  /** Adds strings of the table that are not known. */
  learn(stored: StoredStrings): void {
    this.#tables.strings.learn(stored);
  }

  /** Applies a type 12 record's changes, in order; the page's journal then holds what they did. */
  apply(changes: readonly unknown[]): void {
    this.page.begin();
    applyAll(this.#tables, this.page, changes);
  }
}

interface Tables {
  readonly strings: ChangeStrings;
  readonly nodes: ChangeNodes;
  readonly sheets: ChangeSheets;
  readonly report: Report;
}

function applyAll(
  tables: Tables,
  start: PageDocument | null,
  changes: readonly unknown[],
): PageDocument | null {
  tables.sheets.begin(changes);
  let page = start;
  for (const change of changes) {
    if (!isChange(change))
      tables.report("record-malformed", "a change is not a list that begins with its type");
    else if (!growTable(tables, change)) page = applyChange(tables, page, change);
  }
  return page;
}

/** Changes that concern the string table only. */
function growTable({ strings }: Tables, change: Change): boolean {
  switch (change[0]) {
    case ChangeType.AddString:
      strings.add(change);
      return true;
    case ChangeType.AddRoleAnnotatedStrings:
      strings.addAnnotated(change);
      return true;
    case ChangeType.ClearStrings:
      strings.clear();
      return true;
    default:
      return false;
  }
}

function applyChange(tables: Tables, start: PageDocument | null, change: Change): PageDocument | null {
  const [type] = change;
  const apply = appliers[type];
  if (type !== ChangeType.AddNode && type !== ChangeType.AddStyleSheet && !apply) {
    tables.report("record-unknown", `change type ${type} is not known; types 0 to 15 are`);
    return start;
  }
  let page = start;
  for (let at = 1; at < change.length; at += 1) {
    const item = change[at];
    if (type === ChangeType.AddNode) page = tables.nodes.add(page, item);
    else if (type === ChangeType.AddStyleSheet) tables.sheets.add(item);
    else if (!page || !apply) tables.report("node-unknown", "a change comes before the document's root");
    else apply(tables, page, item);
  }
  return page;
}

type Apply = (tables: Tables, page: PageDocument, item: unknown) => void;

/** Changes to nodes: item by item. */
const appliers: Partial<Record<number, Apply>> = {
  [ChangeType.RemoveNode]: removeNode,
  [ChangeType.Attribute]: changeAttributes,
  [ChangeType.Text]: onNode((tables, page, node, item) => {
    if (node.kind === "text") setText(page, node, tables.strings.resolve(item[1]) ?? "");
    else tables.report("record-malformed", "a change of text names a node that is not a text");
  }),
  [ChangeType.Size]: onElement((tables, page, element, [, width, height]) => {
    if (isFiniteNumber(width) && isFiniteNumber(height)) setSize(page, element, `${width}px`, `${height}px`);
    else tables.report("record-malformed", "a size is not two numbers");
  }),
  [ChangeType.ScrollPosition]: onNode((tables, page, node, [, x, y]) => {
    const scrolls = node.kind === "element" || node.kind === "document";
    if (scrolls && isFiniteNumber(x) && isFiniteNumber(y)) setScroll(page, node, x, y);
    else tables.report("record-malformed", "a scroll position is not two numbers of an element");
  }),
  [ChangeType.AttachedStyleSheets]: onNode((tables, page, node, item) => {
    const sheets = tables.sheets.named(item);
    if (node.kind === "element" || isRoot(node)) setSheets(page, node, sheets);
    else tables.report("record-malformed", "style sheets are attached to neither an element nor a root");
  }),
  [ChangeType.MediaPlaybackState]: onElement((_tables, page, element, [, state]) =>
    setMedia(page, element, state === 0 ? "played" : "paused"),
  ),
  [ChangeType.VisualViewport]: visualViewport,
  [ChangeType.InputValue]: onElement((tables, page, element, item) =>
    setValue(page, element, tables.strings.resolve(item[1]) ?? ""),
  ),
  [ChangeType.InputSelection]: changeSelection,
  [ChangeType.ImageContent]: onElement((tables, page, element, item) => {
    stateOf(element).image = tables.strings.resolve(item[1]) ?? "";
    page.journal.attribute(element, "width");
  }),
};

type ApplyToNode<N> = (tables: Tables, page: PageDocument, node: N, item: readonly unknown[]) => void;

/** An applier of items `[nodeId, …]`. */
function onNode(apply: ApplyToNode<PageNode>): Apply {
  return (tables, page, item) => {
    if (!isList(item)) return tables.report("record-malformed", "an item of a change is not a list");
    const node = find(tables, page, item[0]);
    if (node) apply(tables, page, node, item);
  };
}

function onElement(apply: ApplyToNode<ElementNode>): Apply {
  return onNode((tables, page, node, item) => {
    if (node.kind === "element") apply(tables, page, node, item);
    else tables.report("record-malformed", "a change of an element's state names another kind of node");
  });
}

function find(tables: Tables, page: PageDocument, id: unknown): PageNode | undefined {
  const node = typeof id === "number" ? page.node(id) : undefined;
  if (!node) tables.report("node-unknown", "a change names a node that is not in the document");
  return node;
}

function removeNode(tables: Tables, page: PageDocument, id: unknown): void {
  const node = typeof id === "number" ? page.node(id) : undefined;
  if (node && node !== page.root) {
    const { parent } = node;
    page.remove(node);
    if (node.kind === "text") styleTextChanged(page, node, parent);
  }
  // A node whose ancestor went before it is gone already; that is how the SDK writes it.
  else if (typeof id !== "number" || !tables.nodes.wasAdded(id)) find(tables, page, id);
}

function changeAttributes(tables: Tables, page: PageDocument, item: unknown): void {
  onElement((_tables, _page, element) => {
    const entries = item as readonly unknown[];
    for (let at = 1; at < entries.length; at += 1) {
      const entry = entries[at];
      const name = isList(entry) ? tables.strings.resolve(entry[0]) : undefined;
      if (!isList(entry) || name === undefined) {
        if (!isList(entry)) tables.report("record-malformed", "a changed attribute is not a list");
        continue;
      }
      setAttribute(page, element, name, entry.length > 1 ? (tables.strings.resolve(entry[1]) ?? "") : null);
    }
  })(tables, page, item);
}

function changeSelection(tables: Tables, page: PageDocument, item: unknown): void {
  if (!isList(item)) return tables.report("record-malformed", "an item of a change is not a list");
  for (let at = 1; at < item.length; at += 1) {
    const node = find(tables, page, item[at]);
    if (node?.kind !== "element") continue;
    if (item[0] === 2) setIndeterminate(page, node);
    else setChecked(page, node, item[0] === 0);
  }
}

function visualViewport(tables: Tables, page: PageDocument, item: unknown): void {
  if (!isList(item) || item.length < 7 || !item.every(isFiniteNumber))
    return tables.report("record-malformed", "a visual viewport is not seven numbers");
  const [offsetLeft = 0, offsetTop = 0, pageLeft = 0, pageTop = 0, width = 0, height = 0, scale = 1] = item;
  page.journal.visualViewport = { offsetLeft, offsetTop, pageLeft, pageTop, width, height, scale };
}
