/** A time limit that runs from the first time that it is asked to. */
export class TimeLimit {
  readonly milliseconds: number;
  #signal: AbortSignal | undefined;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  /** Begins to run, unless it does; the signal aborts when it is over. */
  start(): AbortSignal {
    return (this.#signal ??= AbortSignal.timeout(this.milliseconds));
  }

  get isOver(): boolean {
    return this.#signal?.aborted === true;
  }
}
