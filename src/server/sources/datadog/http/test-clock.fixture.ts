import type { Clock } from "./clock.ts";

interface Wait {
  readonly until: number;
  readonly pass: () => void;
}

/** Shorter waits than this pass at once (pauses after failures, periods of limits); longer ones when a test says so. */
const SHORT_MS = 15_000;

/** A clock that goes on only when somebody waits for a short while, or when it is told to. */
export class TestClock implements Clock {
  #now: number;
  #waits: readonly Wait[] = [];
  /** How long was waited, each time, of what passed at once. */
  readonly passed: number[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const wait: Wait = {
        until: this.#now + ms,
        pass: () => {
          this.#waits = this.#waits.filter((other) => other !== wait);
          signal.removeEventListener("abort", quit);
          resolve();
        },
      };
      const quit = () => {
        this.#waits = this.#waits.filter((other) => other !== wait);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", quit, { once: true });
      this.#waits = [...this.#waits, wait];
      if (ms >= SHORT_MS) return;
      this.passed.push(ms);
      setImmediate(() => this.#reach(wait.until));
    });
  }

  /** Lets time pass. */
  advance(ms: number): void {
    this.#reach(this.#now + ms);
  }

  #reach(time: number): void {
    this.#now = Math.max(this.#now, time);
    for (const wait of this.#waits) if (wait.until <= this.#now) wait.pass();
  }
}
