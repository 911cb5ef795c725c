import type { JsonObject } from "../record/json-value.ts";
import { setAttribute, setMedia, setScroll, setSheets, setSize } from "./node-state.ts";
import type { PageDocument } from "./page-document.ts";
import { type ElementNode, stateOf } from "./page-node.ts";
import { StyleSheet } from "./style-sheet.ts";

// V1 gives what is no attribute in the DOM (CSS, scroll, size, media state) as attributes with names of its own.

/** What an attribute's value may be; null deletes, and false means absent. Old SDKs wrote numbers and booleans. */
export type V1AttributeValue = string | number | boolean | null;

export const isV1State = (value: unknown): value is V1AttributeValue =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Reads the attributes of a node that is not in the document yet. Values that are none are passed over. */
export function readV1Attributes(element: ElementNode, recorded: JsonObject): void {
  for (const name in recorded) {
    const value = recorded[name];
    if (!isV1State(value) || value === null || value === false) continue;
    const plain = textOf(value);
    if (name === "_cssText") stateOf(element).sheets = [new StyleSheet(plain)];
    else if (name.startsWith("rr_")) readState(element, name, plain);
    else element.attributes.set(name, plain);
  }
}

const textOf = (value: string | number | true) => (value === true ? "" : String(value));

function readState(element: ElementNode, name: string, value: string): void {
  const state = stateOf(element);
  const { x, y } = state.scroll ?? { x: 0, y: 0 };
  const { width, height } = state.size ?? { width: "auto", height: "auto" };
  if (name === "rr_scrollLeft") state.scroll = { x: Number(value) || 0, y };
  else if (name === "rr_scrollTop") state.scroll = { x, y: Number(value) || 0 };
  else if (name === "rr_width") state.size = { width: value, height };
  else if (name === "rr_height") state.size = { width, height: value };
  else if (name === "rr_mediaState") state.media = value === "played" ? "played" : "paused";
}

/** Whose absence from a snapshot says what state they are in, rather than that the page has no such attribute. */
const STATES = new Set(["checked", "selected", "value"]);

/**
 * Applies one entry of an attribute mutation. SDK 3 writes null for the empty text too (`open`, `disabled`, `hidden`
 * without a value): where there is no such attribute to be deleted, that is what was set. `isWhole`: nothing of the
 * document is lost, so that what is not there was not there in the page.
 */
export function applyV1Attribute(
  page: PageDocument,
  element: ElementNode,
  [name, value]: readonly [string, V1AttributeValue],
  isWhole: boolean,
): void {
  const isSet = isWhole && !STATES.has(name) && !element.attributes.has(name);
  const plain = value === null && isSet ? "" : value === null || value === false ? null : textOf(value);
  if (name === "_cssText") return setSheets(page, element, [new StyleSheet(plain ?? "")]);
  if (!name.startsWith("rr_")) return setAttribute(page, element, name, plain);
  readState(element, name, plain ?? "");
  const { scroll, size, media } = stateOf(element);
  if (scroll && name.startsWith("rr_scroll")) setScroll(page, element, scroll.x, scroll.y);
  if (size && (name === "rr_width" || name === "rr_height")) setSize(page, element, size.width, size.height);
  if (media && name === "rr_mediaState") setMedia(page, element, media);
}
