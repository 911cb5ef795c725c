import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { inflateCarefully } from "./careful-inflate.ts";
import type { Inflater } from "./inflater.ts";
import { readSegment, type ReadSegmentOptions } from "./read-segment.ts";

/** Our own inflater. */
export const inflater: Inflater = {
  inflate: (input, maxBytes) => Promise.resolve(inflateCarefully(input, maxBytes)),
};
/** Reads bytes, or a text. */
export const read = (bytes: Uint8Array, options: Partial<ReadSegmentOptions> = {}) =>
  readSegment(bytes, inflater, { maxInflatedBytes: 1 << 26, ...options });
export const readText = (text: string) => read(Buffer.from(text));

const SAMPLE = "e2e/fixtures/recordings/tabs-v7/segments/0-0.bin";

/** The text of a recorded segment, and its records. */
export const sample = inflateSync(readFileSync(SAMPLE)).toString();
export const sampleRecords = (JSON.parse(sample) as { records: { timestamp: number }[] }).records;

/** A record, and a segment of some. */
export const record = (timestamp: number) => ({ type: 7, timestamp });
export const segment = (...records: unknown[]) => JSON.stringify({ records, source: "browser" });
