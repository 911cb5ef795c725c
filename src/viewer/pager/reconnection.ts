/** The first pause before another try; each further one is twice as long … */
const FIRST_PAUSE_MS = 1_000;
/** … up to this. */
const LONGEST_PAUSE_MS = 15_000;

/** Milliseconds to wait when so many tries have come to nothing since something came for the last time. */
export const pauseAfter = (tries: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);

export interface ReconnectionDeps {
  /** Resolves after so many milliseconds; rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Asks again for what could not be got. */
  readonly tryAgain: () => void;
  /** The connection is lost, or there again. */
  readonly told: (isLost: boolean) => void;
}

/**
 * While nothing comes of a connection: when to ask again.
 *
 *   there ──lost──▶ pausing ──the pause is over, or now──▶ trying
 *     ▲                ▲                                     │ │
 *     │                └────────────────lost─────────────────┘ │
 *     └──────────────────────────came──────────────────────────┘
 */
export class Reconnection {
  readonly #deps: ReconnectionDeps;
  #pause: AbortController | undefined;
  /** Tries since something came for the last time; undefined: the connection is there. */
  #tries: number | undefined;

  constructor(deps: ReconnectionDeps) {
    this.#deps = deps;
  }

  /** Nothing is to be asked for now. */
  get isPausing(): boolean {
    return this.#pause !== undefined;
  }

  /** Something could not be got for want of a connection. */
  lost(): void {
    if (this.#pause !== undefined) return;
    const isNew = this.#tries === undefined;
    void this.#tryAfter(pauseAfter(this.#tries ?? 0));
    if (isNew) this.#deps.told(true);
  }

  /** Something came. */
  came(): void {
    if (this.#tries === undefined) return;
    const wasPausing = this.isPausing;
    this.stop();
    this.#tries = undefined;
    this.#deps.told(false);
    if (wasPausing) this.#deps.tryAgain();
  }

  /** There is reason to believe that it is there again: does not wait for the end of the pause. */
  now(): void {
    if (!this.isPausing) return;
    this.stop();
    this.#tries = 0;
    this.#deps.tryAgain();
  }

  /** Tries no more. */
  stop(): void {
    this.#pause?.abort();
    this.#pause = undefined;
  }

  async #tryAfter(ms: number): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    this.#tries = (this.#tries ?? 0) + 1;
    try {
      await this.#deps.wait(ms, pause.signal);
    } catch (error) {
      if (pause.signal.aborted) return;
      throw error;
    }
    if (this.#pause !== pause) return;
    this.#pause = undefined;
    this.#deps.tryAgain();
  }
}
