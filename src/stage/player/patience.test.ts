import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { Patience } from "./patience.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new AbortController().signal;

/** Whether a wait is over, once all that can go on has. */
function watch(wait: Promise<void>) {
  let isOver = false;
  void wait.then(() => (isOver = true));
  return async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return isOver;
  };
}

test("waits for all, those that fail too", async () => {
  const a = deferred();
  const b = Promise.reject(new Error("gone"));
  const both = [
    { key: "a", settled: a.promise },
    { key: "b", settled: b },
  ];
  const after = watch(new Patience(100).during(never, (wait) => wait(both)));
  expect(await after(0)).toBe(false);
  a.resolve();
  expect(await after(0)).toBe(true);
});

test("one that is slow is waited for once, over all steps, until it has come", async () => {
  const patience = new Patience(100);
  const slow = deferred();
  const awaited = [{ key: "slow", settled: slow.promise }];
  const before = deferred();
  const after = watch(
    patience.during(never, async (wait) => {
      await wait([{ key: "before", settled: before.promise }]);
      await wait(awaited);
    }),
  );
  expect(await after(60)).toBe(false);
  before.resolve();
  expect(await after(30)).toBe(false);
  expect(await after(20)).toBe(true);
  // The next frame is shown without it.
  expect(await watch(patience.during(never, (wait) => wait(awaited)))(0)).toBe(true);
  slow.resolve();
  await vi.advanceTimersByTimeAsync(0);
  const anew = deferred();
  const again = [{ key: "slow", settled: anew.promise }];
  const waiting = watch(patience.during(never, (wait) => wait(again)));
  expect(await waiting(0)).toBe(false);
  anew.resolve();
  expect(await waiting(0)).toBe(true);
});

test("ends when it is given up", async () => {
  const gone = new AbortController();
  const endless = [{ key: "a", settled: new Promise(() => undefined) }];
  const after = watch(new Patience(100).during(gone.signal, (wait) => wait(endless)));
  expect(await after(0)).toBe(false);
  gone.abort();
  expect(await after(0)).toBe(true);
});

test("leaves no timer behind, however it ends", async () => {
  const patience = new Patience(100);
  await patience.during(never, (wait) => wait([]));
  await expect(patience.during(never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(vi.getTimerCount()).toBe(0);
});
