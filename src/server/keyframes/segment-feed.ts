import type { IndexedSegment } from "../storage/stored-segment.ts";
import type { ClockBounds } from "../../replay/segment/record-clock.ts";
import type { SegmentSpan } from "../../replay/view/segment-span.ts";
import type { FeedItem } from "./thread-messages.ts";

/** Reads those of the segments with these indexes that there are, as recorded. */
export type SegmentReader = (
  indexes: readonly number[],
  signal: AbortSignal,
) => Promise<readonly { readonly index: number; readonly bytes: Uint8Array }[]>;

/** A view that is read: what the index has of it, in order, and when it was. */
export interface ListedView {
  readonly listed: readonly IndexedSegment[];
  readonly span: SegmentSpan;
  /** No more is expected. */
  readonly complete: boolean;
}

/**
 * What comes from the segment `first` on, with what is lost: `batchBytes` at a time, or one larger segment. Ends before a segment that may still
 * come: a view that is being recorded may have sent two in the wrong order; not three.
 */
export async function* feedOf(
  view: ListedView,
  first: number,
  batchBytes: number,
  read: SegmentReader,
  signal: AbortSignal,
): AsyncGenerator<readonly FeedItem[]> {
  let next = first;
  for (const batch of batches(view, first, batchBytes)) {
    const found = new Map(
      (
        await read(
          batch.map(({ indexInView }) => indexInView),
          signal,
        )
      ).map(({ index, bytes }) => [index, bytes]),
    );
    const items: FeedItem[] = [];
    for (const segment of batch) {
      const { indexInView: index, start, end } = segment;
      if (index > next) items.push(lostBefore(view, next, segment));
      const bytes = found.get(index);
      const span = { start, end };
      const why = "listed but not delivered by the source";
      items.push(
        bytes
          ? { kind: "segment", index, bytes, span, bounds: boundsOf(view, segment) }
          : { kind: "lost", index, last: index, span, why },
      );
      next = index + 1;
    }
    yield items;
  }
}

/** So many of the segments that follow tell whether a time is wrong. */
const NEIGHBOURS = 3;

function boundsOf({ listed, span, complete }: ListedView, segment: IndexedSegment): ClockBounds {
  const from = listed.indexOf(segment) + 1;
  const following = listed.slice(from, from + NEIGHBOURS).map(({ end }) => end);
  return { start: span.start, end: complete ? span.end : undefined, following };
}

/** The segments to read from `first` on. */
function batches({ listed, complete }: ListedView, first: number, batchBytes: number): IndexedSegment[][] {
  const made: IndexedSegment[][] = [];
  let size = Infinity;
  let next = first;
  for (const [place, segment] of listed.entries()) {
    if (segment.indexInView < first) continue;
    const mayCome = !complete && listed.length - place <= 1;
    if (segment.indexInView > next && mayCome) break;
    next = segment.indexInView + 1;
    if (size + segment.compressedSegmentSize > batchBytes) {
      made.push([]);
      size = 0;
    }
    made.at(-1)?.push(segment);
    size += segment.compressedSegmentSize;
  }
  return made;
}

function lostBefore({ listed, span }: ListedView, index: number, segment: IndexedSegment): FeedItem {
  const before = listed[listed.indexOf(segment) - 1];
  return {
    kind: "lost",
    index,
    last: segment.indexInView - 1,
    span: { start: before?.end ?? Math.min(span.start, segment.start), end: segment.start },
    why: "missing from the recording",
  };
}
