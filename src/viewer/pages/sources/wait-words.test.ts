import { expect, test } from "vitest";
import { waitWords } from "./wait-words.ts";

const wait = { reason: "rate-limit", about: "rum_search", requests: 1 } as const;

test("a rate limit is said with its name, who waits and how long still", () => {
  expect(waitWords({ ...wait, requests: 3 }, "Datadog EU", 61_200)).toEqual({
    what: "Datadog EU allows no more requests for now (rate limit: rum_search). 3 requests wait. It goes on by itself",
    left: "in 1 min 2 s",
  });
});

test("a failure says how it failed", () => {
  const failed = { ...wait, reason: "failure", about: "a page of segments: status 500" } as const;
  expect(waitWords(failed, "Datadog EU", 0)).toEqual({
    what: "Datadog EU did not answer (a page of segments: status 500). It is asked again",
    left: "now",
  });
});
