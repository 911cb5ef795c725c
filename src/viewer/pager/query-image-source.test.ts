import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { queryImageSource } from "./query-image-source.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const client = () => new QueryClient({ defaultOptions: { queries: { networkMode: "always" } } });

/** A network that answers with these, one after the other; undefined: there is no connection. */
function networkOf(...answers: (Response | undefined)[]) {
  const fetched = vi.spyOn(globalThis, "fetch");
  for (const answer of answers) {
    if (answer === undefined) fetched.mockRejectedValueOnce(new TypeError("no connection"));
    else fetched.mockResolvedValueOnce(answer);
  }
  return fetched;
}

test("an image is asked for until there is a connection, after longer and longer pauses", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const pauses: number[] = [];
  // Each round is three tries of the query's own.
  const lost = [undefined, undefined, undefined];
  networkOf(...lost, ...lost, new Response(new Uint8Array([1, 2, 3])));
  const source = queryImageSource(client(), "s", undefined, (ms) => {
    pauses.push(ms);
    return Promise.resolve();
  });
  const got = source("10x10-aa", new AbortController().signal);
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(await got).toEqual(new Uint8Array([1, 2, 3]).buffer);
  expect(pauses).toEqual([1_000, 2_000]);
});

test("what the server says of an image is said at once", async () => {
  networkOf(new Response(null, { status: 404 }));
  const source = queryImageSource(client(), "s", undefined, () => Promise.reject(new Error("waited")));
  expect(await source("10x10-aa", new AbortController().signal)).toBe("gone");
});

test("an image that is not wanted any more is not waited for", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  networkOf(undefined, undefined, undefined);
  const wanted = new AbortController();
  const source = queryImageSource(client(), "s", undefined, (_, signal) => {
    wanted.abort(new Error("seen enough"));
    return Promise.reject(signal.reason as Error);
  });
  const outcome = source("10x10-aa", wanted.signal).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(await outcome).toEqual(new Error("seen enough"));
});
