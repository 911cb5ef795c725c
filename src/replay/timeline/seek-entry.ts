import { countBefore } from "../../base/binary-search.ts";

// Where decoding of a view begins to show a time. The index of a view's segments says it before any of them is
// there:
//
//   segments   │ 0 S │  1  │  2  │  3  │ 4 S │  5  │  6  │      S: holds a full snapshot
//   keyframes               ▲ after 2           ▲ after 5
//   for ▼ in 3              ├──────▼
//   for ▼ in 5                           ├────────▼             the snapshot in 4: nothing before it is needed

/** What the index says of a segment. Times in epoch milliseconds. */
export interface IndexedSegment {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** As the SDK says: not reliable. */
  readonly hasFullSnapshot: boolean;
}

/** A checkpoint of the decoder: `at` is the time of the last record before it. */
export interface KeyframePlace {
  /** Decoding goes on with the first segment whose index is higher. */
  readonly after: number;
  readonly at: number;
}

/** A place where decoding can begin. */
export type SeekEntry =
  | { readonly kind: "start"; readonly after: -1 }
  /** A segment that should hold a full snapshot. It may not, and what comes before the snapshot is not decoded. */
  | { readonly kind: "snapshot"; readonly after: number; readonly at: number }
  | { readonly kind: "keyframe"; readonly after: number; readonly at: number };

const START: SeekEntry = { kind: "start", after: -1 };

/**
 * The places from which the view can be shown as it was at `ts`, the nearest first; the last one is its start.
 * Both lists are in order of index.
 */
export function seekEntries(
  segments: readonly IndexedSegment[],
  keyframes: readonly KeyframePlace[],
  ts: number,
): readonly SeekEntry[] {
  const snapshots = segments
    .slice(1)
    .filter(({ hasFullSnapshot, end }) => hasFullSnapshot && end <= ts)
    .map(({ index, end }): SeekEntry => ({ kind: "snapshot", after: index - 1, at: end }));
  const places = keyframes
    .filter(({ at }) => at <= ts)
    .map(({ after, at }): SeekEntry => ({ kind: "keyframe", after, at }));
  return [...[...places, ...snapshots].toSorted((a, b) => b.after - a.after), START];
}

/** Place in the list of the last segment that may hold what happened at `ts`; −1 when all are later. */
export function segmentHolding(segments: readonly { readonly start: number }[], ts: number): number {
  // Times of segments need not rise with their index, so the last one that has begun decides.
  return segments.findLastIndex(({ start }) => start <= ts);
}

/** The keyframes that decoding passes on its way from `after` to the segment `index`. */
export function keyframesBetween<T extends KeyframePlace>(
  keyframes: readonly T[],
  after: number,
  index: number,
): readonly T[] {
  const from = countBefore(keyframes, (each) => each.after <= after);
  const to = countBefore(keyframes, (each) => each.after < index);
  return keyframes.slice(from, to);
}
