import type { KeyframePlace } from "../../replay/timeline/seek-entry.ts";
import type { KeyframeShelf } from "./keyframe-shelf.ts";
import type { Stretch } from "./protocol.ts";
import type { Place, SegmentShelf } from "./segment-shelf.ts";

// From where a view can be decoded, and how far, with what is here:
//
//   segments    │ 0 │ 1 │ 2 │   │   │ 5 │ 6 │   │        3, 4 and 7 are missing
//   keyframes               ▲ after 2   ▲ after 5         the first is missing, the second is here
//   available   ├───────────▶           ├────▶

/** A place where decoding can begin, and the times that can be shown from it. */
export interface Reach extends Stretch {
  /** Index of the first segment that is decoded. */
  readonly first: number;
}

/**
 * The times that can be shown, in order. `start` of the first may be −Infinity, `end` (excluded) of the last Infinity.
 * Strings of keyframes are needed where decoding that began at one passes the next.
 */
export function reaches(segments: SegmentShelf, keyframes: KeyframeShelf): readonly Reach[] {
  if (!segments.isListed) return [];
  const found: Reach[] = [];
  let first: number | null = null;
  let start = -Infinity;
  let countsOnKeyframes = false;
  const close = (index: number) => {
    if (first !== null) found.push({ first, start, end: segments.startOf(index) });
    first = null;
  };
  let index = 0;
  for (;;) {
    const place = segments.at(index);
    const keyframe = keyframes.passedBefore(index);
    const isHere = keyframe !== undefined && keyframes.has(keyframe.after);
    if (countsOnKeyframes && keyframe !== undefined && !isHere) close(index);
    if (place.kind === "end") {
      // All was decoded before, and this is how the page stays.
      if (first === null && isHere) found.push({ first: index, start: keyframe.at, end: Infinity });
      break;
    }
    if (place.kind === "missing") close(index);
    else if (first === null) {
      const begin = beginning(place, isHere ? keyframe : undefined);
      if (begin !== undefined) {
        [first, start] = [index, begin];
        countsOnKeyframes = index > 0 && isHere;
      }
    }
    index =
      place.kind === "lost" ? place.last + 1 : Math.max(index + 1, segments.upcoming(index)?.index ?? 0);
  }
  close(index);
  return found;
}

/** From when on the page can be shown by decoding that begins at this place; undefined: it cannot begin here. */
function beginning(place: Exclude<Place, { kind: "missing" | "end" }>, keyframe: KeyframePlace | undefined) {
  if (place.index === 0) return -Infinity;
  if (keyframe !== undefined) return keyframe.at;
  const isSnapshot = place.kind === "segment" && place.span?.hasFullSnapshot === true;
  return isSnapshot ? place.span?.end : undefined;
}
