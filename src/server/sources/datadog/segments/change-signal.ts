/** Wakes whoever waits for something to change. */
export class ChangeSignal {
  #wakers: (() => void)[] = [];

  announce(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }

  /** Resolves at the next change; rejects with the signal's reason when that aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const quit = () => reject(signal.reason as Error);
      signal.addEventListener("abort", quit, { once: true });
      this.#wakers.push(() => {
        signal.removeEventListener("abort", quit);
        resolve();
      });
    });
  }
}
