import { createHash } from "node:crypto";
import { epochMs } from "../../base/time.ts";
import type { Inflater } from "../../replay/segment/inflater.ts";
import type { IncomingSegment } from "../storage/stored-segment.ts";
import { checked, valueAt } from "./fields.ts";
import type { IntakeLimits } from "./limits.ts";
import { Refusal, refuseIfAny, shown } from "./refusal.ts";
import type { UploadedSegment } from "./replay-upload.ts";
import { contradictions, segmentMetadataSchema, type SegmentMetadata } from "./segment-metadata.ts";
import { readSegmentText, type SegmentText } from "./segment-text.ts";

/** What checking needs beside the segments. */
export interface SegmentCheck {
  readonly inflater: Inflater;
  readonly limits: Pick<IntakeLimits, "inflatedBytes">;
}

/**
 * Checks that each of an upload's segments is one whole zlib stream with one whole text, and that what the
 * upload says of it is complete and agrees with it. Refuses the upload when one is faulty, with all faults.
 */
export async function checkSegments(
  uploaded: readonly UploadedSegment[],
  sdkVersion: string,
  { inflater, limits }: SegmentCheck,
): Promise<readonly IncomingSegment[]> {
  const errors: string[] = [];
  const segments: IncomingSegment[] = [];
  let allowed = limits.inflatedBytes;
  for (const [at, { bytes, metadata }] of uploaded.entries()) {
    const where = uploaded.length === 1 ? "segment" : `segment ${at + 1} of ${uploaded.length}`;
    const stated = checked(segmentMetadataSchema, metadata, `${where}: metadata`, errors);
    const read = await readSegmentText(bytes, where, allowed, inflater);
    if (read.kind === "faulty") {
      allowed -= read.inflatedBytes;
      errors.push(`${where}: ${read.fault}`);
      continue;
    }
    allowed -= read.text.rawBytes;
    errors.push(...disagreements(read.text, bytes, metadata).map((fault) => `${where}: ${fault}`));
    if (stated) segments.push(incoming(stated, bytes, read.text, sdkVersion));
  }
  refuseIfAny(errors);
  return segments;
}

/**
 * Checks a segment that comes without an upload: what its own text says of it counts, and `outside` where that says
 * nothing. `records` are its own, for whoever looks for what they refer to. Refuses a faulty one.
 */
export async function checkRecordedSegment(
  bytes: Uint8Array,
  outside: Readonly<Record<string, unknown>>,
  sdkVersion: string,
  { inflater, limits }: SegmentCheck,
): Promise<{ readonly segment: IncomingSegment; readonly records: readonly unknown[] }> {
  const read = await readSegmentText(bytes, "segment", limits.inflatedBytes, inflater);
  if (read.kind === "faulty") throw new Refusal(400, [read.fault]);
  const errors: string[] = [];
  const metadata = { ...outside, ...read.text.metadata };
  const stated = checked(segmentMetadataSchema, metadata, "segment", errors);
  errors.push(...disagreement(metadata, "records_count", read.text.records.length));
  if (stated === null || errors.length > 0) throw new Refusal(400, errors);
  return { segment: incoming(stated, bytes, read.text, sdkVersion), records: read.text.records };
}

function disagreements(text: SegmentText, bytes: Uint8Array, metadata: unknown): readonly string[] {
  // What mobile SDKs count as raw is not documented.
  const isBrowser = valueAt(metadata, ["source"]) === "browser";
  return [
    ...contradictions(metadata, text.metadata),
    ...disagreement(metadata, "records_count", text.records.length),
    ...disagreement(metadata, "compressed_segment_size", bytes.length),
    ...(isBrowser ? disagreement(metadata, "raw_segment_size", text.rawBytes) : []),
  ];
}

function disagreement(metadata: unknown, field: string, found: number): readonly string[] {
  const stated = valueAt(metadata, [field]);
  return stated === undefined || stated === found
    ? []
    : [`${field} is ${shown(stated)}, but it has ${found}`];
}

function incoming(
  stated: SegmentMetadata,
  bytes: Uint8Array,
  text: SegmentText,
  sdkVersion: string,
): IncomingSegment {
  const pageUrl = firstPageUrl(text);
  return {
    meta: {
      applicationId: stated.application.id,
      sessionId: stated.session.id,
      viewId: stated.view.id,
      source: stated.source ?? "browser",
      creationReason: stated.creation_reason ?? "",
      // SDK 3 states the times of the first and the last record, which need not be the lowest and highest.
      start: epochMs(Math.min(stated.start, stated.end)),
      end: epochMs(Math.max(stated.start, stated.end)),
      indexInView: stated.index_in_view ?? null,
      recordsCount: text.records.length,
      hasFullSnapshot: stated.has_full_snapshot ?? false,
      rawSegmentSize: text.rawBytes,
      compressedSegmentSize: bytes.length,
      sdkVersion,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    },
    bytes,
    ...(pageUrl === undefined ? {} : { pageUrl }),
  };
}

const META_RECORD = 4;
const LONGEST_URL = 8192;

function firstPageUrl({ records }: SegmentText): string | undefined {
  const href = valueAt(
    records.find((record) => valueAt(record, ["type"]) === META_RECORD),
    ["data", "href"],
  );
  return typeof href === "string" && href.length <= LONGEST_URL ? href : undefined;
}
