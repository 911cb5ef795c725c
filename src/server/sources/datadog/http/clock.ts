/** The time, and waiting; passed in, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when that aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own. A wait does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      timer.unref();
      signal.addEventListener("abort", stop, { once: true });
    }),
};
