import { epochMs } from "../../base/time.ts";
import type { Queries, SqlValue } from "./database.ts";
import type { PackingAge } from "./pack.ts";
import type { ViewListing, ViewPage, ViewSize } from "./view-listing.ts";
import type {
  IndexedSegment,
  SegmentContent,
  SegmentEntry,
  SegmentListing,
  SegmentPlace,
  SegmentSum,
  StoreMoment,
  ViewKey,
} from "./stored-segment.ts";

interface SegmentRow {
  readonly sequence: number;
  readonly index_in_view: number;
  readonly sha256: string;
  readonly application_id: string;
  readonly source: string;
  readonly creation_reason: string;
  readonly start_at: number;
  readonly end_at: number;
  readonly records_count: number;
  readonly has_full_snapshot: number;
  readonly raw_segment_size: number;
  readonly compressed_segment_size: number;
  readonly sdk_version: string;
  readonly generation: number | null;
  readonly blob_key: string | null;
  readonly blob_offset: number | null;
  readonly blob_length: number | null;
}

/** The store's present moment. */
export function readMoment(queries: Queries): StoreMoment {
  const row = queries.all<StoreMoment>(
    "SELECT (SELECT coalesce(max(sequence), 0) FROM segments) AS sequence, generation FROM packing",
  )[0];
  return { sequence: row?.sequence ?? 0, generation: row?.generation ?? 0 };
}

/** See `EventPlatform.listSegments`. */
export function listSegments(queries: Queries, view: ViewKey, listing: SegmentListing): SegmentEntry[] {
  const conditions = ["index_in_view > ?"];
  const parameters: SqlValue[] = [view.sessionId, view.viewId, listing.afterIndex];
  if (listing.at) {
    conditions.push("sequence <= ?");
    parameters.push(listing.at.sequence);
  }
  if (listing.storage) {
    // Without a moment: what is in a blob now has a generation.
    const inBlob = listing.at ? "(generation IS NOT NULL AND generation <= ?)" : "generation IS NOT NULL";
    conditions.push(listing.storage === "blob" ? inBlob : `NOT ${inBlob}`);
    if (listing.at) parameters.push(listing.at.generation);
  }
  const rows = queries.all<SegmentRow>(
    `SELECT segments.* FROM segments
     WHERE view_key = (SELECT view_key FROM views WHERE session_id = ? AND view_id = ?)
     AND ${conditions.join(" AND ")} ORDER BY index_in_view LIMIT ?`,
    [...parameters, listing.limit],
  );
  return rows.map((row) => toEntry(row, view));
}

/** See `EventPlatform.listIndex`. */
export function listIndex(
  queries: Queries,
  view: ViewKey,
  { afterIndex, limit }: { readonly afterIndex: number; readonly limit: number },
): IndexedSegment[] {
  const rows = queries.all<Omit<IndexedSegment, "hasFullSnapshot"> & { readonly hasFullSnapshot: number }>(
    `SELECT index_in_view AS indexInView, start_at AS start, end_at AS "end", records_count AS recordsCount,
       has_full_snapshot AS hasFullSnapshot, raw_segment_size AS rawSegmentSize,
       compressed_segment_size AS compressedSegmentSize
     FROM segments
     WHERE view_key = (SELECT view_key FROM views WHERE session_id = ? AND view_id = ?)
     AND index_in_view > ? ORDER BY index_in_view LIMIT ?`,
    [view.sessionId, view.viewId, afterIndex, limit],
  );
  return rows.map(({ hasFullSnapshot, ...row }) =>
    Object.assign(row, { hasFullSnapshot: hasFullSnapshot === 1 }),
  );
}

/** See `EventPlatform.sumSegments`. */
export function sumSegments(
  queries: Queries,
  view: ViewKey,
  { first, last }: { readonly first: number; readonly last: number },
): SegmentSum {
  const [sum] = queries.all<SegmentSum>(
    `SELECT count(*) AS segments, coalesce(sum(compressed_segment_size), 0) AS bytes FROM segments
     WHERE view_key = (SELECT view_key FROM views WHERE session_id = ? AND view_id = ?)
     AND index_in_view BETWEEN ? AND ?`,
    [view.sessionId, view.viewId, first, last],
  );
  return sum ?? { segments: 0, bytes: 0 };
}

const CONTENTS = `
  SELECT index_in_view, sequence, blob_key, blob_offset, blob_length, bytes
  FROM segments LEFT JOIN segment_bytes USING (sequence)
  WHERE view_key = (SELECT view_key FROM views WHERE session_id = ? AND view_id = ?)
  AND index_in_view IN (SELECT value FROM json_each(?)) ORDER BY index_in_view`;

/** See `EventPlatform.readSegments`: one statement, so one state of the store. */
export function readSegments(queries: Queries, view: ViewKey, indexes: readonly number[]): SegmentContent[] {
  const parameters = [view.sessionId, view.viewId, JSON.stringify(indexes)];
  return queries.all<ContentRow>(CONTENTS, parameters).map(contentOf);
}

