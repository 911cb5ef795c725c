import { countBefore } from "../../base/binary-search.ts";
import type { ClockBounds } from "../segment/record-clock.ts";
import type { SegmentSpan } from "./segment-span.ts";

/** So many of the segments that follow tell whether a time is wrong. */
const NEIGHBOURS = 3;

/** A segment as its source lists it. */
export interface ListedSegment extends SegmentSpan {
  readonly index: number;
}

/** Segments that never come, `last` included; `why` goes on from "segment 7 is ". */
export interface LostSegments {
  readonly kind: "lost";
  readonly index: number;
  readonly last: number;
  readonly span: SegmentSpan | undefined;
  readonly why: string;
}

/** What a source lists of one view: what comes when, what is lost, and what that says of the recorded clock. */
export class SegmentSequence<Listed extends ListedSegment> {
  /** The view's own start and end. */
  readonly view: SegmentSpan;
  /** In order of index. */
  readonly listed: readonly Listed[];
  /** No more is expected than is listed. */
  readonly isComplete: boolean;

  /** `segments` in any order. */
  constructor(view: SegmentSpan, segments: readonly Listed[], isComplete: boolean) {
    this.view = view;
    this.listed = segments.toSorted((a, b) => a.index - b.index);
    this.isComplete = isComplete;
  }

  /** The first listed segment from this index on. */
  upcoming(index: number): Listed | undefined {
    return this.listed[this.#before(index)];
  }

  /** Every event of what comes at `index` or after is at this time or later; infinite when no more will come. */
  startOf(index: number): number {
    const upcoming = this.upcoming(index);
    if (upcoming === undefined) return Infinity;
    if (upcoming.index === index) return upcoming.start;
    return this.listed[this.#before(index) - 1]?.end ?? this.view.start;
  }

  /**
   * The segments from `index` on that are not listed though a later one is, if they are lost for good. A view that is
   * still being recorded may have sent two segments in the wrong order; not three.
   */
  lostAt(index: number): LostSegments | undefined {
    const place = this.#before(index);
    const upcoming = this.listed[place];
    if (upcoming === undefined || upcoming.index === index) return undefined;
    if (!this.isComplete && this.listed.length - place <= 1) return undefined;
    // The end of one segment may be after the start of the next.
    const start = Math.min(this.listed[place - 1]?.end ?? this.view.start, upcoming.start);
    const span = { start, end: upcoming.start };
    return { kind: "lost", index, last: upcoming.index - 1, span, why: "missing from the recording" };
  }

  /** A segment that the source did not deliver. */
  undelivered(index: number): LostSegments {
    const upcoming = this.upcoming(index);
    const span = upcoming?.index === index ? { start: upcoming.start, end: upcoming.end } : undefined;
    return { kind: "lost", index, last: index, span, why: "listed but not delivered by the source" };
  }

  /** What tells whether the recorded clock was right in the segment of this index. */
  clockBounds(index: number): ClockBounds {
    const from = this.#before(index + 1);
    const following = this.listed.slice(from, from + NEIGHBOURS).map(({ end }) => end);
    return { start: this.view.start, end: this.isComplete ? this.view.end : undefined, following };
  }

  /** How many of the listed segments come before this index. */
  #before(index: number): number {
    return countBefore(this.listed, (listed) => listed.index < index);
  }
}
