import { randomUUID } from "node:crypto";
import { deflateSync } from "node:zlib";

// Segments as the SDK posts them, made here: small, valid, and told apart by session, view and index.

export const APPLICATION = "5d0f5e0c-3b60-4f6a-9c59-0f4f8a6d1b77";
const START = 1_795_500_000_000;
const SEGMENT_MS = 5000;

interface PostedRecord {
  readonly type: number;
  readonly timestamp: number;
  readonly data?: unknown;
}

export interface PostedSegment {
  readonly sessionId: string;
  readonly viewId: string;
  readonly index: number;
  /** Epoch milliseconds of the view's first record. */
  readonly start?: number;
  /** What is in it, in order of time, where that matters. */
  readonly records?: readonly PostedRecord[];
}

function plainRecords({ index, start: first = START }: PostedSegment): PostedRecord[] {
  const start = first + index * SEGMENT_MS;
  return [
    { type: 4, timestamp: start, data: { width: 800, height: 600, href: "http://127.0.0.1/page" } },
    { type: 6, timestamp: start + 1, data: { has_focus: true } },
  ];
}

/** The form that the SDK posts for one segment: `segment` (zlib) and `event` (metadata). */
function segmentForm(posted: PostedSegment): FormData {
  const { sessionId, viewId, index, records = plainRecords(posted) } = posted;
  const start = records[0]?.timestamp ?? 0;
  const metadata = {
    application: { id: APPLICATION },
    session: { id: sessionId },
    view: { id: viewId },
    start,
    end: records.at(-1)?.timestamp ?? start,
    creation_reason: index === 0 ? "init" : "segment_duration_limit",
    records_count: records.length,
    has_full_snapshot: records.some(({ type }) => type === 2),
    index_in_view: index,
    source: "browser",
  };
  const text = `${JSON.stringify({ records, ...metadata })}\n`;
  const bytes = new Uint8Array(deflateSync(text));
  const sizes = { raw_segment_size: text.length, compressed_segment_size: bytes.length };
  const form = new FormData();
  form.append("segment", new Blob([bytes], { type: "application/octet-stream" }), `${sessionId}-${start}`);
  form.append("event", new Blob([JSON.stringify({ ...metadata, ...sizes })], { type: "application/json" }));
  return form;
}

/** Posts a segment to the intake of a server; its status. Rejects when the connection breaks. */
export const postSegment = (address: string, segment: PostedSegment): Promise<number> =>
  postToIntake(address, "replay", { method: "POST", body: segmentForm(segment) });

/** Posts RUM events to the intake of a server; its status. Rejects when the connection breaks. */
export const postRumEvent = (
  address: string,
  event: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> =>
  postToIntake(address, "rum", {
    method: "POST",
    headers: { "content-type": "text/plain", ...headers },
    body: JSON.stringify(event),
  });

async function postToIntake(address: string, track: "replay" | "rum", request: RequestInit): Promise<number> {
  const query = `ddsource=browser&dd-api-key=pub0&dd-evp-origin-version=7.16.2&dd-request-id=${randomUUID()}`;
  const forward = encodeURIComponent(`/api/v2/${track}?${query}`);
  const response = await fetch(`${address}/intake?ddforward=${forward}`, request);
  await response.arrayBuffer();
  return response.status;
}
