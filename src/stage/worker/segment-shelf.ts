import type { ClockBounds } from "../../replay/segment/record-clock.ts";
import { type LostSegments, SegmentSequence } from "../../replay/view/segment-sequence.ts";
import type { SegmentSpan, Stretch } from "./protocol.ts";

/** What is at a place of a view's sequence of segments. */
export type Place =
  /** The segment is there. */
  | {
      readonly kind: "segment";
      readonly index: number;
      readonly bytes: Uint8Array;
      readonly span: SegmentSpan | undefined;
    }
  /** It never comes, and neither do those after it up to `last`. */
  | LostSegments
  /** It is not there yet. */
  | { readonly kind: "missing" }
  /** Nothing is listed from here on. */
  | { readonly kind: "end" };

/** A view's segments as recorded, as far as they are here, and what the source lists. */
export class SegmentShelf {
  readonly #held = new Map<number, Uint8Array | null>();
  #isListed = false;
  #sequence = new SegmentSequence<SegmentSpan>({ start: -Infinity, end: Infinity }, [], false);
  #bytes = 0;

  /** What the source lists of this view, in any order; `complete` when no more is expected. */
  list(view: Stretch, segments: readonly SegmentSpan[], complete: boolean): void {
    this.#isListed = true;
    this.#sequence = new SegmentSequence(view, segments, complete);
  }

  /** Whether it is known what the source has; nothing is decoded before. */
  get isListed(): boolean {
    return this.#isListed;
  }

  /** No more is expected than is listed. */
  get isComplete(): boolean {
    return this.#sequence.isComplete;
  }

  /** All that is listed, in order of index. */
  get listed(): readonly SegmentSpan[] {
    return this.#sequence.listed;
  }

  /** The view's own start and end. */
  get view(): Stretch {
    return this.#sequence.view;
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
    const { view, listed, isComplete } = this.#sequence;
    const known = listed.map((each) =>
      each.index === index ? Object.assign({}, each, { hasFullSnapshot: false }) : each,
    );
    this.#sequence = new SegmentSequence(view, known, isComplete);
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
    const held = this.#held.get(index);
    if (held === null) return this.#sequence.undelivered(index);
    const upcoming = this.upcoming(index);
    const own = upcoming?.index === index ? upcoming : undefined;
    if (held !== undefined) return { kind: "segment", index, bytes: held, span: own };
    if (upcoming === undefined) return { kind: "end" };
    return this.#sequence.lostAt(index) ?? { kind: "missing" };
  }

  /** The first listed segment from this index on. */
  upcoming(index: number): SegmentSpan | undefined {
    return this.#sequence.upcoming(index);
  }

  /** Every event of what comes at `index` or after is at this time or later; infinite when no more will come. */
  startOf(index: number): number {
    return this.#isListed ? this.#sequence.startOf(index) : -Infinity;
  }

  /** What tells whether the recorded clock was right in the segment of this index. */
  clockBounds(index: number): ClockBounds {
    return this.#sequence.clockBounds(index);
  }
}
