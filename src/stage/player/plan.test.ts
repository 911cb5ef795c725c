import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { Presence } from "../../replay/timeline/presence.ts";
import type { StageView } from "../../wire/stage.ts";
import { planSession } from "./plan.ts";

const view = (id: string, start: number, end: number, more: Partial<StageView> = {}): StageView => ({
  id,
  url: `https://shop.example/${id}`,
  start,
  end,
  hasReplay: true,
  ...more,
});
const session = { start: 0, end: 100_000 };

/** What records say: states of focus as `[second, state]`, and stretches of activity in seconds. */
const presence = (
  focus: readonly (readonly [number, "active" | "passive"])[],
  signs: readonly (readonly [number, number])[] = [],
): Presence => ({
  focus: focus.map(([at, state]) => ({ at: at * 1_000, state })),
  signs: signs.map(([start, end]) => ({ start: epochMs(start * 1_000), end: epochMs(end * 1_000) })),
});
const states = (...all: readonly (readonly [number, string])[]) => ({
  pageStates: all.map(([at, state]) => ({ at: at * 1_000, state })),
});

const planOf = (
  views: readonly StageView[],
  records: Readonly<Record<string, Presence>> = {},
  pinned?: string,
) => planSession({ session, views, pinned, presence: (viewId) => records[viewId] });
const plan = (...args: Parameters<typeof planOf>) =>
  planOf(...args).spans.map(({ viewId, from, to }) => `${viewId} ${from / 1_000}-${to / 1_000}`);
const contests = (...args: Parameters<typeof planOf>) =>
  planOf(...args).contests.map(
    ({ viewIds, from, to }) => `${viewIds.join("+")} ${from / 1_000}-${to / 1_000}`,
  );

describe("one tab", () => {
  test("shows one view after the other and holds the last picture where none covers the time", () => {
    const views = [view("a", 10_000, 40_000), view("b", 60_000, 90_000)];
    expect(plan(views)).toEqual(["a 0-60", "b 60-100"]);
    expect(contests(views)).toEqual([]);
  });

  test("goes on with the next view where it starts a moment before the last one ends", () => {
    expect(plan([view("a", 0, 50_000), view("b", 49_990, 100_000)])).toEqual(["a 0-49.99", "b 49.99-100"]);
  });

  test("shows a view without recording where nothing else is", () => {
    expect(plan([view("a", 0, 50_000), view("b", 50_000, 100_000, { hasReplay: false })])).toEqual([
      "a 0-50",
      "b 50-100",
    ]);
  });

  test("shows a view of a single record, and nothing without views", () => {
    const spans = planSession({
      session: { start: 5, end: 5 },
      views: [view("a", 5, 5)],
      pinned: undefined,
      presence: () => undefined,
    });
    expect(spans.spans).toEqual([{ viewId: "a", from: 5, to: 6 }]);
    expect(plan([])).toEqual([]);
  });
});

