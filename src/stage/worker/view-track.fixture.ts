import { createNodeInflater } from "../../server/inflate/node-inflater.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import type { ViewDecoder } from "../../replay/translate/view-decoder.ts";
import { KeyframeShelf } from "./keyframe-shelf.ts";
import { ViewTrack } from "./view-track.ts";

const inflater = createNodeInflater();

/** Checkpoints that were made by these tracks, by the segment before them. */
export const kept = new Map<number, Uint8Array>();

/** Where a keyframe was made. */
export interface Made {
  readonly after: number;
  readonly at: number;
  readonly until: number;
}

/** A track of a view; what it made and where it found no beginning goes into the lists. */
export function trackOf(
  decoder: () => ViewDecoder = createViewDecoder,
  made: Made[] = [],
  broken: number[] = [],
): ViewTrack {
  return new ViewTrack("v", {
    decoder: (from) => (from === undefined ? decoder() : createViewDecoder({ from })),
    read: (bytes, segmentIndex) =>
      readSegment(bytes, inflater, { maxInflatedBytes: 10_000_000, segmentIndex }),
    keyframes: new KeyframeShelf(inflater, () => undefined),
    broken: (after) => broken.push(after),
    made: ({ after, at, until, bytes }) => {
      made.push({ after, at, until });
      kept.set(after, bytes);
    },
  });
}

/** Of who waits for good. */
export const never = new AbortController().signal;

/** Scans all that can be scanned. */
export async function work(track: ViewTrack): Promise<void> {
  for (let went = true; went;) went = await track.step();
}
