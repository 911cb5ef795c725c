import { describe, expect, it, onTestFinished } from "vitest";
import type { SegmentIndex, SegmentIndexEntry } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import type { ToStage } from "../../wire/stage.ts";
import type { PageRange } from "./plan.ts";
import { SegmentPager } from "./segment-pager.ts";

const entry = (index: number): SegmentIndexEntry => ({
  index,
  start: index * 1000,
  end: index * 1000 + 1000,
  records: 1,
  hasFullSnapshot: index === 0,
  bytes: 40_000,
});

interface Asked {
  readonly page: PageRange;
  readonly signal: AbortSignal;
  answer(frames: readonly SegmentFrame[]): void;
  refuse(error: Error): void;
}

const frames = (...indexes: number[]): SegmentFrame[] =>
  indexes.map((index) => ({ index, bytes: new Uint8Array([index]) }));

/** A pager over a source that is answered by hand. */
function setUp(views: readonly { id: string; indexes: SegmentIndex[] }[]) {
  const posted: ToStage[] = [];
  const asked: Asked[] = [];
  const polls: (() => void)[] = [];
  const sleepers: (() => void)[] = [];
  const wake = () => {
    for (const sleeper of sleepers.splice(0)) sleeper();
  };
  const pager = new SegmentPager({
    source: {
      index(viewId) {
        const answers = views.find((view) => view.id === viewId)?.indexes ?? [];
        const next = answers.length > 1 ? answers.shift() : answers[0];
        return next === undefined ? Promise.reject(new Error("no such view")) : Promise.resolve(next);
      },
      page: (page, signal) =>
        new Promise((resolve, reject) => {
          asked.push({ page, signal, answer: resolve, refuse: reject });
          signal.addEventListener("abort", () => reject(signal.reason as Error));
          wake();
        }),
    },
    views: views.map(({ id }, at) => ({ id, start: at * 100_000, hasReplay: true })),
    live: true,
    post: (message) => {
      posted.push(message);
      wake();
    },
    describe: (error) => `cannot load: ${(error as Error).message}`,
    wait: (_ms, signal) =>
      new Promise((resolve, reject) => {
        polls.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        wake();
      }),
  });
  onTestFinished(() => pager.stop());
  /** Resolves when the condition holds; it is looked at whenever the pager does something. */
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => sleepers.push(resolve));
  };
  const delivered = (viewId: string) =>
    posted.flatMap((message) =>
      message.type === "stage:segments" && message.viewId === viewId ? message.segments : [],
    );
  return { pager, posted, asked, polls, until, delivered };
}

const complete = (viewId: string, count: number): SegmentIndex => ({
  viewId,
  segments: Array.from({ length: count }, (_, index) => entry(index)),
  complete: true,
});

const growing = (viewId: string, count: number): SegmentIndex => ({
  ...complete(viewId, count),
  complete: false,
});

