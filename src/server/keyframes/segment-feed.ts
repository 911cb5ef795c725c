import type { IndexedSegment } from "../storage/stored-segment.ts";
import { type ListedSegment, SegmentSequence } from "../../replay/view/segment-sequence.ts";
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

interface SizedSegment extends ListedSegment {
  readonly bytes: number;
}

/**
 * What comes from the segment `first` on, with what is lost: `batchBytes` at a time, or one larger segment. Ends before
 * a segment that may still come.
 */
export async function* feedOf(
  view: ListedView,
  first: number,
  batchBytes: number,
  read: SegmentReader,
  signal: AbortSignal,
): AsyncGenerator<readonly FeedItem[]> {
  const sequence = sequenceOf(view);
  let next = first;
  for (const batch of batches(sequence, first, batchBytes)) {
    const indexes = batch.map(({ index }) => index);
    const found = new Map((await read(indexes, signal)).map(({ index, bytes }) => [index, bytes]));
    const items: FeedItem[] = [];
    for (const { index, start, end } of batch) {
      const lost = sequence.lostAt(next);
      if (lost !== undefined) items.push(lost);
      const bytes = found.get(index);
      const bounds = sequence.clockBounds(index);
      items.push(
        bytes ? { kind: "segment", index, bytes, span: { start, end }, bounds } : sequence.undelivered(index),
      );
      next = index + 1;
    }
    yield items;
  }
}

function sequenceOf({ listed, span, complete }: ListedView): SegmentSequence<SizedSegment> {
  const segments = listed.map(({ indexInView, start, end, compressedSegmentSize }) => ({
    index: indexInView,
    start,
    end,
    bytes: compressedSegmentSize,
  }));
  return new SegmentSequence(span, segments, complete);
}

/** The segments to read from `first` on. */
function batches(
  sequence: SegmentSequence<SizedSegment>,
  first: number,
  batchBytes: number,
): SizedSegment[][] {
  const made: SizedSegment[][] = [];
  let size = Infinity;
  let next = first;
  for (const segment of sequence.listed) {
    if (segment.index < first) continue;
    if (segment.index > next && sequence.lostAt(next) === undefined) break;
    next = segment.index + 1;
    if (size + segment.bytes > batchBytes) {
      made.push([]);
      size = 0;
    }
    made.at(-1)?.push(segment);
    size += segment.bytes;
  }
  return made;
}
