import { deferred } from "../../base/deferred.ts";

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

  /** Does `work`, which may wait in several steps, all in the one time. What it throws is thrown on. */
  async during(
    signal: AbortSignal,
    work: (wait: (awaited: readonly Awaited[]) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const over = deferred();
    const end = () => over.resolve();
    const timer = setTimeout(end, this.#milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    try {
      await work((awaited) => this.#wait(awaited, over.promise));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
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
