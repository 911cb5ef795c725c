import { isList, isNodeId } from "../../record/json-value.ts";
import { StyleSheet } from "../style-sheet.ts";
import { broken } from "./checkpoint-error.ts";

/** A style sheet: its text or its rules, its media queries, whether it is disabled. */
export type StoredSheet = readonly [
  content: string | readonly string[],
  media: readonly string[],
  disabled: boolean,
];

/** The style sheets of a checkpoint. Owners name a sheet by its place here: those that share one still do when restored. */
export class SheetTable {
  readonly stored: StoredSheet[] = [];
  readonly #places = new Map<StyleSheet, number>();

  /** The place of a sheet, which is written the first time. */
  place(sheet: StyleSheet): number {
    const known = this.#places.get(sheet);
    if (known !== undefined) return known;
    this.#places.set(sheet, this.stored.length);
    return this.stored.push([sheet.content, sheet.media, sheet.disabled]) - 1;
  }

  places(sheets: Iterable<StyleSheet>): number[] {
    return Array.from(sheets, (sheet) => this.place(sheet));
  }
}

/** The style sheets of a checkpoint that is being restored. */
export class RestoredSheets {
  readonly #sheets: readonly StyleSheet[];

  constructor(stored: readonly StoredSheet[]) {
    this.#sheets = stored.map(([content, media, disabled]) => new StyleSheet(content, media, disabled));
  }

  /** The sheet at a place. */
  at(place: number): StyleSheet {
    return this.#sheets[place] ?? broken("a style sheet is named that it does not hold");
  }

  all(places: readonly number[]): StyleSheet[] {
    return places.map((place) => this.at(place));
  }
}

const areTexts = (value: unknown): value is readonly string[] =>
  isList(value) && value.every((text) => typeof text === "string");

export const areStoredSheets = (value: unknown): value is readonly StoredSheet[] =>
  isList(value) &&
  value.every(
    (sheet) =>
      isList(sheet) &&
      (typeof sheet[0] === "string" || areTexts(sheet[0])) &&
      areTexts(sheet[1]) &&
      typeof sheet[2] === "boolean",
  );

/** Whether a value is a list of places in a table. */
export const arePlaces = (value: unknown): value is readonly number[] =>
  isList(value) && value.every((place) => isNodeId(place));
