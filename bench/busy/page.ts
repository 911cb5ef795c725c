import { Random } from "../fuzz/random.ts";

// A page of live figures: a table whose rows come and go and whose cells change many times a second.

export interface TextNode {
  readonly kind: "text";
  text: string;
  parent: ElementNode | null;
}

export interface ElementNode {
  readonly kind: "element";
  readonly tag: string;
  readonly attributes: Map<string, string>;
  readonly children: PageNode[];
  /** Of a `<style>`, which has no children. */
  readonly css?: string;
  parent: ElementNode | null;
}

export type PageNode = TextNode | ElementNode;

/** What one batch of mutations did. An added row stands before the row that is its next sibling, or last. */
export type PageChange =
  | { readonly kind: "text"; readonly node: TextNode }
  | { readonly kind: "attribute"; readonly node: ElementNode; readonly name: string }
  | { readonly kind: "add"; readonly node: ElementNode }
  | { readonly kind: "remove"; readonly node: ElementNode; readonly from: ElementNode };

const ROWS = 60;
const COLUMNS = 8;
const CSS = `body { font: 14px sans-serif; margin: 16px; } table { border-collapse: collapse; width: 100%; }
td { border-bottom: 1px solid #ddd; padding: 2px 8px; text-align: right; } td.up { color: #0a7d33; }
td.down { color: #b3261e; } .bar { background: #4950f6; height: 6px; }`;

/** The page, and what happens on it. */
export class FiguresPage {
  readonly html: ElementNode;
  readonly style: ElementNode;
  readonly #random = new Random(7);
  readonly #table: ElementNode;
  #rows = 0;

  constructor() {
    this.style = {
      kind: "element",
      tag: "style",
      attributes: new Map(),
      children: [],
      css: CSS,
      parent: null,
    };
    this.#table = element("tbody");
    for (let row = 0; row < ROWS; row += 1) append(this.#table, this.#makeRow());
    const body = element("body", {}, [
      element("h1", {}, [text("Live figures")]),
      element("table", { id: "figures" }, [this.#table]),
    ]);
    const head = element("head", {}, [element("title", {}, [text("Live figures")]), this.style]);
    this.html = element("html", { lang: "en" }, [head, body]);
  }

  /** Changes so many cells: mostly texts, some classes, some widths of bars. */
  figures(count: number): PageChange[] {
    const changed = new Map<PageNode, PageChange>();
    while (changed.size < count) {
      const cell = this.#cell(this.#random.below(this.#table.children.length));
      const [node] = cell.children;
      const what = this.#random.below(10);
      if (node?.kind === "text" && what < 7) {
        node.text = this.#figure();
        changed.set(node, { kind: "text", node });
      } else if (node?.kind === "text") {
        cell.attributes.set("class", this.#random.pick(["up", "down"]));
        changed.set(cell, { kind: "attribute", node: cell, name: "class" });
      } else if (node) {
        node.attributes.set("style", `width: ${this.#random.below(100)}%`);
        changed.set(node, { kind: "attribute", node, name: "style" });
      }
    }
    return [...changed.values()];
  }

  /** Takes a row out, and puts a new one elsewhere. */
  turnOver(): PageChange[] {
    const rows = this.#table.children;
    const [gone] = rows.splice(this.#random.below(rows.length), 1);
    const row = this.#makeRow();
    row.parent = this.#table;
    rows.splice(this.#random.below(rows.length + 1), 0, row);
    if (gone?.kind !== "element") return [];
    gone.parent = null;
    return [
      { kind: "add", node: row },
      { kind: "remove", node: gone, from: this.#table },
    ];
  }

  /** An element for the pointer to be over. */
  target(): ElementNode {
    return this.#cell(this.#random.below(this.#table.children.length));
  }

  /** A place in the window. */
  place(): { readonly x: number; readonly y: number } {
    return { x: this.#random.below(1280), y: this.#random.below(800) };
  }

  #cell(row: number): ElementNode {
    const found = this.#table.children[row];
    const cell = found?.kind === "element" ? found.children[this.#random.below(COLUMNS)] : undefined;
    if (cell?.kind !== "element") throw new Error(`there is no row ${row}`);
    return cell;
  }

  #makeRow(): ElementNode {
    this.#rows += 1;
    const cells = Array.from({ length: COLUMNS - 1 }, (_, column) =>
      element("td", {}, [text(column === 0 ? `Figure ${this.#rows}` : this.#figure())]),
    );
    const bar = element("div", { class: "bar", style: `width: ${this.#random.below(100)}%` });
    return element("tr", { "data-row": String(this.#rows) }, [...cells, element("td", {}, [bar])]);
  }

  #figure(): string {
    return (this.#random.below(1_000_000) / 100).toFixed(2);
  }
}

const text = (value: string): TextNode => ({ kind: "text", text: value, parent: null });

function element(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly PageNode[] = [],
): ElementNode {
  const made: ElementNode = {
    kind: "element",
    tag,
    attributes: new Map(Object.entries(attributes)),
    children: [],
    parent: null,
  };
  for (const child of children) append(made, child);
  return made;
}

function append(parent: ElementNode, child: PageNode): void {
  child.parent = parent;
  parent.children.push(child);
}
