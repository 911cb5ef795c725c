import { describe, expect, test } from "vitest";
import { Pace } from "./pace.ts";
import { Programme, spanAt } from "./programme.ts";
import { ViewStates } from "./view-states.ts";

const MINUTE = 60_000;
const views = [
  { id: "a", url: "", start: 0, end: 10 * MINUTE, hasReplay: true },
  { id: "b", url: "", start: 20 * MINUTE, end: 21 * MINUTE, hasReplay: false },
];
const { spans } = new Programme({ start: 0, end: 21 * MINUTE }, views);
const states = new ViewStates(views);
states.setFacts({
  viewId: "a",
  decodedUntil: 10 * MINUTE,
  completeUntil: Infinity,
  presence: { focus: [], signs: [] },
  firstPictureAt: 0,
  facts: [],
  idle: [
    { start: MINUTE, end: MINUTE + 31_000 },
    { start: 4 * MINUTE, end: 9 * MINUTE },
  ],
  gaps: [],
  diagnostics: [],
});

function paceAt(ts: number, speed = 1, skips = true) {
  const pace = new Pace(speed, skips);
  const span = spanAt(spans, ts);
  const jumpTo = span && pace.take(span, states, ts);
  return { rate: pace.rate, skipping: pace.skipping, jumpTo };
}
const chosen = { rate: 1, skipping: false, jumpTo: undefined };

describe("the pace", () => {
  test("is the chosen speed while there is activity, and just before and after it", () => {
    expect(paceAt(30_000)).toEqual(chosen);
    expect(paceAt(MINUTE + 500)).toEqual(chosen);
    expect(paceAt(MINUTE + 30_500)).toEqual(chosen);
  });

  test("takes a stretch without activity in a moment", () => {
    const { rate, skipping, jumpTo } = paceAt(MINUTE + 5_000);
    expect({ skipping, jumpTo }).toEqual({ skipping: true, jumpTo: undefined });
    expect(rate).toBeGreaterThan(15);
  });

  test("jumps to just before the end of a long one", () => {
    expect(paceAt(5 * MINUTE)).toMatchObject({ skipping: true, jumpTo: 9 * MINUTE - 700 });
  });

  test("is not slowed by skipping", () => {
    expect(paceAt(MINUTE + 5_000, 64)).toEqual({ rate: 64, skipping: false, jumpTo: undefined });
  });

  test("skips the time between views and views without a recording", () => {
    expect(paceAt(12 * MINUTE)).toMatchObject({ skipping: true, jumpTo: 20 * MINUTE - 700 });
    expect(paceAt(20 * MINUTE + 30_000)).toMatchObject({ skipping: true });
  });

  test("skips nothing unless asked", () => {
    expect(paceAt(5 * MINUTE, 1, false)).toEqual(chosen);
  });
});