describe("several tabs", () => {
  const a = view("a", 0, 100_000);
  const b = view("b", 20_000, 80_000);

  test("show the tab that was opened last, as long as nothing else is known, and say that records decide", () => {
    expect(plan([a, b])).toEqual(["a 0-20", "b 20-80", "a 80-100"]);
    expect(contests([a, b])).toEqual(["a+b 20-80"]);
  });

  test("follow the focus that RUM events tell, and need no records for that", () => {
    const views = [
      { ...a, ...states([0, "active"], [20, "hidden"], [40, "active"], [60, "passive"]) },
      { ...b, ...states([20, "active"], [40, "hidden"], [60, "active"]) },
    ];
    expect(plan(views)).toEqual(["a 0-20", "b 20-40", "a 40-60", "b 60-80", "a 80-100"]);
    expect(contests(views)).toEqual([]);
  });

  test("stay in a tab in whose background another is opened", () => {
    expect(plan([a, b], { a: presence([[0, "active"]]), b: presence([[20, "passive"]]) })).toEqual([
      "a 0-100",
    ]);
  });

  test("follow the focus that records tell", () => {
    const records = {
      a: presence([
        [0, "active"],
        [20, "passive"],
        [40, "active"],
      ]),
      b: presence([
        [20, "active"],
        [39, "passive"],
      ]),
    };
    expect(plan([a, b], records)).toEqual(["a 0-20", "b 20-40", "a 40-100"]);
  });

  test("follow pointer and input where every tab claims the focus", () => {
    const records = {
      a: presence([[0, "active"]], [[50, 55]]),
      b: presence(
        [[20, "active"]],
        [
          [22, 30],
          [60, 60],
        ],
      ),
    };
    expect(plan([a, b], records)).toEqual(["a 0-20", "b 20-50", "a 50-60", "b 60-80", "a 80-100"]);
    expect(contests([a, b], records)).toEqual(["a+b 20-80"]);
  });

  test("prefer a hidden tab to none, and a seen one to a hidden one", () => {
    const views = [
      { ...a, ...states([0, "hidden"]) },
      { ...b, ...states([20, "passive"]) },
    ];
    expect(plan(views)).toEqual(["a 0-20", "b 20-80", "a 80-100"]);
  });

  test("do not change tabs while the next page of the one that is shown loads", () => {
    const views = [
      { ...view("a1", 0, 50_000), ...states([0, "active"]) },
      { ...view("a2", 50_900, 100_000), ...states([51, "active"]) },
      { ...view("b", 10_000, 100_000), ...states([10, "hidden"]) },
    ];
    expect(plan(views)).toEqual(["a1 0-50.9", "a2 50.9-100"]);
  });

  test("prefer a view that was recorded to a later one that was not", () => {
    expect(plan([a, view("b", 20_000, 60_000, { hasReplay: false })])).toEqual(["a 0-100"]);
  });
});

describe("a pinned tab", () => {
  const views = [
    view("a1", 0, 50_000, { tabId: "a" }),
    view("b1", 20_000, 80_000, { tabId: "b" }),
    view("a2", 50_000, 70_000, { tabId: "a" }),
    view("b2", 80_000, 100_000, { tabId: "b" }),
  ];

  test("is shown wherever it is open, and needs no records for that", () => {
    expect(plan(views, {}, "a1")).toEqual(["a1 0-50", "a2 50-70", "b1 70-80", "b2 80-100"]);
    expect(contests(views, {}, "a1")).toEqual([]);
    expect(plan(views, {}, "b2")).toEqual(["a1 0-20", "b1 20-80", "b2 80-100"]);
  });

  test("is shown where it was not recorded, too", () => {
    const bare = view("b", 20_000, 60_000, { hasReplay: false });
    expect(plan([view("a", 0, 100_000), bare], {}, "b")).toEqual(["a 0-20", "b 20-60", "a 60-100"]);
  });
});

test("every plan covers the session without a hole or an overlap", () => {
  const state = fc.constantFrom("active", "passive", "hidden", "frozen", "odd");
  const random = fc.record({
    start: fc.nat(90_000),
    length: fc.nat(60_000),
    tabId: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
    hasReplay: fc.boolean(),
    pageStates: fc.array(fc.record({ at: fc.integer({ min: -10_000, max: 120_000 }), state })),
  });
  fc.assert(
    fc.property(fc.array(random, { minLength: 1 }), (all) => {
      const views = all.map(({ start, length, tabId, ...rest }, at) => ({
        ...view(String(at), start, start + length),
        ...rest,
        ...(tabId === undefined ? {} : { tabId }),
      }));
      const { spans } = planOf(views);
      expect(spans[0]?.from).toBe(0);
      expect(spans.at(-1)?.to).toBe(100_000);
      for (const [at, next] of spans.slice(1).entries()) {
        expect(next.from).toBe(spans[at]?.to);
        expect(next.viewId).not.toBe(spans[at]?.viewId);
        expect(next.to).toBeGreaterThan(next.from);
      }
    }),
  );
});
