import { describe, expect, test } from "vitest";
import type { StageView } from "../../wire/stage.ts";
import { planProgramme, spanAfter, spanAt } from "./programme.ts";

const view = (id: string, start: number, end: number, more: Partial<StageView> = {}): StageView => ({
  id,
  url: `https://shop.example/${id}`,
  start,
  end,
  hasReplay: true,
  ...more,
});
const session = { start: 0, end: 100 };
const plan = (views: readonly StageView[], chosen?: string) =>
  planProgramme(session, views, chosen).map(({ viewId, from, to }) => `${viewId} ${from}-${to}`);

describe("the programme", () => {
  test("shows one view after the other and holds the last picture where none covers the time", () => {
    expect(plan([view("a", 10, 40), view("b", 60, 90)])).toEqual(["a 0-60", "b 60-100"]);
  });

  test("shows the view that started last where several cover the time, and returns to the other", () => {
    expect(plan([view("a", 0, 100), view("b", 20, 50)])).toEqual(["a 0-20", "b 20-50", "a 50-100"]);
  });

  test("shows the chosen view as long as it lasts", () => {
    expect(plan([view("a", 0, 70), view("b", 20, 100)], "a")).toEqual(["a 0-70", "b 70-100"]);
  });

  test("stays in the tab of the chosen view", () => {
    const views = [
      view("a1", 0, 50, { tabId: "a" }),
      view("b1", 20, 80, { tabId: "b" }),
      view("a2", 50, 100, { tabId: "a" }),
      view("b2", 80, 100, { tabId: "b" }),
    ];
    expect(plan(views, "a1")).toEqual(["a1 0-50", "a2 50-100"]);
    expect(plan(views, "b2")).toEqual(["a1 0-20", "b1 20-80", "b2 80-100"]);
  });

  test("prefers a view that was recorded to a later one that was not", () => {
    expect(plan([view("a", 0, 100), view("b", 20, 60, { hasReplay: false })])).toEqual(["a 0-100"]);
  });

  test("shows a view without recording where nothing else is", () => {
    expect(plan([view("a", 0, 50), view("b", 50, 100, { hasReplay: false })])).toEqual([
      "a 0-50",
      "b 50-100",
    ]);
  });

  test("is empty without views", () => {
    expect(plan([])).toEqual([]);
  });
});

describe("the span at a time", () => {
  const spans = planProgramme(session, [view("a", 0, 50), view("b", 50, 100)]);

  test("begins at its first millisecond", () => {
    expect(spanAt(spans, 49.9)?.viewId).toBe("a");
    expect(spanAt(spans, 50)?.viewId).toBe("b");
  });

  test("is the nearest one outside of the session", () => {
    expect(spanAt(spans, -5)?.viewId).toBe("a");
    expect(spanAt(spans, 500)?.viewId).toBe("b");
  });

  test("is followed by the next one", () => {
    expect(spanAfter(spans, 20)?.viewId).toBe("b");
    expect(spanAfter(spans, 70)).toBeUndefined();
  });
});
