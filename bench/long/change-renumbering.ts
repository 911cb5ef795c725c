import { type Change, ChangeType, isChange } from "../../src/replay/record/change-record.ts";
import { isList } from "../../src/replay/record/json-value.ts";
import type { Renumbering } from "./shared-records.ts";

/** How many places of each table one repetition takes. */
export interface Tables {
  /** Nodes from 0 on that are never made again. */
  readonly keptNodes: number;
  /** All nodes of a repetition, those that are kept among them. */
  readonly nodes: number;
  readonly snapshotStrings: number;
  readonly bodyStrings: number;
  readonly sheets: number;
  /** Sheets that a script made: whatever adopts them later, they keep their id. A new `<style>` has a new one. */
  readonly constructed: ReadonlySet<number>;
  readonly interactions: number;
}

type List = readonly unknown[];

/** Writes the changes of a stretch, from its snapshot on and in order, with the numbers of a later repetition. */
export class ChangeRenumbering implements Renumbering {
  readonly shiftMs: number;
  readonly interactions: number;
  readonly #tables: Tables;
  readonly #index: number;
  /** The id of the next added node in the source. */
  #added = 0;

  constructor(tables: Tables, index: number, shiftMs: number) {
    this.#tables = tables;
    this.#index = index;
    this.shiftMs = shiftMs;
    this.interactions = index * tables.interactions;
  }

  readonly node = (id: number): number => {
    const { keptNodes, nodes } = this.#tables;
    return id < keptNodes ? id : id + this.#index * (nodes - keptNodes);
  };

  #sheet(id: number): number {
    const { sheets, constructed } = this.#tables;
    return constructed.has(id) ? id : id + this.#index * sheets;
  }

  /** A record's changes. `without-strings`: those whose strings are in the table already. */
  changes(data: unknown, strings: "with-strings" | "without-strings"): Change[] {
    if (!isList(data)) throw new Error("a record's changes are no list");
    return data.filter(isChange).flatMap((change) => {
      const [type, ...items] = change;
      const growsTable = type === ChangeType.AddString || type === ChangeType.AddRoleAnnotatedStrings;
      if (growsTable) return strings === "with-strings" ? [change] : [];
      const written = items.flatMap((item) => this.#item(type, item));
      return written.length === 0 ? [] : [[type, ...written] as Change];
    });
  }

  #item(type: number, item: unknown): unknown[] {
    if (type === ChangeType.AddNode) return this.#addNode(item as List);
    if (type === ChangeType.RemoveNode) return [this.node(Number(item))];
    if (!isList(item)) throw new Error(`an item of a change of type ${type} is no list`);
    const [first, ...rest] = item;
    switch (type) {
      case ChangeType.AddStyleSheet:
        return [item.map(this.#texts)];
      case ChangeType.InputSelection:
        return [[first, ...rest.map((id) => this.node(Number(id)))]];
      case ChangeType.AttachedStyleSheets:
        return [[this.node(Number(first)), ...rest.map((sheet) => this.#sheet(Number(sheet)))]];
      case ChangeType.Attribute:
      case ChangeType.Text:
      case ChangeType.InputValue:
      case ChangeType.ImageContent:
        return [[this.node(Number(first)), ...rest.map(this.#texts)]];
      case ChangeType.Size:
      case ChangeType.ScrollPosition:
      case ChangeType.MediaPlaybackState:
        return [[this.node(Number(first)), ...rest]];
      case ChangeType.VisualViewport:
        return [item];
      default:
        throw new Error(`change type ${type} is not known`);
    }
  }

  /** Distances are between new ids; where a neighbour keeps its own, they grow. */
  #addNode([insertion, ...rest]: List): unknown[] {
    const id = this.#added++;
    if (id < this.#tables.keptNodes && this.#index > 0) return [];
    const texts = rest.map(this.#texts);
    if (typeof insertion !== "number") return [[insertion, ...texts]];
    const from = this.node(id);
    if (insertion > 0) return [[from - this.node(id - insertion), ...texts]];
    if (insertion < 0) return [[this.node(id + insertion) - from, ...texts]];
    if (this.node(id - 1) !== from - 1) throw new Error("a node is beside the root element");
    return [[0, ...texts]];
  }

  /** A text, or a list of texts: numbers are places in the string table. */
  readonly #texts = (item: unknown): unknown => {
    if (isList(item)) return item.map(this.#texts);
    const { snapshotStrings, bodyStrings } = this.#tables;
    if (typeof item !== "number" || item < snapshotStrings) return item;
    return item + this.#index * bodyStrings;
  };
}
