import { describe, expect, test } from "vitest";
import type { Presence } from "../../replay/timeline/presence.ts";
import type { StageView } from "../../wire/stage.ts";
import { Programme, spanAfter, spanAt } from "./programme.ts";

const view = (id: string, start: number, end: number): StageView => ({
  id,
  url: `https://shop.example/${id}`,
  start,
  end,
  hasReplay: true,
});
const session = { start: 0, end: 100_000 };
const presence = (...focus: readonly (readonly [number, string])[]): Presence => ({
  focus: focus.map(([at, state]) => ({ at: at * 1_000, state })),
  signs: [],
});
const shown = ({ spans }: Programme) =>
  spans.map(({ viewId, from, to }) => `${viewId} ${from / 1_000}-${to / 1_000}`);

describe("the span at a time", () => {
  const { spans } = new Programme(session, [view("a", 0, 50_000), view("b", 50_000, 100_000)]);

  test("begins at its first millisecond", () => {
    expect(spanAt(spans, 49_999.9)?.viewId).toBe("a");
    expect(spanAt(spans, 50_000)?.viewId).toBe("b");
  });

  test("is the nearest one outside of the session", () => {
    expect(spanAt(spans, -5)?.viewId).toBe("a");
    expect(spanAt(spans, 500_000)?.viewId).toBe("b");
  });

  test("is followed by the next one", () => {
    expect(spanAfter(spans, 20_000)?.viewId).toBe("b");
    expect(spanAfter(spans, 70_000)).toBeUndefined();
  });
});

describe("what a person looks at", () => {
  const views = [view("a", 0, 100_000), view("b", 20_000, 80_000)];

  test("is shown to the next change of the plan, and as long as its view lasts", () => {
    const programme = new Programme(session, views);
    programme.hold("a", 30_000);
    expect(shown(programme)).toEqual(["a 0-100"]);
    programme.hold("b", 90_000);
    expect(shown(programme)).toEqual(["a 0-20", "b 20-80", "a 80-100"]);
  });

  test("stays while more is learnt, up to the next change", () => {
    const programme = new Programme(session, views);
    const learn = (until: number, seenAt: number | undefined) => {
      programme.learn("a", presence([0, "active"], [until, "passive"]), seenAt);
      programme.learn("b", presence([20, "passive"], [until, "active"]), seenAt);
    };
    learn(60, 30_000);
    expect(shown(programme)).toEqual(["a 0-20", "b 20-80", "a 80-100"]);
    learn(50, 30_000);
    expect(spanAt(programme.spans, 30_000)?.viewId).toBe("b");
    programme.leaveFor(90_000);
    expect(shown(programme)).toEqual(["a 0-50", "b 50-80", "a 80-100"]);
  });

  test("may change while it is not there yet", () => {
    const programme = new Programme(session, views);
    programme.learn("a", presence([0, "active"]), undefined);
    programme.learn("b", presence([20, "passive"]), undefined);
    expect(shown(programme)).toEqual(["a 0-100"]);
  });

  test("is what the plan says again after going elsewhere", () => {
    const programme = new Programme(session, views);
    programme.hold("a", 30_000);
    programme.leaveFor(50_000);
    expect(shown(programme)).toEqual(["a 0-100"]);
    const ended = [view("a", 0, 40_000), views[1] ?? view("b", 0, 0)];
    programme.grow(session, ended, undefined);
    programme.leaveFor(70_000);
    expect(shown(programme)).toEqual(["a 0-20", "b 20-100"]);
  });

  test("needs no records of other views to be known", () => {
    const programme = new Programme(session, views);
    expect(programme.rivalsAt(10_000)).toEqual([]);
    expect(programme.rivalsAt(30_000)).toEqual(["a", "b"]);
    programme.hold("a", 30_000);
    expect(programme.rivalsAt(30_000)).toEqual([]);
    programme.pin("b");
    expect(programme.rivalsAt(30_000)).toEqual([]);
    expect(shown(programme)).toEqual(["a 0-20", "b 20-80", "a 80-100"]);
    programme.pin(undefined);
    expect(programme.rivalsAt(30_000)).toEqual(["a", "b"]);
  });
});
