import { isObject } from "../record/json-value.ts";
import type { Report } from "./report.ts";
import { type StoredStrings, type StringsMark, StringTable } from "./string-table.ts";

/**
 * The string table of the Change format. Where an item holds a text it is a number (place in this table), a
 * string, or an object with `role` and `string`. The table grows in the middle of records and can be emptied,
 * so texts are resolved while a record is walked.
 */
export class ChangeStrings {
  readonly #report: Report;
  #table: StringTable;

  constructor(report: Report, stored?: StoredStrings) {
    this.#report = report;
    this.#table = new StringTable(stored);
  }

  /** Items of AddString. Anything but a string still takes a place, or all later numbers would be wrong. */
  add(items: readonly unknown[], from = 1): void {
    for (let at = from; at < items.length; at += 1) {
      const item = items[at];
      if (typeof item === "string") {
        this.#table.add(item);
      } else {
        this.#report("record-malformed", `an added string is ${kindOf(item)}, not a string`);
        this.#table.add("");
      }
    }
  }

  /** Items of AddRoleAnnotatedStrings, `[role, string, …]`: roles have no effect on reading. */
  addAnnotated(items: readonly unknown[]): void {
    for (let at = 1; at < items.length; at += 1) {
      const item = items[at];
      if (Array.isArray(item)) this.add(item);
      else this.#report("record-malformed", `an item of annotated strings is ${kindOf(item)}, not a list`);
    }
  }

  clear(): void {
    this.#table = new StringTable();
  }

  /** Marks the present place, for a checkpoint. */
  mark(): StringsMark {
    return this.#table.mark();
  }

  /** Only some of the table's strings are known. */
  get isPartial(): boolean {
    return this.#table.isPartial;
  }

  /** Adds what a checkpoint of this place holds of the table. */
  learn(stored: StoredStrings): void {
    this.#table.learn(stored);
  }

  /** The text that an item stands for; undefined (and reported) when it stands for none. */
  resolve(item: unknown): string | undefined {
    if (typeof item === "number") {
      const text = this.#table.find(item);
      if (text === undefined) this.#report("reference-unknown", "a string id lies outside the string table");
      return text;
    }
    if (typeof item === "string") return item;
    if (isObject(item) && typeof item["string"] === "string") return item["string"];
    this.#report("record-malformed", `a text is ${kindOf(item)}, not a string or a string's id`);
    return undefined;
  }
}

const kindOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
