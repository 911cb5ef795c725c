import type { SegmentIndexEntry } from "../../wire/segment-index.ts";
import type { ViewDelivery } from "./plan.ts";
import type { KeyframeAsk, PageRange } from "./wanted.ts";

/** A segment of a second, at `index` seconds. */
export const entry = (index: number, bytes = 10_000, start = index * 1000): SegmentIndexEntry => ({
  index,
  start,
  end: start + 1000,
  records: 10,
  hasFullSnapshot: index === 0,
  bytes,
});

export const entries = (count: number, bytes?: number, start = 0): readonly SegmentIndexEntry[] =>
  Array.from({ length: count }, (_, index) => entry(index, bytes, start + index * 1000));

/** A view of which nothing is delivered. */
export const view = (
  viewId: string,
  segments: readonly SegmentIndexEntry[],
  change: Partial<ViewDelivery> = {},
): ViewDelivery => ({
  viewId,
  start: segments[0]?.start ?? 0,
  segments,
  keyframes: [],
  factsThrough: -1,
  delivered: new Set(),
  dropped: new Set(),
  heldKeyframes: new Set(),
  inFlight: [],
  failed: false,
  ...change,
});

/** Keyframes after these segments, of which the source knows all. */
export const keyframed = (segments: readonly SegmentIndexEntry[], ...after: readonly number[]) => ({
  keyframes: segments
    .filter(({ index }) => after.includes(index))
    .map(({ index, end }) => ({ after: index, at: end })),
  factsThrough: segments.at(-1)?.index ?? -1,
});

/** From `first` to `last`, both included. */
export const numbers = (first: number, last: number): ReadonlySet<number> =>
  new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));

export const page = (viewId: string, first: number, last: number): PageRange => ({
  kind: "page",
  viewId,
  first,
  last,
});

export const keyframe = (viewId: string, after: number): KeyframeAsk => ({ kind: "keyframe", viewId, after });
