import { countBefore } from "../../base/binary-search.ts";
import type { ClockBounds } from "../../replay/segment/record-clock.ts";
import type { SegmentSpan, Stretch } from "./protocol.ts";

/** So many of the segments that follow tell whether a time is wrong. */
const NEIGHBOURS = 3;

/** What is at a place of a view's sequence of segments. */
export type Place =
  /** The segment is there. */
  | {
      readonly kind: "segment";
      readonly index: number;
      readonly bytes: Uint8Array;
      readonly span: SegmentSpan | undefined;
    }
  /** It never comes, and neither do those after it up to `last`; `why` goes on from "segment 7 is ". */
  | {
      readonly kind: "lost";
      readonly index: number;
      readonly last: number;
      readonly span: Stretch | undefined;
      readonly why: string;
    }
  /** It is not there yet. */
  | { readonly kind: "missing" }
  /** Nothing is listed from here on. */
  | { readonly kind: "end" };

/** A view's segments as recorded, as far as they are here, and what the source lists. */
export class SegmentShelf {
  readonly #held = new Map<number, Uint8Array | null>();
  #listed: readonly SegmentSpan[] | null = null;
  #view: Stretch = { start: -Infinity, end: Infinity };
  #complete = false;
  #bytes = 0;

  /** What the source lists of this view, in any order; `complete` when no more is expected. */
  list(view: Stretch, segments: readonly SegmentSpan[], complete: boolean): void {
    this.#view = view;
    this.#listed = segments.toSorted((a, b) => a.index - b.index);
    this.#complete = complete;
  }

  /** Whether it is known what the source has; nothing is decoded before. */
  get isListed(): boolean {
    return this.#listed !== null;
  }

  /** No more is expected than is listed. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** All that is listed, in order of index. */
  get listed(): readonly SegmentSpan[] {
    return this.#listed ?? [];
  }

  /** The view's own start and end. */
  get view(): Stretch {
    return this.#view;
  }

  /** Bytes of the segments that are here. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a segment; null when the source listed it but did not deliver it. */
  put(index: number, bytes: Uint8Array | null): void {
    this.drop(index);
    this.#held.set(index, bytes);
    this.#bytes += bytes?.length ?? 0;
  }

  /** A segment holds no full snapshot, whatever was listed. */
  unfounded(index: number): void {
    this.#listed = this.listed.map((each) =>
      each.index === index ? { ...each, hasFullSnapshot: false } : each,
    );
  }

  /** Forgets a segment; it is missing then. */
  drop(index: number): void {
    this.#bytes -= this.#held.get(index)?.length ?? 0;
    this.#held.delete(index);
  }

  /** Whether a segment's bytes are here. */
  has(index: number): boolean {
    return this.#held.get(index) instanceof Uint8Array;
  }

  /** What comes at this index. */
  at(index: number): Place {
    const upcoming = this.upcoming(index);
    const held = this.#held.get(index);
    const own = upcoming?.index === index ? upcoming : undefined;
    if (held === null)
      return { kind: "lost", index, last: index, span: own, why: "listed but not delivered by the source" };
    if (held !== undefined) return { kind: "segment", index, bytes: held, span: own };
    if (upcoming === undefined) return { kind: "end" };
    if (upcoming.index === index || !this.#isLost(index)) return { kind: "missing" };
    const start = this.listed[this.#before(index) - 1]?.end ?? Math.min(this.#view.start, upcoming.start);
    const span = { start, end: upcoming.start };
    return { kind: "lost", index, last: upcoming.index - 1, span, why: "missing from the recording" };
  }

  /** The first listed segment from this index on. */
  upcoming(index: number): SegmentSpan | undefined {
    return this.#listed?.[this.#before(index)];
  }

  /** Every event of what comes at `index` or after is at this time or later; infinite when no more will come. */
  startOf(index: number): number {
    if (this.#listed === null) return -Infinity;
    const upcoming = this.upcoming(index);
    if (upcoming === undefined) return Infinity;
    if (upcoming.index === index) return upcoming.start;
    return this.listed[this.#before(index) - 1]?.end ?? this.#view.start;
  }

  /** What tells whether the recorded clock was right in the segment of this index. */
  clockBounds(index: number): ClockBounds {
    const from = this.#before(index + 1);
    const following = this.listed.slice(from, from + NEIGHBOURS).map(({ end }) => end);
    return { start: this.#view.start, end: this.#complete ? this.#view.end : undefined, following };
  }

  /**
   * Whether an index that is not listed, while a later one is, is lost for good. A view that is still being
   * recorded may have sent two segments in the wrong order; not three.
   */
  #isLost(index: number): boolean {
    return this.#complete || this.listed.length - this.#before(index) > 1;
  }

  /** How many of the listed segments come before this index. */
  #before(index: number): number {
    return countBefore(this.listed, (listed) => listed.index < index);
  }
}
