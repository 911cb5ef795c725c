import { describe, expect, it } from "vitest";
import { complete, frames, growing, listOf, setUp } from "./paging.fixture.ts";
import { entry, page } from "./view-delivery.fixture.ts";

const at = (viewId: string, from: number, ts = from) => ({ viewId, from, ts });

describe("SegmentPager", () => {
  it("posts the index first, then each page as it comes", async () => {
    const { pager, posted, asked, until, delivered, serve } = setUp([
      { id: "a", indexes: [complete("a", 6)] },
    ]);
    pager.need(at("a", 0));
    await until(() => asked.length === 2);
    expect(posted.map((message) => message.type)).toEqual(["stage:index"]);
    serve(1);
    await until(() => delivered("a").length === 3);
    serve(0);
    await until(() => delivered("a").length === 6);
    expect(delivered("a").map((segment) => segment.index)).toEqual([3, 4, 5, 0, 1, 2]);
  });

  it("gives copies away, so that cached pages keep their bytes", async () => {
    const { pager, asked, until, delivered } = setUp([{ id: "a", indexes: [complete("a", 1)] }]);
    pager.need(at("a", 0));
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
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    asked[0]?.answer(frames(0, 2));
    await until(() => delivered("a").length === 3);
    expect(delivered("a").map((segment) => segment.bytes === null)).toEqual([false, true, false]);
  });

  it("fetches again what the stage dropped, when it is needed", async () => {
    const { pager, asked, until, delivered, serve } = setUp([{ id: "a", indexes: [complete("a", 3)] }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    serve(0);
    await until(() => delivered("a").length === 3);
    pager.need(at("a", 2500));
    pager.dropped({ viewId: "a", first: 0, last: 1 });
    await until(() => asked.length === 2);
    expect(asked[1]?.what).toEqual(page("a", 0, 1));
  });

  it("pages views that the session gets while it is open, and goes on with those it knew", async () => {
    const views = [{ id: "a", indexes: [complete("a", 1)] }];
    const { pager, asked, until, delivered, of } = setUp(views);
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    views.push({ id: "b", indexes: [complete("b", 2)] });
    const grown = ["a", "b"].map((id, place) => ({ id, start: place * 100_000, hasReplay: true }));
    pager.grow(grown);
    await until(() => asked.length === 2);
    asked[1]?.answer(frames(0, 1));
    asked[0]?.answer(frames(0));
    await until(() => delivered("a").length === 1 && delivered("b").length === 2);
    expect(of("stage:index")).toHaveLength(2);
  });

  it("aborts another view's pages when the stage needs this one", async () => {
    const views = ["a", "b"].map((id) => ({ id, indexes: [complete(id, 6)] }));
    const { pager, posted, asked, until } = setUp(views);
    pager.need(at("a", 0));
    await until(() => asked.length === 2 && posted.length === 2);
    pager.need(at("b", 100_000));
    await until(() => asked.length === 4);
    expect(asked.map(({ what, signal }) => [what.viewId, signal.aborted])).toEqual([
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
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    asked[0]?.refuse(new Error("no connection"));
    await until(() => posted.length === 3);
    const message = "cannot load: no connection";
    expect(posted).toContainEqual({ type: "stage:failed", viewId: "a", message });
    pager.need(at("b", 100_000));
    expect(asked).toHaveLength(1);
    pager.need(at("a", 0));
    await until(() => asked.length === 2);
    asked[1]?.answer(frames(0, 1));
    await until(() => delivered("a").length === 2);
  });

  it("says that a view failed whose index cannot be had, and still serves the others", async () => {
    const { pager, posted, asked, until } = setUp([
      { id: "a", indexes: [] },
      { id: "b", indexes: [complete("b", 1)] },
    ]);
    pager.need(at("a", 0));
    await until(() => asked.length === 1 && posted.length === 2);
    const message = "cannot load: no such view";
    expect(posted).toContainEqual({ type: "stage:failed", viewId: "a", message });
    expect(asked[0]?.what.viewId).toBe("b");
  });

  it("posts nothing after it was stopped", async () => {
    const { pager, posted, asked, until } = setUp([{ id: "a", indexes: [complete("a", 2)] }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    const before = posted.length;
    pager.stop();
    asked[0]?.answer(frames(0, 1));
    await Promise.resolve();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(posted).toHaveLength(before);
  });
});

describe("SegmentPager, while a view is recorded", () => {
  it("follows it: new segments, each once, until it is complete", async () => {
    const indexes = [growing("a", 1), growing("a", 3), complete("a", 4)];
    const { pager, asked, polls, until, delivered, serve, of } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 0));
    for (const [round, count] of [1, 3, 4].entries()) {
      await until(() => asked.length === round + 1);
      serve(round);
      await until(() => delivered("a").length === count);
      if (round === 2) break;
      await until(() => polls.length === round + 1);
      polls[round]?.pass();
    }
    expect(delivered("a").map((segment) => segment.index)).toEqual([0, 1, 2, 3]);
    expect(of("stage:index").at(-1)).toMatchObject({ complete: true });
    expect(polls).toHaveLength(2);
  });

  it("joins it late with the last keyframe, and fetches nothing before", async () => {
    const indexes = [growing("a", 600, listOf("l1", 590, 300, 590))];
    const { pager, asked, until, serve } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 598_000));
    await until(() => asked.length === 3);
    for (const each of [0, 1, 2]) serve(each);
    await until(() => asked.length === 3);
    expect(asked.map(({ what }) => (what.kind === "page" ? what.first : what.after))).toEqual([
      590, 591, 594,
    ]);
  });

  it("asks more rarely while the playhead is far from its end", async () => {
    const { pager, polls, indexAsks, until } = setUp([{ id: "a", indexes: [growing("a", 600)] }]);
    /** Three seconds pass. */
    const tick = async () => {
      const { length } = polls;
      polls.at(-1)?.pass();
      await until(() => polls.length > length);
    };
    pager.need(at("a", 0));
    await until(() => polls.length === 1);
    const asks = async (ticks: number) => {
      const counts: number[] = [];
      for (let each = 0; each < ticks; each += 1) {
        await tick();
        counts.push(indexAsks.length);
      }
      return counts;
    };
    expect(await asks(11)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
    pager.need(at("a", 599_000, 644_000));
    expect(await asks(4)).toEqual([3, 3, 3, 4]);
  });

  it("waits at a hole in its numbers, and goes on with what has come", async () => {
    const [zero, one, two] = [0, 1, 2].map((index) => entry(index));
    const holed = growing("a", 0, { segments: [zero, two].filter((item) => item !== undefined) });
    const filled = growing("a", 0, { segments: [zero, one, two].filter((item) => item !== undefined) });
    const { pager, asked, polls, until, of } = setUp([{ id: "a", indexes: [holed, holed, filled] }]);
    pager.need(at("a", 0));
    const listed = () => of("stage:index").map(({ segments }) => segments.map((item) => item.index));
    await until(() => asked.length === 1 && polls.length === 1);
    expect(listed()).toEqual([[0]]);
    polls[0]?.pass();
    await until(() => polls.length === 2);
    expect(listed()).toEqual([[0]]);
    for (let poll = 1; listed().length < 2; poll += 1) {
      polls[poll]?.pass();
      await until(() => polls.length > poll + 1);
    }
    expect(listed()[1]).toEqual([0, 1, 2]);
  });
});
