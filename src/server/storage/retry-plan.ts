const FIRST_DELAY_MS = 60_000;
const LONGEST_DELAY_MS = 3_600_000;

/** When what failed is tried again: after a minute, then twice as long each time, at most an hour. */
export class RetryPlan {
  readonly #entries = new Map<string, { readonly failures: number; readonly dueAt: number }>();

  /** How many wait. */
  get size(): number {
    return this.#entries.size;
  }

  /** Whether it never failed or its time has come. Times are epoch milliseconds. */
  isDue(name: string, now: number): boolean {
    return (this.#entries.get(name)?.dueAt ?? now) <= now;
  }

  failed(name: string, now: number): void {
    const failures = this.#entries.get(name)?.failures ?? 0;
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
    this.#entries.set(name, { failures: failures + 1, dueAt: now + delay });
  }

  succeeded(name: string): void {
    this.#entries.delete(name);
  }
}
