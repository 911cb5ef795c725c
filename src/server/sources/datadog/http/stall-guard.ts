import type { Clock } from "./clock.ts";

/** Nothing came for too long, or it took too long altogether. */
class StalledError extends Error {
  constructor(ms: number, what: string) {
    super(`${what} for ${Math.round(ms / 1000)} seconds`);
    this.name = "StalledError";
  }
}

/** How long a request may take, milliseconds. */
export interface TimeLimits {
  /** Until its answer begins, and between its parts. */
  readonly silenceMs: number;
  /** Altogether. */
  readonly totalMs: number;
}

/** Aborts a request of which nothing is heard, or which takes too long. */
export class StallGuard {
  readonly #clock: Clock;
  readonly #limits: TimeLimits;
  readonly #stalled = new AbortController();
  readonly #over = new AbortController();
  #heardAt: number;
  /** Aborts when the time is over, or `signal` does. */
  readonly signal: AbortSignal;

  constructor(clock: Clock, limits: TimeLimits, signal: AbortSignal) {
    this.#clock = clock;
    this.#limits = limits;
    this.#heardAt = clock.now();
    this.signal = AbortSignal.any([signal, this.#stalled.signal]);
    void this.#watchSilence();
    void this.#watchTotal();
  }

  /** Something came. */
  readonly heard = (): void => {
    this.#heardAt = this.#clock.now();
  };

  /** The request is over. */
  end(): void {
    this.#over.abort();
  }

  async #watchSilence(): Promise<void> {
    const { silenceMs } = this.#limits;
    for (let left = silenceMs; left > 0; left = this.#heardAt + silenceMs - this.#clock.now())
      if (!(await this.#passes(left))) return;
    this.#stalled.abort(new StalledError(silenceMs, "nothing came"));
  }

  async #watchTotal(): Promise<void> {
    const { totalMs } = this.#limits;
    if (await this.#passes(totalMs)) this.#stalled.abort(new StalledError(totalMs, "it was not complete"));
  }

  #passes(ms: number): Promise<boolean> {
    return this.#clock.wait(ms, this.#over.signal).then(
      () => true,
      () => false,
    );
  }
}
