import { isFiniteNumber, isList, isNodeId, isObject } from "../../record/json-value.ts";
import type { StoredStrings } from "../string-table.ts";
import { isStoredPage, type StoredPage } from "./stored-page.ts";
import { arePlaces } from "./stored-sheets.ts";

/** A V1 document: its page, and the style sheets that a root may adopt again. */
export interface StoredV1Document {
  readonly format: "v1";
  readonly page: StoredPage;
  readonly sheets: readonly number[];
}

/** A document of the Change format with its tables, but for that of strings. */
export interface StoredChangeDocument {
  readonly format: "change";
  readonly page: StoredPage;
  /** How many nodes were added: the next one's id. */
  readonly nodes: number;
  /** The style sheets by their ids, and the id that comes next. */
  readonly sheets: readonly (readonly [id: number, sheet: number])[];
  readonly nextSheet: number;
}

export type StoredDocument = StoredV1Document | StoredChangeDocument;

export const isStoredDocument = (value: unknown): value is StoredDocument =>
  isObject(value) &&
  isStoredPage(value["page"]) &&
  (value["format"] === "v1"
    ? arePlaces(value["sheets"])
    : value["format"] === "change" &&
      isNodeId(value["nodes"]) &&
      isList(value["sheets"]) &&
      value["sheets"].every((entry) => isList(entry) && isFiniteNumber(entry[0]) && isNodeId(entry[1])) &&
      isFiniteNumber(value["nextSheet"]));

/** Whether a value is what a checkpoint holds of a string table. */
export const isStoredStrings = (value: unknown): value is StoredStrings =>
  isObject(value) &&
  isNodeId(value["size"]) &&
  isList(value["texts"]) &&
  value["texts"].every((text) => typeof text === "string") &&
  (value["ids"] === null
    ? value["texts"].length === value["size"]
    : arePlaces(value["ids"]) && value["ids"].length === value["texts"].length);
