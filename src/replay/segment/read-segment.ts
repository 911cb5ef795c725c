import type { Diagnostic } from "../record/diagnostic.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { type Abortable, inflateStreams, MOST_STREAMS, type StreamDamage } from "./inflate-streams.ts";
import type { Inflater } from "./inflater.ts";
import { readText } from "./read-text.ts";
import { RecordCollector, type SegmentMetadata } from "./record-collector.ts";
import { sniff } from "./sniff.ts";
import { decodeUtf8, LONGEST_TEXT } from "./utf8.ts";

/** What is in a segment. */
export interface SegmentText {
  /** All records that could be read, in the order of the segment. Never sort them by time. */
  readonly records: readonly RawRecord[];
  /** Of each object in the segment, its keys besides `records` as far as they could be read, in order. */
  readonly metadata: readonly SegmentMetadata[];
  /** Bytes of the JSON text as far as it could be inflated. */
  readonly rawBytes: number;
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Every zlib stream and every JSON text in it is whole and valid. Records without a type or time are
   * diagnosed but do not change this.
   */
  readonly intact: boolean;
}

export interface ReadSegmentOptions {
  /** Bound on what the whole segment may inflate to; beyond it, nothing of the segment is read. */
  readonly maxInflatedBytes: number;
  /** `index_in_view`, for the diagnostics. */
  readonly segmentIndex?: number | undefined;
  /** An `AbortSignal`. */
  readonly signal?: Abortable | undefined;
}

/**
 * Reads a segment's bytes as they are uploaded, stored or served: a zlib stream or several back to back, cut
 * or with a wrong checksum, or plain JSON; in it one JSON object, several separated by line feeds, or a list.
 * Bad data are diagnosed and the rest is delivered.
 *
 * @throws the reason of `signal` when it is aborted; nothing else.
 */
export async function readSegment(
  bytes: Uint8Array,
  inflater: Inflater,
  options: ReadSegmentOptions,
): Promise<SegmentText> {
  const { segmentIndex, signal } = options;
  signal?.throwIfAborted();
  const collector = new RecordCollector(segmentIndex);
  const maxBytes = Math.min(options.maxInflatedBytes, LONGEST_TEXT);
  const form = sniff(bytes);
  if (form === "unknown") return unreadable(collector, 0, describeUnknown(bytes));
  const inflated =
    form === "zlib"
      ? await inflateStreams(bytes, inflater, maxBytes, signal)
      : ({ kind: bytes.length > maxBytes ? "too-large" : "text", bytes, damage: undefined } as const);
  if (inflated.kind === "too-large") {
    return unreadable(
      collector,
      0,
      `the segment has more than the ${maxBytes} bytes of text that are allowed`,
    );
  }
  return readInflated(inflated.bytes, inflated.damage, collector);
}

function readInflated(
  bytes: Uint8Array,
  damage: StreamDamage | undefined,
  collector: RecordCollector,
): SegmentText {
  const isWhole = readText(decodeUtf8(bytes), collector);
  const fault = damage
    ? STREAM_FAULTS[damage]
    : isWhole
      ? undefined
      : "the segment's JSON text is cut or damaged";
  if (collector.records.length === 0 && collector.metadata.length === 0) {
    return unreadable(collector, bytes.length, fault ?? "the segment's text has no records");
  }
  if (fault) collector.report("segment-truncated", fault);
  return result(collector, bytes.length, fault === undefined);
}

const STREAM_FAULTS: Readonly<Record<StreamDamage, string>> = {
  truncated: "the segment's zlib stream ends early",
  corrupt: "the segment's zlib stream is damaged; what follows the damage is lost",
  checksum: "the segment's zlib stream has a wrong checksum",
  "trailing-bytes": "the segment has bytes behind its zlib stream that are no zlib stream",
  "many-streams": `the segment has more than ${MOST_STREAMS} zlib streams; what follows them is lost`,
};

function unreadable(collector: RecordCollector, rawBytes: number, message: string): SegmentText {
  collector.report("segment-unreadable", message);
  return result(collector, rawBytes, false);
}

const result = (collector: RecordCollector, rawBytes: number, intact: boolean): SegmentText => ({
  records: collector.records,
  metadata: collector.metadata,
  rawBytes,
  diagnostics: collector.diagnostics(),
  intact,
});

function describeUnknown(bytes: Uint8Array): string {
  if (bytes.length === 0) return "the segment is empty; a zlib stream or JSON was expected";
  const beginning = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `the segment begins with the bytes ${beginning}; a zlib stream or JSON was expected`;
}
