import { describe, expect, it } from "vitest";
import { RequestBudget } from "./request-budget.ts";
import { TestClock } from "./test-clock.fixture.ts";

const NEVER = new AbortController().signal;
const NOW = 1_800_000_000_000;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers: new Headers(headers),
});
const left = (remaining: number, reset: number, name = "limit") => ({
  "X-RateLimit-Limit": "10",
  "X-RateLimit-Period": "60",
  "X-RateLimit-Remaining": String(remaining),
  "X-RateLimit-Reset": String(reset),
  "X-RateLimit-Name": name,
});

/** A budget whose entries are noted in the order in which they are let through. */
function setUp(atOnce = 1) {
  const clock = new TestClock(NOW);
  const budget = new RequestBudget(clock, atOnce);
  const entered: string[] = [];
  const enter = (
    name: string,
    endpoint = "segments",
    priority: "now" | "soon" | "later" = "now",
    signal = NEVER,
  ) => budget.enter(endpoint, priority, signal).then(() => void entered.push(name));
  return { clock, budget, entered, enter };
}

describe("the budget of a site's requests", () => {
  it("lets so many through at a time, the urgent ones first, else in order", async () => {
    const { budget, entered, enter } = setUp();
    await enter("first");
    const rest = [
      enter("late", "segments", "later"),
      enter("soon", "search", "soon"),
      enter("now"),
      enter("now too"),
    ];
    for (const _ of rest) {
      budget.leave("segments", answer(200));
      await Promise.resolve();
    }
    await Promise.all(rest);
    expect(entered).toEqual(["first", "now", "now too", "soon", "late"]);
  });

  it("sends no more than Datadog says is left, until the period is over", async () => {
    const { clock, budget, entered, enter } = setUp(4);
    await enter("asks");
    budget.leave("segments", answer(200, left(2, 30)));
    const rest = [enter("a"), enter("b"), enter("c"), enter("d")];
    await Promise.all(rest.slice(0, 2));
    expect(entered).toEqual(["asks", "a", "b"]);
    expect(budget.waiting()).toEqual({
      reason: "rate-limit",
      about: "limit",
      since: NOW,
      until: NOW + 30_000,
      requests: 2,
    });
    clock.advance(29_999);
    expect(entered).toHaveLength(3);
    clock.advance(1);
    await Promise.all(rest);
    expect(entered).toEqual(["asks", "a", "b", "c", "d"]);
    expect(budget.waiting()).toBeNull();
  });

  it.each([
    ["Retry-After in seconds", { "Retry-After": "20", "X-RateLimit-Reset": "99" }, 20_000],
    ["Retry-After as a date", { "Retry-After": new Date(NOW + 40_000).toUTCString() }, 40_000],
    ["X-RateLimit-Reset", { "X-RateLimit-Reset": "25" }, 25_000],
    ["nothing, at first", {}, 2000],
    ["nonsense", { "Retry-After": "soon", "X-RateLimit-Reset": "-3" }, 2000],
    ["no time at all", { "Retry-After": "0" }, 1000],
    ["days", { "Retry-After": "999999" }, 3_600_000],
  ])("waits after a refusal that says %s", async (_what, headers, ms) => {
    const { budget, enter } = setUp();
    await enter("refused");
    budget.leave("segments", answer(429, headers));
    const controller = new AbortController();
    const waiting = enter("waits", "segments", "now", controller.signal);
    expect(budget.waiting()?.until).toBe(NOW + ms);
    controller.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    expect(budget.waiting()).toBeNull();
  });

  it("keeps endpoints apart, unless Datadog gives them one limit", async () => {
    const { budget, entered, enter } = setUp(4);
    await Promise.all([enter("one"), enter("two", "search"), enter("three", "aggregate")]);
    budget.leave("segments", answer(200, left(0, 60, "replay")));
    budget.leave("search", answer(200, left(5, 60, "rum")));
    budget.leave("aggregate", answer(200, left(0, 60, "rum")));
    await enter("replay waits, rum too: this is no such", "validate");
    for (const endpoint of ["segments", "search", "aggregate"])
      void enter(endpoint, endpoint).catch(() => undefined);
    expect(entered).toHaveLength(4);
    expect(budget.waiting()?.requests).toBe(3);
  });

  it("lets nothing through that was given up while it waited", async () => {
    const { budget, entered, enter } = setUp();
    await enter("first");
    const controller = new AbortController();
    const given = enter("given up", "segments", "now", controller.signal);
    const next = enter("next");
    controller.abort(new Error("gone"));
    await expect(given).rejects.toThrow("gone");
    budget.leave("segments", null);
    await next;
    expect(entered).toEqual(["first", "next"]);
  });
});
