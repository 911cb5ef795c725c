import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { fetched } from "./fetched.ts";

/** A query that is answered by hand. */
function setUp() {
  const client = new QueryClient();
  const answer = deferred<string>();
  const begun: AbortSignal[] = [];
  const query = {
    queryKey: ["bytes", 1],
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      begun.push(signal);
      return answer.promise;
    },
  };
  return { answer, begun, wait: (signal: AbortSignal) => fetched(client, query, signal) };
}

test("one that goes leaves the query to another that waits for it", async () => {
  const { answer, begun, wait } = setUp();
  const first = new AbortController();
  const gone = wait(first.signal);
  const stays = wait(new AbortController().signal);
  first.abort(new Error("elsewhere"));
  await expect(gone).rejects.toThrow("elsewhere");
  expect(begun.map(({ aborted }) => aborted)).toEqual([false]);
  answer.resolve("here");
  expect(await stays).toBe("here");
});

test("the query is cancelled when the last one goes", async () => {
  const { begun, wait } = setUp();
  const all = [new AbortController(), new AbortController()];
  const waits = all.map(({ signal }) => wait(signal));
  for (const each of all) each.abort(new Error("elsewhere"));
  for (const each of waits) await expect(each).rejects.toThrow("elsewhere");
  expect(begun.map(({ aborted }) => aborted)).toEqual([true]);
});
