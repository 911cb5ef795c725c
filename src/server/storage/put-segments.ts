import { HEADER_RANK } from "./claims.ts";
import type { Transaction } from "./database.ts";
import type { IncomingSegment, PutSegmentResult } from "./stored-segment.ts";
import type { ClientHints } from "./stored-session.ts";
import { UnitOfWork } from "./unit-of-work.ts";
import { highest, lowest, type ViewRow } from "./view-rows.ts";

const INSERT = `
  INSERT INTO segments (view_key, index_in_view, sha256, application_id, source, creation_reason, start_at,
    end_at, records_count, has_full_snapshot, raw_segment_size, compressed_segment_size, sdk_version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence`;

/** Stores the segments of one upload, all or none. Those without an index get theirs in order of their start. */
export function putSegments(
  transaction: Transaction,
  segments: readonly IncomingSegment[],
  hints: ClientHints,
): PutSegmentResult[] {
  // One that is a conflict is not stored: there is nothing to undo.
  if (segments.length === 1) return putEach(transaction, segments, hints);
  transaction.run("SAVEPOINT put");
  const results = putEach(transaction, segments, hints);
  const isWhole = !results.includes("conflict");
  if (!isWhole) transaction.run("ROLLBACK TO put");
  transaction.run("RELEASE put");
  return isWhole ? results : results.map((result) => (result === "stored" ? "dropped" : result));
}

function putEach(
  transaction: Transaction,
  segments: readonly IncomingSegment[],
  hints: ClientHints,
): PutSegmentResult[] {
  const work = new UnitOfWork(transaction, hints);
  const results: PutSegmentResult[] = [];
  const order = [...segments.keys()].toSorted((a, b) => startOf(segments[a]) - startOf(segments[b]));
  for (const place of order) {
    const segment = segments[place];
    if (segment) results[place] = putSegment(transaction, work, segment, hints);
  }
  if (!results.includes("conflict")) work.save();
  return results;
}

const startOf = (segment: IncomingSegment | undefined): number => segment?.meta.start ?? 0;

function putSegment(
  transaction: Transaction,
  work: UnitOfWork,
  { meta, bytes, pageUrl }: IncomingSegment,
  hints: ClientHints,
): PutSegmentResult {
  const row = work.view(meta, meta.applicationId);
  const held = transaction.all<{ sha256: string }>(
    "SELECT sha256 FROM segments WHERE view_key = ? AND (sha256 = ? OR index_in_view = ?)",
    [row.view_key, meta.sha256, meta.indexInView],
  );
  if (held.some(({ sha256 }) => sha256 === meta.sha256)) return "duplicate";
  if (held.length > 0) return "conflict";

  const [stored] = transaction.all<{ sequence: number }>(INSERT, [
    row.view_key,
    meta.indexInView ?? nextIndex(transaction, row.view_key),
    meta.sha256,
    meta.applicationId,
    meta.source,
    meta.creationReason,
    meta.start,
    meta.end,
    meta.recordsCount,
    meta.hasFullSnapshot ? 1 : 0,
    meta.rawSegmentSize,
    meta.compressedSegmentSize,
    meta.sdkVersion,
  ]);
  if (!stored) throw new Error(`segment ${meta.sha256} could not be stored`);
  transaction.run("INSERT INTO segment_bytes (sequence, bytes) VALUES (?, ?)", [stored.sequence, bytes]);
  count(row, meta, bytes.length, hints);
  row.meta_url ??= pageUrl ?? null;
  if (meta.sdkVersion !== "") {
    work.claim(row, { sdkVersion: { value: meta.sdkVersion, rank: HEADER_RANK, at: meta.start } });
  }
  return "stored";
}

function nextIndex(transaction: Transaction, viewKey: number): number {
  const row = transaction.all<{ next: number }>(
    "SELECT coalesce(max(index_in_view) + 1, 0) AS next FROM segments WHERE view_key = ?",
    [viewKey],
  )[0];
  return row?.next ?? 0;
}

function count(row: ViewRow, meta: IncomingSegment["meta"], length: number, hints: ClientHints): void {
  row.segment_start = lowest([row.segment_start, meta.start]);
  row.segment_end = highest([row.segment_end, meta.end]);
  row.segment_count += 1;
  row.unpacked = 1;
  row.bytes += length;
  row.last_segment_at = highest([row.last_segment_at, hints.receivedAt]);
}