describe("SegmentPager", () => {
  it("posts the index first, then the segments in order of index though the pages arrive the other way", async () => {
    const { pager, posted, asked, until, delivered } = setUp([{ id: "a", indexes: [complete("a", 6)] }]);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 2);
    expect(posted.map((message) => message.type)).toEqual(["stage:index"]);
    asked[1]?.answer(frames(3, 4, 5));
    asked[0]?.answer(frames(0, 1, 2));
    await until(() => delivered("a").length === 6);
    expect(delivered("a").map((segment) => segment.index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("gives copies away, so that cached pages keep their bytes", async () => {
    const { pager, asked, until, delivered } = setUp([{ id: "a", indexes: [complete("a", 1)] }]);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 1);
    const [frame] = frames(0);
    if (frame === undefined) throw new Error("no frame");
    asked[0]?.answer([frame]);
    await until(() => delivered("a").length === 1);
    expect(delivered("a")[0]?.bytes).toEqual(frame.bytes.buffer);
    expect(delivered("a")[0]?.bytes).not.toBe(frame.bytes.buffer);
  });

  it("says of a listed segment that did not come that its bytes are null", async () => {
    const { pager, asked, until, delivered } = setUp([{ id: "a", indexes: [complete("a", 3)] }]);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 1);
    asked[0]?.answer(frames(0, 2));
    await until(() => delivered("a").length === 3);
    expect(delivered("a").map((segment) => segment.bytes === null)).toEqual([false, true, false]);
  });

  it("pages views that the session gets while it is open, and goes on with those it knew", async () => {
    const views = [{ id: "a", indexes: [complete("a", 1)] }];
    const { pager, posted, asked, until, delivered } = setUp(views);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 1);
    views.push({ id: "b", indexes: [complete("b", 2)] });
    const grown = ["a", "b"].map((id, at) => ({ id, start: at * 100_000, hasReplay: true }));
    pager.grow(grown);
    await until(() => asked.length === 2);
    asked[1]?.answer(frames(0, 1));
    asked[0]?.answer(frames(0));
    await until(() => delivered("a").length === 1 && delivered("b").length === 2);
    expect(posted.filter(({ type }) => type === "stage:index")).toHaveLength(2);
  });

  it("aborts another view's pages when the stage needs this one", async () => {
    const views = ["a", "b"].map((id) => ({ id, indexes: [complete(id, 6)] }));
    const { pager, posted, asked, until } = setUp(views);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 2 && posted.length === 2);
    pager.need({ viewId: "b", ts: 100_000 });
    await until(() => asked.length === 4);
    expect(asked.map(({ page, signal }) => [page.viewId, signal.aborted])).toEqual([
      ["a", true],
      ["a", true],
      ["b", false],
      ["b", false],
    ]);
  });

  it("tells the stage in words when a page cannot be had, and tries again when the stage comes back", async () => {
    const { pager, posted, asked, until, delivered } = setUp([
      { id: "a", indexes: [complete("a", 2)] },
      { id: "b", indexes: [complete("b", 0)] },
    ]);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 1);
    asked[0]?.refuse(new Error("no connection"));
    await until(() => posted.length === 3);
    expect(posted).toContainEqual({
      type: "stage:failed",
      viewId: "a",
      message: "cannot load: no connection",
    });
    pager.need({ viewId: "b", ts: 100_000 });
    expect(asked).toHaveLength(1);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 2);
    asked[1]?.answer(frames(0, 1));
    await until(() => delivered("a").length === 2);
  });

  it("says that a view failed whose index cannot be had, and still serves the others", async () => {
    const { pager, posted, asked, until } = setUp([
      { id: "a", indexes: [] },
      { id: "b", indexes: [complete("b", 1)] },
    ]);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 1 && posted.length === 2);
    expect(posted).toContainEqual({
      type: "stage:failed",
      viewId: "a",
      message: "cannot load: no such view",
    });
    expect(asked[0]?.page.viewId).toBe("b");
  });

  it("follows a view that is still recorded: new segments, each once, until it is complete", async () => {
    const indexes = [growing("a", 1), growing("a", 3), complete("a", 4)];
    const { pager, posted, asked, polls, until, delivered } = setUp([{ id: "a", indexes }]);
    pager.need({ viewId: "a", ts: 0 });
    for (const [round, count] of [1, 2, 1].entries()) {
      await until(() => asked.length === round + 1);
      const page = asked[round]?.page;
      const from = page?.first ?? 0;
      asked[round]?.answer(frames(...Array.from({ length: count }, (_, at) => from + at)));
      await until(() => delivered("a").length === from + count);
      if (round < 2) {
        await until(() => polls.length === round + 1);
        polls[round]?.();
      }
    }
    expect(delivered("a").map((segment) => segment.index)).toEqual([0, 1, 2, 3]);
    const last = posted.findLast((message) => message.type === "stage:index");
    expect(last).toMatchObject({ complete: true });
    expect(polls).toHaveLength(2);
  });

  it("waits at a hole in the numbers of a growing view, and goes on with what has come", async () => {
    const [zero, one, two] = [0, 1, 2].map(entry);
    const holed = { ...growing("a", 0), segments: [zero, two].filter((item) => item !== undefined) };
    const indexes = [
      holed,
      holed,
      { ...holed, segments: [zero, one, two].filter((item) => item !== undefined) },
    ];
    const { pager, posted, asked, polls, until } = setUp([{ id: "a", indexes }]);
    pager.need({ viewId: "a", ts: 0 });
    const listed = () =>
      posted.flatMap((message) =>
        message.type === "stage:index" ? [message.segments.map((item) => item.index)] : [],
      );
    await until(() => asked.length === 1 && polls.length === 1);
    expect(listed()).toEqual([[0]]);
    polls[0]?.();
    await until(() => polls.length === 2);
    expect(listed()).toEqual([[0]]);
    polls[1]?.();
    await until(() => listed().length === 2);
    expect(listed()[1]).toEqual([0, 1, 2]);
  });

  it("posts nothing after it was stopped", async () => {
    const { pager, posted, asked, until } = setUp([{ id: "a", indexes: [complete("a", 2)] }]);
    pager.need({ viewId: "a", ts: 0 });
    await until(() => asked.length === 1);
    const before = posted.length;
    pager.stop();
    asked[0]?.answer(frames(0, 1));
    await Promise.resolve();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(posted).toHaveLength(before);
  });
});
