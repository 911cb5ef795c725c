import { isList, isNodeId } from "../../record/json-value.ts";
import { StyleSheet } from "../style-sheet.ts";
import { broken } from "./checkpoint-error.ts";

/**
 * A style sheet: its text, or its rules, or the place of a sheet before it that has the same text; its media queries;
 * whether it is disabled.
 */
export type StoredSheet = readonly [
  content: string | readonly string[] | number,
  media: readonly string[],
  disabled: boolean,
];

/** The style sheets of a checkpoint. Owners name a sheet by its place here: those that share one still do when restored. */
export class SheetTable {
  readonly stored: StoredSheet[] = [];
  readonly #places = new Map<StyleSheet, number>();
  /** A page that is loaded anew part by part has the same text in sheet after sheet, and it may be long. */
  readonly #texts = new Map<string, number>();

  /** The place of a sheet, which is written the first time. */
  place(sheet: StyleSheet): number {
    const known = this.#places.get(sheet);
    if (known !== undefined) return known;
    const place = this.stored.length;
    this.#places.set(sheet, place);
    this.stored.push([this.#content(sheet, place), sheet.media, sheet.disabled]);
    return place;
  }

  places(sheets: Iterable<StyleSheet>): number[] {
    return Array.from(sheets, (sheet) => this.place(sheet));
  }

  #content({ content }: StyleSheet, place: number): StoredSheet[0] {
    if (typeof content !== "string") return content;
    const known = this.#texts.get(content);
    if (known === undefined) this.#texts.set(content, place);
    return known ?? content;
  }
}

/** The style sheets of a checkpoint that is being restored. */
export class RestoredSheets {
  readonly #sheets: readonly StyleSheet[];

  constructor(stored: readonly StoredSheet[]) {
    this.#sheets = stored.map(
      ([content, media, disabled]) => new StyleSheet(contentOf(stored, content), media, disabled),
    );
  }

  /** The sheet at a place. */
  at(place: number): StyleSheet {
    return this.#sheets[place] ?? broken("a style sheet is named that it does not hold");
  }

  all(places: readonly number[]): StyleSheet[] {
    return places.map((place) => this.at(place));
  }
}

function contentOf(stored: readonly StoredSheet[], content: StoredSheet[0]): string | readonly string[] {
  if (typeof content !== "number") return content;
  const [same] = stored[content] ?? [];
  return typeof same === "string" ? same : broken("a style sheet has the text of one that has none");
}

const areTexts = (value: unknown): value is readonly string[] =>
  isList(value) && value.every((text) => typeof text === "string");

export const areStoredSheets = (value: unknown): value is readonly StoredSheet[] =>
  isList(value) &&
  value.every(
    (sheet) =>
      isList(sheet) &&
      (typeof sheet[0] === "string" || isNodeId(sheet[0]) || areTexts(sheet[0])) &&
      areTexts(sheet[1]) &&
      typeof sheet[2] === "boolean",
  );

/** Whether a value is a list of places in a table. */
export const arePlaces = (value: unknown): value is readonly number[] =>
  isList(value) && value.every((place) => isNodeId(place));
