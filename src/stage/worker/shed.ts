import type { ViewTrack } from "./view-track.ts";

/** Compressed segments of all views together may take so many bytes; then those far from the playhead go. */
export const MOST_BYTES = 32 * 1024 * 1024;
/** The same where only stills are shown. */
export const MOST_BYTES_FOR_STILLS = 8 * 1024 * 1024;
/** The part of that which is gone at once, so that it is not a segment for each that comes. */
const SHED_SHARE = 1 / 8;

interface Range {
  readonly first: number;
  readonly last: number;
}

export interface Dropped {
  readonly viewId: string;
  readonly segments: readonly Range[];
  /** Segments after which there was a keyframe. */
  readonly keyframes: readonly number[];
}

/** Where there is more than `most` bytes, drops segments and keyframes, of other views first. Says of which view what went. */
export function shedSegments(
  tracks: ReadonlyMap<string, ViewTrack>,
  playhead: { readonly viewId: string; readonly ts: number },
  most: number,
): readonly Dropped[] {
  let excess = [...tracks.values()].reduce((sum, track) => sum + track.bytes, 0) - most;
  if (excess <= 0) return [];
  excess += most * SHED_SHARE;
  const others = [...tracks].filter(([viewId]) => viewId !== playhead.viewId);
  const own = [...tracks].filter(([viewId]) => viewId === playhead.viewId);
  const dropped: Dropped[] = [];
  for (const [viewId, track] of [...others, ...own]) {
    if (excess <= 0) break;
    const before = track.bytes;
    const shed = track.shed(viewId === playhead.viewId ? playhead.ts : undefined, excess);
    excess -= before - track.bytes;
    dropped.push({ viewId, segments: rangesOf(shed.segments), keyframes: shed.keyframes });
  }
  return dropped;
}

function rangesOf(indexes: readonly number[]): readonly Range[] {
  const ranges: { first: number; last: number }[] = [];
  for (const index of indexes.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range?.last === index - 1) range.last = index;
    else ranges.push({ first: index, last: index });
  }
  return ranges;
}
