import { tryParse } from "../../../../../replay/segment/try-parse.ts";
import { decodeUtf8 } from "../../../../../replay/segment/utf8.ts";
import { isEnvelope, tokenIn } from "../paging-token.ts";
import { isSegment, recordedSegment } from "../recorded-segment.ts";
import { readJsonValue } from "./json-value.ts";
import type { Part, ShapeContext } from "./shape.ts";

/**
 * JSON: one value, or segments separated by line feeds, as concatenated segments are. Among the lines there may be
 * one that is not a segment and says how paging goes on.
 */
export async function readJsonText(bytes: Uint8Array, context: ShapeContext): Promise<Part | undefined> {
  const text = decodeUtf8(bytes).trim();
  const whole = tryParse(text);
  if (whole !== undefined && !isSegment(whole.value)) return readJsonValue(whole.value, context);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.map((line) => tryParse(line)?.value);
  const broken = values.findIndex((value) => value === undefined);
  if (whole === undefined && broken === 0) return cutJson();
  const read = whole === undefined ? values.slice(0, broken < 0 ? values.length : broken) : [whole.value];
  const segments = read.filter(isSegment);
  const others = read.filter((value) => !isSegment(value));
  if (!others.every(isEnvelope)) return undefined;
  return {
    segments: await Promise.all(segments.map((segment) => recordedSegment(segment))),
    token: others.map(tokenIn).find((token) => token !== undefined),
    shape: "lines",
    isCut: whole === undefined && broken >= 0,
    notes: [],
  };
}

/** Begins as JSON does, and cannot be read as such: its end is missing, or it is none. */
const cutJson = (): Part => ({ segments: [], token: undefined, shape: "JSON", isCut: true, notes: [] });
