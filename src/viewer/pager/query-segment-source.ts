import type { QueryClient } from "@tanstack/react-query";
import {
  boundRecordedBytes,
  grownIndexQuery,
  heldSegments,
  keyframeQuery,
  segmentIndexQuery,
  segmentPageQuery,
  viewFactsQuery,
} from "../api/segments.ts";
import type { KeptKeyframe, KeyframeKeeper } from "../keyframes/keyframe-keeper.ts";
import { fetched } from "./fetched.ts";
import type { SegmentSource } from "./segment-source.ts";

/** Most recorded bytes that the query cache holds. */
const HELD_BYTES = 24_000_000;

/** Of a view that grows, a second stage takes an index that is no older. */
const INDEX_FRESH_MS = 5_000;

export interface QuerySegmentSourceOptions {
  readonly client: QueryClient;
  readonly sessionId: string;
  /** Id of the source that is asked; undefined: the first. */
  readonly source: string | undefined;
  /** Id of the source that holds the session: keyframes are kept under it. */
  readonly holder: string;
  /** Has keyframes for views for which the source has none. */
  readonly keeper: KeyframeKeeper;
  /** What another stage has got already is taken, as far as it is held and not old. */
  readonly isSecond?: boolean;
}

/**
 * Segments over the server's routes, through the query cache: a page that was loaded once, for this stage or
 * an earlier one, is not loaded again soon. What can succeed at another try is tried again.
 */
export function querySegmentSource(options: QuerySegmentSourceOptions): SegmentSource {
  const { client, sessionId, source, holder, keeper, isSecond = false } = options;
  const placeOf = (viewId: string) => ({ source: holder, sessionId, viewId });
  return {
    index: async (viewId, known, signal) => {
      const asked = segmentIndexQuery(sessionId, viewId, source);
      const isOver = client.getQueryData(asked.queryKey)?.complete === true;
      const query = isSecond ? { ...asked, staleTime: isOver ? Infinity : INDEX_FRESH_MS } : asked;
      const grown = async (beyond: number) => {
        const index = await fetched(client, grownIndexQuery(sessionId, viewId, source, beyond), signal);
        client.setQueryData(asked.queryKey, index);
        return index;
      };
      const [index, kept] = await Promise.all([
        known === undefined ? fetched(client, query, signal) : grown(known),
        keeper.list(placeOf(viewId)),
      ]);
      const last = index.segments.at(-1)?.index ?? -1;
      return { ...index, kept: index.keyframes === undefined ? leadingTo(last, kept) : [] };
    },
    page: async ({ viewId, first, last }, signal) => {
      const held = isSecond ? heldSegments(client, sessionId, viewId, source, first, last) : undefined;
      if (held !== undefined) return held;
      const page = await fetched(client, segmentPageQuery(sessionId, viewId, source, first, last), signal);
      boundRecordedBytes(client, HELD_BYTES);
      return page;
    },
    keyframe: async ({ viewId, after }, list, signal) => {
      if (list === undefined) return keeper.get(placeOf(viewId), after);
      const bytes = await fetched(client, keyframeQuery(sessionId, viewId, source, list, after), signal);
      boundRecordedBytes(client, HELD_BYTES);
      return bytes;
    },
    facts: (viewId, list, signal) => fetched(client, viewFactsQuery(sessionId, viewId, source, list), signal),
    keep: (viewId, keyframe) => void keeper.put(placeOf(viewId), keyframe),
  };
}

/**
 * Those of the kept keyframes which, each with the next, lead to the last segment. Of a view that was left while it was
 * still being decoded they do not.
 */
function leadingTo(last: number, kept: readonly KeptKeyframe[]): readonly KeptKeyframe[] {
  let next = last;
  const broken = kept.findLastIndex(({ after, until }) => {
    const leads = until >= next;
    next = after;
    return !leads;
  });
  return kept.slice(broken + 1);
}
