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
  const wait = new Patience(100).begin(never);
  const after = watch(
    wait([
      { key: "a", settled: a.promise },
      { key: "b", settled: b },
    ]),
  );
  expect(await after(0)).toBe(false);
  a.resolve();
  expect(await after(0)).toBe(true);
});

test("one that is slow is waited for once, over all steps, until it has come", async () => {
  const patience = new Patience(100);
  const slow = deferred();
  const wait = patience.begin(never);
  const awaited = [{ key: "slow", settled: slow.promise }];
  await vi.advanceTimersByTimeAsync(60);
  const after = watch(wait(awaited));
  expect(await after(30)).toBe(false);
  expect(await after(20)).toBe(true);
  // The next frame is shown without it.
  expect(await watch(patience.begin(never)(awaited))(0)).toBe(true);
  slow.resolve();
  await vi.advanceTimersByTimeAsync(0);
  const anew = deferred();
  const waiting = watch(patience.begin(never)([{ key: "slow", settled: anew.promise }]));
  expect(await waiting(0)).toBe(false);
  anew.resolve();
  expect(await waiting(0)).toBe(true);
});

test("ends when it is given up", async () => {
  const gone = new AbortController();
  const after = watch(
    new Patience(100).begin(gone.signal)([{ key: "a", settled: new Promise(() => undefined) }]),
  );
  expect(await after(0)).toBe(false);
  gone.abort();
  expect(await after(0)).toBe(true);
});
