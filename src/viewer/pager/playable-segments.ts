import type { SegmentIndexEntry } from "../../wire/segment-index.ts";

/** A hole with more than this after it, milliseconds of the recording, is no segment that was overtaken. */
const OVERTAKEN_MS = 60_000;

/**
 * The part of a view's index that can be played now. While a view is still being recorded, a hole in the
 * numbers may be a segment that is on its way: what comes after waits for it until `patient` is false.
 * Segments that were not `known` and turn up before one that is asked for already came too late to be played in order:
 * they are left out, and the stage then reports them as missing.
 */
export function playableSegments(
  segments: readonly SegmentIndexEntry[],
  known: ReadonlySet<number>,
  isAsked: (index: number) => boolean,
  patient: boolean,
): readonly SegmentIndexEntry[] {
  const inOrder = segments.filter(({ index }, at) => {
    const next = segments[at + 1];
    return known.has(index) || next === undefined || !isAsked(next.index);
  });
  const end = inOrder.at(-1)?.end ?? 0;
  const hole = inOrder.findIndex(({ index, start }, at) => {
    const before = inOrder[at - 1]?.index ?? -1;
    return index !== before + 1 && !known.has(index) && end - start <= OVERTAKEN_MS;
  });
  return patient && hole >= 0 ? inOrder.slice(0, hole) : inOrder;
}
