/** Longest step between two drawn frames. */
const LONGEST_STEP_MS = 250;
/** After a longer one the page was not slow but asleep: the machine was, or the browser had frozen the tab. */
const SLEEP_MS = 3_000;

export interface TickerParts {
  /** Before each drawn frame: the time since the one before, and the present one, in milliseconds. */
  readonly tick: (step: number, now: number) => void;
  /** No frame was drawn for so long that no time is to have passed. Comes before the tick of that frame. */
  readonly woken: () => void;
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
    const passed = now - this.#last;
    this.#last = now;
    if (passed > SLEEP_MS) this.#parts.woken();
    this.#parts.tick(Math.min(passed, LONGEST_STEP_MS), now);
  };

  readonly #visibilityChanged = (): void => {
    if (this.#request !== null) this.#parts.hidden(document.hidden);
  };
}
