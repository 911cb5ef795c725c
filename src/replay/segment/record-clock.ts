import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { RecordType } from "../record/shared-record.ts";

/** What is known of the time around a segment; epoch ms. */
export interface ClockBounds {
  /** Nothing of the view was before. */
  readonly start: number;
  /** Where it is known that nothing was after. */
  readonly end: number | undefined;
  /** When the segments that follow ended, the next ones first: a few are enough. */
  readonly following: readonly number[];
}

export interface PlacedRecords {
  readonly records: readonly RawRecord[];
  /** How many of them have another time than was recorded. */
  readonly moved: number;
}

/** Up to this a record may be dated before the one before it: pages' records are flushed a moment late. */
const DISORDER_MS = 1_000;
/** A longer step ahead is looked at: it may be a wrong time, or a machine that was asleep. */
const JUMP_MS = 60_000;
/** How many of the records that follow are looked at. */
const WINDOW = 200;

/**
 * The times of one view's records, in the order of the stream, where the clock of the recorded machine was changed or a
 * record carries a wrong time. Times that are right stay as they are, also after a long pause:
 *
 *   recorded   1  2  3  900  4  5         1  2  3  -50  4  5      1  2  3  -60 -59 -58       1  2  3  900 901
 *   placed     1  2  3   3   4  5         1  2  3   3   4  5      1  2  3   3   4   5        1  2  3  900 901
 *              a wrong time ahead         a wrong time back       the clock was set back      asleep
 *
 * A wrong time is one to which what follows does not keep. After the clock was set back, times go on from the last
 * one until what is recorded has caught up with it.
 */
export class RecordClock {
  #last: number;
  #recorded: number;

  /** `last`: the time of the record before the first that comes. */
  constructor(last = -Infinity) {
    this.#last = last;
    this.#recorded = last;
  }

  place(records: readonly RawRecord[], bounds: ClockBounds): PlacedRecords {
    this.#last = Math.max(this.#last, bounds.start);
    let moved = 0;
    const placed = records.map((record, index) => {
      // Frustrations are dated by the clicks that they are about.
      if (record.type === RecordType.Frustration) return record;
      const at = this.#next(record.timestamp, new Outlook(records, index + 1, bounds));
      if (at === record.timestamp) return record;
      moved++;
      return { ...record, timestamp: epochMs(at) };
    });
    return { records: placed, moved };
  }

  #next(recorded: number, outlook: Outlook): number {
    const step = recorded - this.#recorded;
    this.#recorded = recorded;
    const isBack = recorded < this.#last - DISORDER_MS;
    const isAhead = recorded > this.#last + JUMP_MS && !outlook.keepsTo(recorded);
    if (!isBack && !isAhead) {
      this.#last = Math.max(this.#last, recorded);
      return recorded;
    }
    // The first record of all has nothing before it to go on from.
    if (this.#last === -Infinity) return recorded;
    const pause = step > 0 && step <= JUMP_MS ? step : 0;
    this.#last = Math.min(this.#last + pause, outlook.firstFrom(this.#last));
    return this.#last;
  }
}

/** What follows a record. */
class Outlook {
  readonly #records: readonly RawRecord[];
  readonly #from: number;
  readonly #bounds: ClockBounds;

  constructor(records: readonly RawRecord[], from: number, bounds: ClockBounds) {
    this.#records = records;
    this.#from = from;
    this.#bounds = bounds;
  }

  /** Whether what follows is not before `at`, for the most part; unknown counts as kept to. */
  keepsTo(at: number): boolean {
    const { following, end } = this.#bounds;
    const times = [...this.#times(), ...following];
    if (times.length === 0) return end === undefined || at <= end + JUMP_MS;
    const before = times.filter((time) => time < at - JUMP_MS).length;
    return before <= times.length / 2;
  }

  /** The next recorded time that is not before `at`; infinite where none is near. */
  firstFrom(at: number): number {
    return this.#times().find((time) => time >= at) ?? Infinity;
  }

  #times(): readonly number[] {
    return this.#records
      .slice(this.#from, this.#from + WINDOW)
      .filter(({ type }) => type !== RecordType.Frustration)
      .map(({ timestamp }) => timestamp);
  }
}
