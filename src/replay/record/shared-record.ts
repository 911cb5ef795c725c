import { isFiniteNumber, isList, isNodeId, isObject } from "./json-value.ts";

// Records that look the same in every browser recording, whatever the format of the page's content:
// view-level records (types 4, 6, 7, 8, 9) and the incremental sources 1 to 9 of type 3. Format: Datadog's
// rum-events-format repository, schemas session-replay/browser.

/** `type` of a record. Numbers above 2 and 3 differ in meaning from rrweb's. */
export const RecordType = {
  FullSnapshot: 2,
  Incremental: 3,
  Meta: 4,
  Focus: 6,
  ViewEnd: 7,
  VisualViewport: 8,
  Frustration: 9,
  MobileFullSnapshot: 10,
  MobileIncremental: 11,
  Change: 12,
} as const;

/** `data.source` of a type 3 record. 9 is not rrweb's. */
export const IncrementalType = {
  Mutation: 0,
  MouseMove: 1,
  MouseInteraction: 2,
  Scroll: 3,
  ViewportResize: 4,
  Input: 5,
  TouchMove: 6,
  MediaInteraction: 7,
  StyleSheetRule: 8,
  PointerInteraction: 9,
} as const;

/** Type 4. Sizes are CSS pixels, possibly with a fraction; from SDK 7.15 `href` lacks query and hash. */
export interface MetaData {
  readonly width: number;
  readonly height: number;
  readonly href: string;
}

export const isMetaData = (data: unknown): data is MetaData =>
  isObject(data) &&
  isFiniteNumber(data["width"]) &&
  isFiniteNumber(data["height"]) &&
  typeof data["href"] === "string";

/** Type 6. */
export interface FocusData {
  readonly has_focus: boolean;
}

export const isFocusData = (data: unknown): data is FocusData =>
  isObject(data) && typeof data["has_focus"] === "boolean";

/** Type 8: where the pinch-zoomed visual viewport lies in the layout viewport. CSS pixels. */
export interface VisualViewportData {
  readonly scale: number;
  readonly offsetLeft: number;
  readonly offsetTop: number;
  readonly pageLeft: number;
  readonly pageTop: number;
  readonly width: number;
  readonly height: number;
}

const VISUAL_VIEWPORT = ["scale", "offsetLeft", "offsetTop", "pageLeft", "pageTop", "width", "height"];

export const isVisualViewportData = (data: unknown): data is VisualViewportData =>
  isObject(data) && VISUAL_VIEWPORT.every((name) => isFiniteNumber(data[name]));

/** Type 9, up to SDK 6.31. `recordIds` are the `id`s of mouse interaction records. */
export interface FrustrationData {
  readonly frustrationTypes: readonly string[];
  readonly recordIds: readonly number[];
}

export const isFrustrationData = (data: unknown): data is FrustrationData =>
  isObject(data) && isList(data["frustrationTypes"]) && isList(data["recordIds"]);

/** Sources 1 and 6. The SDK sends exactly one position; coordinates are relative to the visual viewport. */
export interface MoveData {
  readonly positions: readonly MovePosition[];
}

export interface MovePosition {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly timeOffset: number;
}

const isMovePosition = (value: unknown): value is MovePosition =>
  isObject(value) && isNodeId(value["id"]) && isFiniteNumber(value["x"]) && isFiniteNumber(value["y"]);

export const isMoveData = (data: unknown): data is MoveData =>
  isObject(data) &&
  isList(data["positions"]) &&
  data["positions"].length > 0 &&
  data["positions"].every((position) => isMovePosition(position));

/** `data.type` of source 2; numbers as in rrweb. */
export const MouseInteractionType = {
  Up: 0,
  Down: 1,
  Click: 2,
  ContextMenu: 3,
  DoubleClick: 4,
  Focus: 5,
  Blur: 6,
  TouchStart: 7,
  TouchEnd: 9,
} as const;

/** Source 2. Focus and blur have no place. */
export interface MouseInteractionData {
  readonly type: number;
  readonly id: number;
  readonly x?: number;
  readonly y?: number;
}

