import { randomUUID } from "node:crypto";
import { deflateSync } from "node:zlib";

// Segments as the SDK posts them, made here: small, valid, and told apart by session, view and index.

const APPLICATION = "5d0f5e0c-3b60-4f6a-9c59-0f4f8a6d1b77";
const START = 1_795_500_000_000;
const SEGMENT_MS = 5000;

export interface PostedSegment {
  readonly sessionId: string;
  readonly viewId: string;
  readonly index: number;
  /** Epoch milliseconds of the view's first record. */
  readonly start?: number;
}

/** The form that the SDK posts for one segment: `segment` (zlib) and `event` (metadata). */
export function segmentForm({ sessionId, viewId, index, start: first = START }: PostedSegment): FormData {
  const start = first + index * SEGMENT_MS;
  const records = [
    { type: 4, timestamp: start, data: { width: 800, height: 600, href: "http://127.0.0.1/page" } },
    { type: 6, timestamp: start + 1, data: { has_focus: true } },
  ];
  const metadata = {
    application: { id: APPLICATION },
    session: { id: sessionId },
    view: { id: viewId },
    start,
    end: start + 1,
    creation_reason: index === 0 ? "init" : "segment_duration_limit",
    records_count: records.length,
    has_full_snapshot: false,
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
export async function postSegment(address: string, segment: PostedSegment): Promise<number> {
  const query = `ddsource=browser&dd-api-key=pub0&dd-evp-origin-version=7.16.2&dd-request-id=${randomUUID()}`;
  const response = await fetch(
    `${address}/intake?ddforward=${encodeURIComponent(`/api/v2/replay?${query}`)}`,
    { method: "POST", body: segmentForm(segment) },
  );
  await response.arrayBuffer();
  return response.status;
}
