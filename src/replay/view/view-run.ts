import type { eventWithTime } from "@rrweb/types";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { type ClockBounds, RecordClock } from "../segment/record-clock.ts";
import type { SegmentText } from "../segment/read-segment.ts";
import type { DecoderCheckpoint } from "../translate/decoder-checkpoint.ts";
import type { ViewDecoder } from "../translate/view-decoder.ts";
import type { SegmentSpan } from "./segment-span.ts";

/** A segment that is being played: what of it is still to come, and what follows its last record. */
interface Held {
  readonly index: number;
  readonly records: readonly RawRecord[];
  next: number;
  /** The segment is damaged: what follows it cannot count on it. */
  readonly cutAt: SegmentSpan | undefined;
}

/**
 * One way through a view: from a place where decoding can begin, forward in steps of time. Segments are fed in order
 * of index; what happened before a time is asked for, and the page as it is then.
 *
 *   segments   │  6  │  7  │  8  │          fed one by one while `isHungry`
 *   follow          ▲ t1                   what happened before t1 is applied to the page, without events
 *   advance                 ▲ t2           events of what happened before t2
 */
export class ViewRun {
  readonly #decoder: ViewDecoder;
  readonly #clock: RecordClock;
  #next: number;
  #held: Held | null = null;
  /** The latest time of a record so far: records are in order, their times need not be. */
  #at: number;
  /** The decoder had a page when the run began. */
  readonly #hadPicture: boolean;

  /**
   * Begins after the segment `after` (−1: at the view's start), with a decoder that is at that place. `at`: the time of
   * the last record before it, where the decoder has a page already.
   */
  constructor(decoder: ViewDecoder, after: number, at = -Infinity) {
    this.#decoder = decoder;
    this.#clock = new RecordClock(at);
    this.#next = after + 1;
    this.#at = at;
    this.#hadPicture = at > -Infinity;
  }

  /** Lowest index that the next segment may have. */
  get next(): number {
    return this.#next;
  }

  /** Time of the latest record so far; −Infinity before the first. */
  get at(): number {
    return this.#at;
  }

  /** All that was fed is decoded. */
  get isHungry(): boolean {
    return this.#held === null;
  }

  /** There is a page to be shown. */
  get hasPicture(): boolean {
    return this.#hadPicture || this.firstPictureAt !== null;
  }

  /** Time of the first full snapshot that the run has met; null while there was none. */
  get firstPictureAt(): number | null {
    return this.#decoder.met.firstPictureAt;
  }

  /** The page's address as the last Meta record has it. */
  get url(): string | null {
    return this.#decoder.met.url;
  }

  /** Takes a segment; the one before is done. */
  feed(index: number, text: SegmentText, span: SegmentSpan | undefined, bounds: ClockBounds): void {
    this.#next = index + 1;
    this.#held = {
      index,
      records: this.#clock.place(text.records, bounds).records,
      next: 0,
      cutAt: text.intact ? undefined : cutOf(text, span),
    };
    this.#settle();
  }

  /** Segments up to this one are lost: goes on after them. */
  skip(last: number, span: SegmentSpan | undefined): void {
    this.#next = last + 1;
    this.#decoder.skip(last, span && { start: epochMs(span.start), end: epochMs(span.end) });
  }

  /** The events of what was fed and happened before `end`. */
  advance(end: number): readonly eventWithTime[] {
    const held = this.#held;
    if (held === null) return [];
    const events = this.#decoder.decode(held.index, this.#recordsUntil(end, held));
    this.#settle();
    return events;
  }

  /** Goes on through what was fed and happened before `end`, as `advance` does, but without events. */
  follow(end: number): void {
    const held = this.#held;
    if (held === null) return;
    this.#decoder.follow(held.index, this.#recordsUntil(end, held));
    this.#settle();
  }

  /** Strings of keyframes whose places are passed are needed. */
  get canLearn(): boolean {
    return this.#decoder.canLearn;
  }

  /** Takes the strings of a keyframe whose place is passed now; see `ViewDecoder.learn`. */
  learn(checkpoint: DecoderCheckpoint): void {
    this.#decoder.learn(checkpoint);
  }

  /** Goes on through what was fed up to the first full snapshot in it, and what is of the same millisecond. */
  advanceToPicture(): void {
    for (let held = this.#held; held !== null && !this.hasPicture; held = this.#held) {
      const record = held.records[held.next];
      if (record === undefined) break;
      held.next += 1;
      this.#at = Math.max(this.#at, record.timestamp);
      this.#decoder.follow(held.index, [record]);
      this.#settle();
    }
    if (this.hasPicture) this.follow(Math.floor(this.#at) + 1);
  }

  /** The page as it is now; empty before the first full snapshot. */
  picture(): readonly eventWithTime[] {
    return this.#decoder.snapshot(epochMs(this.#at));
  }

  /** Those that come next and happened before `end`; they count as taken. */
  #recordsUntil(end: number, held: Held): readonly RawRecord[] {
    const from = held.next;
    for (const { timestamp } of held.records.slice(from)) {
      const at = Math.max(this.#at, timestamp);
      if (at >= end) break;
      this.#at = at;
      held.next += 1;
    }
    return held.records.slice(from, held.next);
  }

  #settle(): void {
    const held = this.#held;
    if (held === null || held.next < held.records.length) return;
    this.#held = null;
    const { cutAt, index } = held;
    if (cutAt !== undefined)
      this.#decoder.skip(index, { start: epochMs(cutAt.start), end: epochMs(cutAt.end) });
  }
}

/** The stretch of a damaged segment that could not be read; undefined when its time is not known. */
export function cutOf({ records }: SegmentText, span: SegmentSpan | undefined): SegmentSpan | undefined {
  const start = records.at(-1)?.timestamp ?? span?.start;
  return start === undefined ? undefined : { start, end: Math.max(start, span?.end ?? start) };
}