export const isMouseInteractionData = (data: unknown): data is MouseInteractionData =>
  isObject(data) &&
  isNodeId(data["type"]) &&
  data["type"] <= 9 &&
  data["type"] !== 8 &&
  isNodeId(data["id"]) &&
  (data["x"] === undefined || isFiniteNumber(data["x"])) &&
  (data["y"] === undefined || isFiniteNumber(data["y"]));

/** Source 3: CSS pixels; the document's id for the page. */
export interface ScrollData {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

export const isScrollData = (data: unknown): data is ScrollData =>
  isObject(data) && isNodeId(data["id"]) && isFiniteNumber(data["x"]) && isFiniteNumber(data["y"]);

/** Source 4. */
export interface ViewportResizeData {
  readonly width: number;
  readonly height: number;
}

export const isViewportResizeData = (data: unknown): data is ViewportResizeData =>
  isObject(data) && isFiniteNumber(data["width"]) && isFiniteNumber(data["height"]);

/** Source 5: a text or a checked state. */
export interface InputData {
  readonly id: number;
  readonly text?: string;
  readonly isChecked?: boolean;
}

export const isInputData = (data: unknown): data is InputData =>
  isObject(data) &&
  isNodeId(data["id"]) &&
  (data["text"] === undefined
    ? typeof data["isChecked"] === "boolean"
    : typeof data["text"] === "string" &&
      (data["isChecked"] === undefined || typeof data["isChecked"] === "boolean"));

/** Source 7: 0 play, 1 pause. */
export interface MediaInteractionData {
  readonly id: number;
  readonly type: 0 | 1;
}

export const isMediaInteractionData = (data: unknown): data is MediaInteractionData =>
  isObject(data) && isNodeId(data["id"]) && (data["type"] === 0 || data["type"] === 1);

/** Where a rule is: a number, or a path through nested rules. */
export type RuleIndex = number | readonly number[];

/** One as scripts give it and JSON holds it. What is absent or null, as `undefined` in a path is too, CSSOM takes for 0. */
export type RecordedRuleIndex = number | null | undefined | readonly (number | null)[];

/** Where in its sheet a rule is by what was recorded. */
export const ruleIndex = (recorded: RecordedRuleIndex): RuleIndex =>
  typeof recorded === "object" && recorded !== null ? recorded.map((step) => step ?? 0) : (recorded ?? 0);

/** Source 8: `id` is the `<style>` or `<link>` that owns the sheet. */
export interface StyleSheetRuleData {
  readonly id: number;
  readonly adds?: readonly { readonly rule: string; readonly index?: RecordedRuleIndex }[];
  readonly removes?: readonly { readonly index?: RecordedRuleIndex }[];
}

export const isRuleIndex = (value: unknown): value is RuleIndex =>
  isNodeId(value) || (isList(value) && value.length > 0 && value.every((step) => isNodeId(step)));

const isRecordedIndex = (value: unknown): value is RecordedRuleIndex =>
  value === undefined ||
  value === null ||
  isNodeId(value) ||
  (isList(value) && value.length > 0 && value.every((step) => step === null || isNodeId(step)));

const areRules = (value: unknown, withText: boolean): boolean =>
  value === undefined ||
  (isList(value) &&
    value.every(
      (entry) =>
        isObject(entry) &&
        isRecordedIndex(entry["index"]) &&
        (!withText || typeof entry["rule"] === "string"),
    ));

export const isStyleSheetRuleData = (data: unknown): data is StyleSheetRuleData =>
  isObject(data) && isNodeId(data["id"]) && areRules(data["adds"], true) && areRules(data["removes"], false);

/** Source 9: in the schema; from mobile web views. */
export interface PointerInteractionData {
  readonly pointerEventType: "down" | "up" | "move";
  readonly pointerType: "mouse" | "touch" | "pen";
  readonly x: number;
  readonly y: number;
}

export const isPointerInteractionData = (data: unknown): data is PointerInteractionData =>
  isObject(data) &&
  ["down", "up", "move"].includes(String(data["pointerEventType"])) &&
  ["mouse", "touch", "pen"].includes(String(data["pointerType"])) &&
  isFiniteNumber(data["x"]) &&
  isFiniteNumber(data["y"]);
