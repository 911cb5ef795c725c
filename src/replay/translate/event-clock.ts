/** Smallest distance between two events, in milliseconds: the player drops events that share a snapshot's time. */
const STEP = 0.01;

/** Gives out strictly rising timestamps, each at least the time asked for. */
export class EventClock {
  #last: number;

  /** `last`: what a clock that this one goes on for gave out last. */
  constructor(last = Number.NEGATIVE_INFINITY) {
    this.#last = last;
  }

  /** The timestamp given out last. */
  get last(): number {
    return this.#last;
  }

  /** The timestamp of the next event, for something recorded at `at`. */
  next(at: number): number {
    this.#last = at > this.#last ? at : this.#last + STEP;
    return this.#last;
  }
}
