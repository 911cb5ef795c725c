import { CheckpointError } from "../document/checkpoint/checkpoint-error.ts";
import {
  isStoredDocument,
  isStoredStrings,
  type StoredDocument,
} from "../document/checkpoint/stored-document.ts";
import { isStoredNumber, type StoredNumber } from "../document/checkpoint/stored-number.ts";
import { areStoredSheets, type StoredSheet } from "../document/checkpoint/stored-sheets.ts";
import { isStoredScroll, type StoredScroll } from "../document/checkpoint/stored-state.ts";
import type { StoredStrings } from "../document/string-table.ts";
import { isFiniteNumber, isList, isNodeId, isObject } from "../record/json-value.ts";
import { isMetaData, isVisualViewportData, type MetaData } from "../record/shared-record.ts";
import type { StoredAdoption } from "./adopted-sheets.ts";
import type { PointerPlaces } from "./pointer-events.ts";
import { CHECKPOINT_VERSION } from "./checkpoint-version.ts";
import { isStoredMark, type StoredMark } from "./mark-events.ts";

/**
 * What a decoder knows at a place in the middle of a view, as plain JSON data: another one can go on from there. What
 * was found wrong before it, and gaps that ended before it, are not in it.
 */
export interface DecoderCheckpoint {
  readonly version: typeof CHECKPOINT_VERSION;
  readonly progress: StoredProgress;
  readonly document: StoredDocument;
  /** Style sheets, which the other parts name by their place here. */
  readonly sheets: readonly StoredSheet[];
  readonly adoption: StoredAdoption;
  /** Of a document of the Change format: its string table, whole or what of it is needed up to the next checkpoint. */
  readonly strings: StoredStrings | null;
}

/** How far a decoder has come, and what it knows beside the document. Times are epoch milliseconds. */
export interface StoredProgress {
  /** Index of the segment that was last decoded or skipped. */
  readonly segment: number;
  /** The time of the last record. */
  readonly at: number;
  /** The last timestamp that was given out. */
  readonly clock: StoredNumber;
  /** A segment is lost, and no full snapshot has come since. */
  readonly damaged: boolean;
  /** Where the gap that is open began; null: none is open. */
  readonly gapSince: number | null;
  readonly meta: MetaData;
  /** Offset of the visual viewport, where the pointer was last, what it was, the node that it was over, what it presses, and the visual viewport. */
  readonly pointer: readonly [
    offset: StoredScroll,
    last: StoredScroll,
    kind: PointerPlaces["kind"],
    over: PointerPlaces["over"],
    pressed: PointerPlaces["pressed"],
    viewport: PointerPlaces["viewport"],
  ];
  /** When the pointer last did something, with nothing typed since. */
  readonly pointerAt: StoredNumber;
  /** Marks that wait for a full snapshot; null: marks do not wait. */
  readonly waiting: readonly StoredMark[] | null;
}

/**
 * Takes a value from outside for a checkpoint. Throws a `CheckpointError` if it is of another version or is not of the
 * form. Whether its parts fit each other is seen when a decoder is made of it.
 */
export function parseCheckpoint(value: unknown): DecoderCheckpoint {
  if (!isObject(value)) throw new CheckpointError("broken", "what should be a checkpoint is no object");
  const { version } = value;
  if (version !== CHECKPOINT_VERSION) {
    const found = typeof version === "number" ? `version ${version}` : "no version";
    throw new CheckpointError("version", `the checkpoint is of ${found}; ${CHECKPOINT_VERSION} is known`);
  }
  if (!isCheckpoint(value)) throw new CheckpointError("broken", "the checkpoint is not of its form");
  return value;
}

const isCheckpoint = (value: object): value is DecoderCheckpoint =>
  isObject(value) &&
  isProgress(value["progress"]) &&
  isStoredDocument(value["document"]) &&
  areStoredSheets(value["sheets"]) &&
  isAdoption(value["adoption"]) &&
  (value["strings"] === null || isStoredStrings(value["strings"]));

const isTime = (value: unknown): value is number => isFiniteNumber(value);

const isProgress = (value: unknown): value is StoredProgress =>
  isObject(value) &&
  Number.isSafeInteger(value["segment"]) &&
  isTime(value["at"]) &&
  isStoredNumber(value["clock"]) &&
  typeof value["damaged"] === "boolean" &&
  (value["gapSince"] === null || isTime(value["gapSince"])) &&
  isMetaData(value["meta"]) &&
  isList(value["pointer"]) &&
  isStoredScroll(value["pointer"][0]) &&
  isStoredScroll(value["pointer"][1]) &&
  [null, "mouse", "finger"].some((kind) => kind === (value["pointer"] as readonly unknown[])[2]) &&
  (value["pointer"][3] === null || isNodeId(value["pointer"][3])) &&
  (value["pointer"][4] === null || isPress(value["pointer"][4])) &&
  (value["pointer"][5] === null || isVisualViewportData(value["pointer"][5])) &&
  isStoredNumber(value["pointerAt"]) &&
  (value["waiting"] === null ||
    (isList(value["waiting"]) && value["waiting"].every((mark) => isStoredMark(mark))));

const isPress = (value: unknown): boolean =>
  isObject(value) && isFiniteNumber(value["x"]) && isFiniteNumber(value["y"]) && isNodeId(value["over"]);

const isAdoption = (value: unknown): value is StoredAdoption =>
  isObject(value) &&
  isNodeId(value["lastId"]) &&
  isList(value["ids"]) &&
  value["ids"].every((entry) => isList(entry) && isNodeId(entry[0]) && isNodeId(entry[1]));
