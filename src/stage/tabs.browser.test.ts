import { describe, expect, test } from "vitest";
import type { StageView } from "../wire/stage.ts";
import { type TestRecord, START, at } from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import type { StageUnderTest } from "./stage-under-test.fixture.ts";
import { recordingFrom, tickingView } from "./ticking-view.fixture.ts";

const focus = (ms: number, has_focus: boolean): TestRecord => ({
  type: 6,
  timestamp: at(ms),
  data: { has_focus },
});
const move = (ms: number): TestRecord => ({
  type: 3,
  timestamp: at(ms),
  data: { source: 1, positions: [{ id: 4, x: 5, y: 5, timeOffset: 0 }] },
});
const states = (...all: readonly (readonly [number, string])[]): Partial<StageView> => ({
  pageStates: all.map(([ms, state]) => ({ at: at(ms), state })),
});

/** Tab `a` all the time, tab `b` from the second second on. */
const tabs = (
  [ofA, ofB]: readonly [readonly TestRecord[], readonly TestRecord[]],
  [moreA, moreB]: readonly [Partial<StageView>, Partial<StageView>] = [{}, {}],
) =>
  recordingFrom(START, at(8_000), [
    tickingView("a", START, 8, moreA, ofA),
    tickingView("b", at(2_000), 6, moreB, ofB),
  ]);

/** Focus goes to `b` as it is opened, to `a` after four seconds, and back to `b` after six. */
const byRecords = tabs([
  [focus(1, true), focus(2_000, false), focus(4_000, true), focus(6_000, false)],
  [focus(2_000, true), focus(3_990, false), focus(6_000, true)],
]);

const viewsOf = ({ messages }: StageUnderTest) => {
  const told = messages.flatMap((message) =>
    message.type === "replay:state" && message.state !== "loading" ? [message.view] : [],
  );
  return told.filter((view, place) => view !== told[place - 1]);
};

describe("the tab with the focus is followed", () => {
  test("by what records say, wherever one arrives first", async () => {
    for (const [ms, view] of [
      [1_000, "a"],
      [3_000, "b"],
      [5_000, "a"],
      [7_000, "b"],
    ] as const) {
      const opened = await open(byRecords, { at: at(ms) });
      expect(await opened.state("paused")).toMatchObject({ view, ts: at(ms) });
      opened.close();
    }
  });

  test("while it plays, and back when it is sought", async () => {
    const opened = await open(byRecords, { at: START, speed: 4 });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    await opened.state("ended");
    expect(viewsOf(opened)).toEqual(["a", "b", "a", "b"]);
    expect(opened.text()).toBe("b 5");
    expect(await opened.seek(at(5_200))).toMatchObject({ view: "a" });
    expect(opened.text()).toBe("a 5");
  });

  test("by what RUM events say, without the records of the other tab", async () => {
    const recording = tabs(
      [[], []],
      [
        states([0, "active"], [2_000, "hidden"], [4_000, "active"]),
        states([2_000, "active"], [4_000, "hidden"]),
      ],
    );
    const opened = await open(recording, { at: at(5_000) }, { answers: false });
    const { viewId } = await opened.next("stage:need");
    expect(viewId).toBe("a");
    opened.deliver("a", at(8_000));
    expect(await opened.state("paused")).toMatchObject({ view: "a" });
    const programme = opened.messages.findLast((message) => message.type === "stage:programme");
    expect(programme).toMatchObject({
      spans: [
        { viewId: "a", start: START, end: at(2_000) },
        { viewId: "b", start: at(2_000), end: at(4_000) },
        { viewId: "a", start: at(4_000), end: at(8_000) },
      ],
    });
  });

  test("by pointer and input, where both claim it", async () => {
    const opened = await open(
      tabs([
        [focus(0, true), move(5_500)],
        [focus(2_000, true), move(3_000)],
      ]),
      {
        at: at(6_000),
      },
    );
    expect(await opened.state("paused")).toMatchObject({ view: "a" });
    expect(await opened.seek(at(5_000))).toMatchObject({ view: "b" });
  });

  test("also where the other tab's recording cannot be had", async () => {
    const opened = await open(byRecords, { at: at(7_000) }, { answers: false });
    const failed = opened.state("paused");
    opened.deliver("b", at(8_000));
    opened.post({ type: "stage:failed", viewId: "a", message: "gone" });
    expect(await failed).toMatchObject({ view: "b" });
  });
});

describe("what a person looks at", () => {
  test("is the view of the link, and stays while more is learnt", async () => {
    const opened = await open(byRecords, { at: at(5_000), viewId: "b" }, { answers: false });
    await opened.next("stage:need", ({ viewId }) => viewId === "b");
    const paused = opened.state("paused");
    opened.deliver("b", at(8_000));
    expect(await paused).toMatchObject({ view: "b" });
    const learnt = opened.next(
      "stage:facts",
      ({ viewId, decodedUntil }) => viewId === "a" && decodedUntil > at(7_000),
    );
    opened.deliver("a", at(8_000));
    await learnt;
    expect(viewsOf(opened)).toEqual(["b"]);
    expect(opened.text()).toBe("b 3");
    expect(await opened.seek(at(5_100))).toMatchObject({ view: "b" });
    expect(await opened.seek(at(1_000))).toMatchObject({ view: "a" });
    expect(await opened.seek(at(5_100))).toMatchObject({ view: "a" });
  });

  test("is the view that was chosen, from its start", async () => {
    const opened = await open(byRecords, { at: at(7_000) });
    expect(await opened.state("paused")).toMatchObject({ view: "b" });
    const chosen = opened.state("paused");
    opened.post({ type: "stage:view", viewId: "a" });
    expect(await chosen).toMatchObject({ view: "a", ts: START });
    const there = opened.state("paused");
    opened.post({ type: "stage:view", viewId: "a", ts: at(3_000) });
    expect(await there).toMatchObject({ view: "a", ts: at(3_000) });
    expect(opened.text()).toBe("a 3");
  });

  test("is the pinned tab, until the focus is followed again", async () => {
    const opened = await open(byRecords, { at: at(3_000) });
    expect(await opened.state("paused")).toMatchObject({ view: "b" });
    const pinned = opened.next("replay:state", ({ state, view }) => state === "paused" && view === "a");
    opened.post({ type: "stage:pin", viewId: "a" });
    expect(await pinned).toMatchObject({ ts: at(3_000) });
    expect(opened.text()).toBe("a 3");
    expect(await opened.seek(at(7_000))).toMatchObject({ view: "a" });
    const followed = opened.next("replay:state", ({ state, view }) => state === "paused" && view === "b");
    opened.post({ type: "stage:pin", viewId: null });
    expect(await followed).toMatchObject({ ts: at(7_000) });
    expect(opened.text()).toBe("b 5");
  });

  test("is the tab that was pinned when it was opened", async () => {
    const opened = await open(byRecords, { at: at(5_000), pinned: "b" });
    expect(await opened.state("paused")).toMatchObject({ view: "b" });
    expect(await opened.seek(at(3_000))).toMatchObject({ view: "b" });
    expect(await opened.seek(at(1_000))).toMatchObject({ view: "a" });
  });
});
