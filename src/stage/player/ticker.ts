/** Longest step between two drawn frames; a longer one is a standstill, not time that has passed. */
const LONGEST_STEP_MS = 250;

export interface TickerParts {
  /** Before each drawn frame: the time since the one before, and the present one, in milliseconds. */
  readonly tick: (step: number, now: number) => void;
  /** The tab is hidden or seen again; no frames are drawn between, and the clock stands. */
  readonly hidden: (isHidden: boolean) => void;
}

/** Calls back before each frame that the browser draws, while it runs. */
export class Ticker {
  readonly #parts: TickerParts;
  #request: number | null = null;
  #last = 0;

  constructor(parts: TickerParts) {
    this.#parts = parts;
    document.addEventListener("visibilitychange", this.#visibilityChanged);
  }

  start(): void {
    this.stop();
    this.#last = performance.now();
    this.#request = requestAnimationFrame(this.#frame);
  }

  stop(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
  }

  destroy(): void {
    this.stop();
    document.removeEventListener("visibilitychange", this.#visibilityChanged);
  }

  readonly #frame = (): void => {
    this.#request = requestAnimationFrame(this.#frame);
    const now = performance.now();
    const step = Math.min(now - this.#last, LONGEST_STEP_MS);
    this.#last = now;
    this.#parts.tick(step, now);
  };

  readonly #visibilityChanged = (): void => {
    if (this.#request !== null) this.#parts.hidden(document.hidden);
  };
}
