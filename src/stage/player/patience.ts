/** Something that a picture is not complete without. */
export interface Awaited {
  /** Names it in every frame that waits for it. */
  readonly key: string;
  /** Resolves when it is there, or known not to come. */
  readonly settled: Promise<unknown>;
}

/**
 * Waits for what pictures are made of, but for one that is slow only once in a session: the next frames do not wait for
 * it, until it has come after all.
 */
export class Patience {
  readonly #milliseconds: number;
  readonly #givenUp = new Set<string>();

  /** `milliseconds`: the longest wait. */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** A wait that may go through several steps, all in the one time. */
  begin(signal: AbortSignal): (awaited: readonly Awaited[]) => Promise<void> {
    const over = new Promise<void>((resolve) => {
      setTimeout(resolve, this.#milliseconds);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    return (awaited) => this.#wait(awaited, over);
  }

  async #wait(awaited: readonly Awaited[], over: Promise<void>): Promise<void> {
    const pending = new Set<string>();
    const waits = awaited
      .filter(({ key }) => !this.#givenUp.has(key))
      .map(async ({ key, settled }) => {
        pending.add(key);
        await settled.catch(() => undefined);
        pending.delete(key);
        this.#givenUp.delete(key);
      });
    await Promise.race([Promise.all(waits), over]);
    for (const key of pending) this.#givenUp.add(key);
  }
}