type ContentRow = Pick<
  SegmentRow,
  "index_in_view" | "sequence" | "blob_key" | "blob_offset" | "blob_length"
> & {
  readonly bytes: ArrayBuffer | null;
};

function contentOf(row: ContentRow): SegmentContent {
  const { index_in_view: index, sequence, bytes } = row;
  if (bytes) return { index, sequence, content: { kind: "bytes", bytes: new Uint8Array(bytes) } };
  if (row.blob_key === null || row.blob_offset === null || row.blob_length === null) {
    throw new Error(`segment ${sequence} has neither bytes nor a place in a blob`);
  }
  const place = { blobKey: row.blob_key, offset: row.blob_offset, length: row.blob_length };
  return { index, sequence, content: { kind: "packed", ...place } };
}

// One row for each blob: a row costs as much as to parse the text of ten.
const PLACES = `
  SELECT blob_key, json_group_array(json_array(index_in_view, blob_offset, blob_length)) AS places FROM segments
  WHERE view_key = (SELECT view_key FROM views WHERE session_id = ? AND view_id = ?)
  AND index_in_view BETWEEN ? AND ? AND blob_key IS NOT NULL GROUP BY blob_key`;

/** See `EventPlatform.listPlaces`. */
export function listPlaces(
  queries: Queries,
  view: ViewKey,
  { first, last }: { readonly first: number; readonly last: number },
): SegmentPlace[] {
  const parameters = [view.sessionId, view.viewId, first, last];
  const rows = queries.all<{ blob_key: string; places: string }>(PLACES, parameters);
  return rows.flatMap(({ blob_key: blobKey, places }) =>
    (JSON.parse(places) as [number, number, number][]).map(([index, offset, length]) => ({
      index,
      blobKey,
      offset,
      length,
    })),
  );
}

/** See `EventPlatform.listPackable`. */
export function listPackable(queries: Queries, age: PackingAge, limit: number): ViewKey[] {
  return queries.all<{ sessionId: string; viewId: string }>(
    `SELECT session_id AS sessionId, view_id AS viewId FROM views
     WHERE unpacked = 1 AND (last_segment_at <= ? OR (ended = 1 AND last_segment_at <= ?))
     ORDER BY last_segment_at, view_key LIMIT ?`,
    [age.now - age.idleMs, age.now - age.endedQuietMs, limit],
  );
}

/** See `EventPlatform.listGrowing`. */
export function listGrowing(queries: Queries, since: number, size: ViewSize): ViewKey[] {
  return queries.all<{ sessionId: string; viewId: string }>(
    `SELECT session_id AS sessionId, view_id AS viewId FROM views
     WHERE unpacked = 1 AND last_segment_at >= ? AND bytes >= ? AND segment_count >= ?
     ORDER BY last_segment_at`,
    [since, size.bytes, size.segments],
  );
}

/** See `EventPlatform.listViews`. */
export function listViews(queries: Queries, page: ViewListing, size: ViewSize): ViewPage {
  const rows = queries.all<{ key: number; sessionId: string; viewId: string; large: number }>(
    `SELECT view_key AS "key", session_id AS sessionId, view_id AS viewId,
       (bytes >= ? AND segment_count >= ?) AS large
     FROM views WHERE view_key < ? ORDER BY view_key DESC LIMIT ?`,
    [size.bytes, size.segments, page.before ?? Number.MAX_SAFE_INTEGER, page.limit],
  );
  const last = rows.at(-1);
  return {
    views: rows.filter(({ large }) => large === 1).map(({ sessionId, viewId }) => ({ sessionId, viewId })),
    next: last === undefined || rows.length < page.limit ? null : last.key,
  };
}

/** See `EventPlatform.knownBlobs`. */
export function knownBlobs(queries: Queries, blobKeys: readonly string[]): Set<string> {
  const keys = JSON.stringify(blobKeys);
  const rows = queries.all<{ blob_key: string }>(
    `SELECT value AS blob_key FROM json_each(?)
     WHERE EXISTS (SELECT 1 FROM segments WHERE blob_key = value)
        OR EXISTS (SELECT 1 FROM resources WHERE blob_key = value)`,
    [keys],
  );
  return new Set(rows.map((row) => row.blob_key));
}

function toEntry(row: SegmentRow, view: ViewKey): SegmentEntry {
  return {
    meta: {
      sessionId: view.sessionId,
      viewId: view.viewId,
      applicationId: row.application_id,
      source: row.source,
      creationReason: row.creation_reason,
      start: epochMs(row.start_at),
      end: epochMs(row.end_at),
      indexInView: row.index_in_view,
      recordsCount: row.records_count,
      hasFullSnapshot: row.has_full_snapshot === 1,
      rawSegmentSize: row.raw_segment_size,
      compressedSegmentSize: row.compressed_segment_size,
      sdkVersion: row.sdk_version,
      sha256: row.sha256,
    },
    sequence: row.sequence,
    generation: row.generation,
    storage: row.generation === null ? "event_platform" : "blob",
  };
}
