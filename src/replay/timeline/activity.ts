import { type EpochMs, epochMs } from "../../base/time.ts";

/** A stretch of a recording, both ends included. */
export interface Stretch {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** Pauses up to this belong to the activity around them; it bounds what is kept of thousands of moves. */
const PAUSE_MS = 1000;

/** What an `ActivityLog` knows. */
export interface KnownActivity {
  /** In order, and further apart than `PAUSE_MS`. */
  readonly busy: readonly { readonly start: number; readonly end: number }[];
  /** The recorded time; infinite while there is none. */
  readonly start: number;
  readonly end: number;
}

const NO_ACTIVITY: KnownActivity = { busy: [], start: Infinity, end: -Infinity };

/** When the user did something, out of the time that is recorded. */
export class ActivityLog {
  readonly #busy: { start: number; end: number }[];
  #start: number;
  #end: number;

  /** Goes on after what is known. */
  constructor({ busy, start, end } = NO_ACTIVITY) {
    this.#busy = busy.map((each) => ({ ...each }));
    this.#start = start;
    this.#end = end;
  }

  /** A copy of all that is known. */
  known(): KnownActivity {
    return { busy: this.#busy.map((each) => ({ ...each })), start: this.#start, end: this.#end };
  }

  /** The recording covers this time. */
  see(at: EpochMs): void {
    this.#start = Math.min(this.#start, at);
    this.#end = Math.max(this.#end, at);
  }

  /** The user did something. A time before the last one counts as that one, as it does in playback. */
  act(at: EpochMs): void {
    this.see(at);
    const last = this.#busy.at(-1);
    if (last && at - last.end <= PAUSE_MS) last.end = Math.max(last.end, at);
    else this.#busy.push({ start: at, end: at });
  }

  /** When the user did something, in order; pauses of up to a second are part of it. */
  busy(): readonly Stretch[] {
    return this.#busy.map(({ start, end }) => ({ start: epochMs(start), end: epochMs(end) }));
  }

  /**
   * Stretches of more than `thresholdMs` (at least a second) in which the user did nothing, in order, those
   * before the first and after the last activity among them. The recorded time goes on to `until`, if that is later,
   * and begins at `since`, if that is earlier.
   */
  idle(thresholdMs: number, until: number = this.#end, since = Infinity): readonly Stretch[] {
    if (this.#start > this.#end) return [];
    const edges = [
      Math.min(this.#start, since),
      ...this.#busy.flatMap(({ start, end }) => [start, end]),
      Math.max(this.#end, until),
    ];
    const stretches: Stretch[] = [];
    for (let i = 0; i + 1 < edges.length; i += 2) {
      const start = edges[i] as number;
      const end = edges[i + 1] as number;
      if (end - start > Math.max(thresholdMs, PAUSE_MS)) {
        stretches.push({ start: epochMs(start), end: epochMs(end) });
      }
    }
    return stretches;
  }
}
