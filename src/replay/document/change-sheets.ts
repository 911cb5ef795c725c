import { type Change, ChangeType, isChange } from "../record/change-record.ts";
import { isList } from "../record/json-value.ts";
import type { ChangeStrings } from "./change-strings.ts";
import type { Report } from "./report.ts";
import { StyleSheet } from "./style-sheet.ts";

/**
 * The style sheet table of the Change format. AddStyleSheet does not say the sheet's id, and the SDK repeats
 * it, with the old id, for each further root that adopts a constructed sheet. The ids of a record's sheets are
 * therefore those of its AttachedStyleSheets items, flattened: as long as the counts agree, the two lists
 * go together one by one.
 */
export class ChangeSheets {
  readonly #strings: ChangeStrings;
  readonly #report: Report;
  readonly #sheets: Map<number, StyleSheet>;
  /** Ids for the AddStyleSheet items of the present record, in order; null: count on. */
  #ids: number[] | null = null;
  #used = 0;
  #next: number;

  /** `known`, `next`: the table as another object of this class had it. */
  constructor(
    strings: ChangeStrings,
    report: Report,
    known: Iterable<readonly [id: number, sheet: StyleSheet]> = [],
    next = 0,
  ) {
    this.#strings = strings;
    this.#report = report;
    this.#sheets = new Map(known);
    this.#next = next;
  }

  /** The table: sheets by id, attached to something at present or not. */
  get known(): ReadonlyMap<number, StyleSheet> {
    return this.#sheets;
  }

  /** The id that comes next where a record does not tell ids. */
  get next(): number {
    return this.#next;
  }

  /** Looks ahead through a record, before its changes are applied. */
  begin(changes: readonly unknown[]): void {
    let defined = 0;
    const attached: number[] = [];
    for (const change of changes) {
      if (!isChange(change)) continue;
      if (change[0] === ChangeType.AddStyleSheet) defined += change.length - 1;
      else if (change[0] === ChangeType.AttachedStyleSheets) collectIds(change, attached);
    }
    this.#used = 0;
    this.#ids = defined === attached.length ? attached : null;
    if (this.#ids || defined === 0) return;
    this.#report(
      "reference-unknown",
      "style sheets and the nodes they belong to do not go together one by one",
    );
  }

  /** Applies an AddStyleSheet item: `[rules, media?, disabled?]`. */
  add(item: unknown): void {
    const id = this.#ids?.[this.#used++] ?? this.#next;
    this.#next = Math.max(this.#next, id + 1);
    if (!isList(item)) {
      this.#report("record-malformed", "a style sheet is not a list");
      return;
    }
    const [content, media, disabled] = item;
    const sheet = new StyleSheet(
      isList(content) ? this.#texts(content) : (this.#strings.resolve(content) ?? ""),
      isList(media) ? this.#texts(media) : [],
      disabled === true,
    );
    // A sheet that is only said again stays the same object: it need not be defined anew in the replay.
    if (!isSame(this.#sheets.get(id), sheet)) this.#sheets.set(id, sheet);
  }

  /** The sheets that an AttachedStyleSheets item names after its node. */
  named(item: readonly unknown[]): StyleSheet[] {
    const sheets: StyleSheet[] = [];
    for (let at = 1; at < item.length; at += 1) {
      const id = item[at];
      const sheet = typeof id === "number" ? this.#sheets.get(id) : undefined;
      if (sheet) sheets.push(sheet);
      else this.#report("reference-unknown", "a node names a style sheet that was not recorded");
    }
    return sheets;
  }

  #texts(items: readonly unknown[]): string[] {
    return items.map((item) => this.#strings.resolve(item) ?? "");
  }
}

function collectIds(change: Change, into: number[]): void {
  for (let at = 1; at < change.length; at += 1) {
    const item = change[at];
    if (!isList(item)) continue;
    for (let place = 1; place < item.length; place += 1) {
      const id = item[place];
      if (typeof id === "number") into.push(id);
    }
  }
}

const isSame = (a: StyleSheet | undefined, b: StyleSheet): boolean =>
  a !== undefined &&
  a.disabled === b.disabled &&
  a.media.join(",") === b.media.join(",") &&
  a.text() === b.text();
