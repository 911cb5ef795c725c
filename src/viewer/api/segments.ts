import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { keyframePath, segmentIndexPath, segmentPagePath, viewFactsPath } from "../../wire/paths.ts";
import { segmentIndexSchema } from "../../wire/segment-index.ts";
import { decodeSegmentPage, SEGMENT_PAGE_TYPE, type SegmentFrame } from "../../wire/segment-page.ts";
import { viewFactsSchema } from "../../wire/view-facts.ts";
import { getBytes, getJson, unreadable } from "./request.ts";

/** What segments a view has. Stale at once: while a view is recorded, more of them come. */
export const segmentIndexQuery = (sessionId: string, viewId: string, source?: string) =>
  queryOptions({
    queryKey: ["segment-index", sessionId, viewId, source] as const,
    queryFn: ({ signal }) =>
      getJson(segmentIndexPath(sessionId, viewId), { source }, segmentIndexSchema, signal),
    staleTime: 0,
  });

/**
 * The same, when the source knows of more than `known` segments or that no more come: of a source that finds them out
 * by and by. The answer may take long.
 */
export const grownIndexQuery = (
  sessionId: string,
  viewId: string,
  source: string | undefined,
  known: number,
) =>
  queryOptions({
    queryKey: ["grown-index", sessionId, viewId, source, known] as const,
    queryFn: ({ signal }) =>
      getJson(segmentIndexPath(sessionId, viewId), { source, known }, segmentIndexSchema, signal),
    staleTime: 0,
    gcTime: 0,
  });

/** What a view's records say. `list` is the id of its list of keyframes. */
export const viewFactsQuery = (sessionId: string, viewId: string, source: string | undefined, list: string) =>
  queryOptions({
    queryKey: ["view-facts", sessionId, viewId, source, list] as const,
    queryFn: ({ signal }) =>
      getJson(viewFactsPath(sessionId, viewId), { source, list }, viewFactsSchema, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

const RECORDED_BYTES = "recorded-bytes";

/** Recorded bytes that no stage asks for any more stay this long: one that starts anew soon is quick. */
const KEPT_MS = 5 * 60_000;

/** Holds for all queries of bytes. They never change, so comparing them with what was there before finds nothing. */
const bytesOptions = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: KEPT_MS,
  structuralSharing: false,
} as const;

/** A view's segments from index `first` to `last`, both included, as recorded. */
export const segmentPageQuery = (
  sessionId: string,
  viewId: string,
  source: string | undefined,
  first: number,
  last: number,
) =>
  queryOptions({
    queryKey: [RECORDED_BYTES, "page", sessionId, viewId, source, first, last] as const,
    queryFn: async ({ signal }): Promise<readonly SegmentFrame[]> => {
      const path = segmentPagePath(sessionId, viewId);
      const page = await getBytes(path, { source, first, last }, SEGMENT_PAGE_TYPE, signal);
      try {
        return decodeSegmentPage(page);
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
    ...bytesOptions,
  });

/**
 * A view's segments from index `first` to `last`, from the pages that are held already, however those are cut; undefined
 * where they leave something out.
 */
export function heldSegments(
  client: QueryClient,
  sessionId: string,
  viewId: string,
  source: string | undefined,
  first: number,
  last: number,
): readonly SegmentFrame[] | undefined {
  const { queryKey } = segmentPageQuery(sessionId, viewId, source, first, last);
  const pages = client
    .getQueriesData<readonly SegmentFrame[]>({ queryKey: queryKey.slice(0, 5) })
    .flatMap(([key, frames]) => {
      const [from, to] = key.slice(5);
      const isRange = typeof from === "number" && typeof to === "number" && frames !== undefined;
      return isRange ? [{ from, to, frames }] : [];
    })
    .toSorted((a, b) => a.from - b.from);
  const found: SegmentFrame[] = [];
  let next = first;
  for (const { from, to, frames } of pages) {
    if (from > next || to < next) continue;
    const begin = next;
    found.push(...frames.filter(({ index }) => index >= begin && index <= last));
    next = to + 1;
    if (next > last) return found;
  }
  return undefined;
}

/** The checkpoint of the keyframe that is `after` a segment, deflated, as the list of this id has it. */
export const keyframeQuery = (
  sessionId: string,
  viewId: string,
  source: string | undefined,
  list: string,
  after: number,
) =>
  queryOptions({
    queryKey: [RECORDED_BYTES, "keyframe", sessionId, viewId, source, list, after] as const,
    queryFn: ({ signal }) =>
      getBytes(keyframePath(sessionId, viewId, after), { source, list }, "application/octet-stream", signal),
    ...bytesOptions,
  });

/**
 * Forgets the recorded bytes that came first, so that no more than `most` bytes are held. The browser's own cache has
 * them for good.
 */
export function boundRecordedBytes(client: QueryClient, most: number): void {
  const queries = client.getQueryCache().findAll({ queryKey: [RECORDED_BYTES], fetchStatus: "idle" });
  let held = 0;
  for (const query of queries.toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)) {
    held += bytesIn(query.state.data as readonly SegmentFrame[] | Uint8Array | undefined);
    if (held > most) client.getQueryCache().remove(query);
  }
}

function bytesIn(data: readonly SegmentFrame[] | Uint8Array | undefined): number {
  if (data === undefined) return 0;
  if (data instanceof Uint8Array) return data.byteLength;
  return data.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
