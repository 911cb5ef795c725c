import { queryOptions } from "@tanstack/react-query";
import { segmentIndexPath, segmentPagePath } from "../../wire/paths.ts";
import { segmentIndexSchema } from "../../wire/segment-index.ts";
import { decodeSegmentPage, SEGMENT_PAGE_TYPE, type SegmentFrame } from "../../wire/segment-page.ts";
import { getBytes, getJson, unreadable } from "./request.ts";

/** What segments a view has. Stale at once: while a view is recorded, more of them come. */
export const segmentIndexQuery = (sessionId: string, viewId: string, source?: string) =>
  queryOptions({
    queryKey: ["segment-index", sessionId, viewId, source] as const,
    queryFn: ({ signal }) =>
      getJson(segmentIndexPath(sessionId, viewId), { source }, segmentIndexSchema, signal),
    staleTime: 0,
  });

/** A view's segments from index `first` to `last`, both included, as recorded. They never change. */
export const segmentPageQuery = (
  sessionId: string,
  viewId: string,
  source: string | undefined,
  first: number,
  last: number,
) =>
  queryOptions({
    queryKey: ["segment-page", sessionId, viewId, source, first, last] as const,
    queryFn: async ({ signal }): Promise<readonly SegmentFrame[]> => {
      const path = segmentPagePath(sessionId, viewId);
      const page = await getBytes(path, { source, first, last }, SEGMENT_PAGE_TYPE, signal);
      try {
        return decodeSegmentPage(page);
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Comparing megabytes with what was there before finds nothing: pages are never fetched twice.
    structuralSharing: false,
  });
