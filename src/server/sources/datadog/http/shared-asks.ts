interface Shared<T> {
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
}

/** Asks the same thing once for all who want to know it at the same time. It is aborted when none of them is left. */
export class SharedAsks<T> {
  readonly #asks = new Map<string, Shared<T>>();

  async ask(key: string, make: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const shared = this.#asks.get(key) ?? this.#begin(key, make);
    shared.waiters += 1;
    const leaving = new AbortController();
    const gone = new Promise<never>((_resolve, reject) => {
      const quit = () => reject(signal.reason as Error);
      signal.addEventListener("abort", quit, { once: true, signal: leaving.signal });
    });
    try {
      return await Promise.race([shared.answer, gone]);
    } finally {
      leaving.abort();
      shared.waiters -= 1;
      if (shared.waiters === 0 && signal.aborted) {
        shared.controller.abort(signal.reason);
        this.#forget(key, shared);
      }
    }
  }

  #begin(key: string, make: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const controller = new AbortController();
    const shared: Shared<T> = { controller, answer: make(controller.signal), waiters: 0 };
    this.#asks.set(key, shared);
    const forget = () => this.#forget(key, shared);
    shared.answer.then(forget, forget);
    return shared;
  }

  #forget(key: string, shared: Shared<T>): void {
    if (this.#asks.get(key) === shared) this.#asks.delete(key);
  }
}
