import type { EpochMs } from "../../base/time.ts";

/** A stretch in which the picture is missing or cannot be trusted; `end` null: up to what comes. */
export interface Gap {
  readonly start: EpochMs;
  readonly end: EpochMs | null;
}

/** The gaps of a view. One is open at most. */
export class Gaps {
  readonly #closed: Gap[] = [];
  #start: EpochMs | null;

  /** `start`: where the gap that is open already began. */
  constructor(start: EpochMs | null = null) {
    this.#start = start;
  }

  /** Where the open gap began; null: none is open. */
  get openSince(): EpochMs | null {
    return this.#start;
  }

  /** The picture is lost from here; within an open gap that is nothing new. */
  open(at: EpochMs): void {
    this.#start ??= at;
  }

  /** The picture is whole again. */
  close(at: EpochMs): void {
    if (this.#start === null) return;
    // Snapshots carry the view's start, which may come before what was lost.
    this.#closed.push({ start: this.#start, end: at > this.#start ? at : this.#start });
    this.#start = null;
  }

  /** All so far, in order. */
  list(): readonly Gap[] {
    return this.#start === null ? [...this.#closed] : [...this.#closed, { start: this.#start, end: null }];
  }
}
