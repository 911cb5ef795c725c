import { describe, expect, test } from "vitest";
import { needAt } from "./need.ts";
import { Programme } from "./programme.ts";
import { ViewStates } from "./view-states.ts";

const MINUTE = 60_000;
const views = [
  { id: "a", url: "", start: 0, end: 5 * MINUTE, hasReplay: true },
  { id: "b", url: "", start: 5 * MINUTE, end: 6 * MINUTE, hasReplay: false },
  { id: "c", url: "", start: 6 * MINUTE, end: 10 * MINUTE, hasReplay: true },
];
const programme = new Programme({ start: 0, end: 10 * MINUTE }, views);

function statesWith(decoded: Readonly<Record<string, number>>): ViewStates {
  const states = new ViewStates(views);
  for (const [viewId, decodedUntil] of Object.entries(decoded)) {
    const firstPictureAt = views.find(({ id }) => id === viewId)?.start ?? 0;
    const available = [{ start: -Infinity, end: decodedUntil }];
    states.setProgress({ viewId, available, lastListed: 9, firstPictureAt, isBlank: false, url: null });
  }
  return states;
}

const fromStart = (viewId: string, ts: number) => ({ viewId, from: ts, ts });

describe("what is wanted next", () => {
  test("first of all what the picture at the playhead takes", () => {
    expect(needAt(programme, statesWith({}), 1_000, 1)).toEqual({ viewId: "a", from: 1_000, ts: 1_000 });
    expect(needAt(programme, statesWith({ a: 20_000 }), 30_000, 1)).toEqual({
      viewId: "a",
      from: 30_000,
      ts: 30_000,
    });
  });

  test("then the time ahead, further at a higher speed", () => {
    const states = statesWith({ a: 40_000 });
    expect(needAt(programme, states, 30_000, 1)).toEqual({ viewId: "a", from: 30_000, ts: 75_000 });
    expect(needAt(programme, states, 30_000, 4)).toEqual({ viewId: "a", from: 30_000, ts: 210_000 });
  });

  test("nothing while the time ahead is there", () => {
    expect(needAt(programme, statesWith({ a: 120_000 }), 30_000, 1)).toBeUndefined();
  });

  test("the beginning of the next view with a recording, past one without", () => {
    const playhead = 5 * MINUTE - 1_000;
    expect(needAt(programme, statesWith({ a: Infinity }), playhead, 1)).toEqual(fromStart("c", 6 * MINUTE));
    expect(needAt(programme, statesWith({ a: Infinity, c: 7 * MINUTE }), playhead, 1)).toBeUndefined();
  });

  test("more of a view whose first picture is not decoded yet", () => {
    const states = new ViewStates(views);
    const available = [{ start: -Infinity, end: 7_000 }];
    states.setProgress({
      viewId: "a",
      available,
      lastListed: 9,
      firstPictureAt: null,
      isBlank: false,
      url: null,
    });
    expect(needAt(programme, states, 1_000, 1)).toEqual({ viewId: "a", from: 1_000, ts: 7_000 });
  });
});
