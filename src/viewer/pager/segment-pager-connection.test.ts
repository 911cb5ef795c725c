import { describe, expect, it } from "vitest";
import { complete, frames, growing, listOf, NO_CONNECTION, setUp } from "./paging.fixture.ts";

const at = (viewId: string, from: number, ts = from) => ({ viewId, from, ts });

describe("SegmentPager, when the connection is lost", () => {
  it("asks again after longer and longer pauses until it is there, and goes on", async () => {
    const { pager, asked, polls, until, of, delivered, connection } = setUp([
      { id: "a", indexes: [complete("a", 2)] },
    ]);
    pager.need(at("a", 0));
    for (const [tries] of [1, 2, 3, 4, 5, 6].entries()) {
      await until(() => asked.length === tries + 1);
      asked[tries]?.refuse(NO_CONNECTION);
      await until(() => polls.length === tries + 1);
      polls[tries]?.pass();
    }
    expect(polls.map(({ ms }) => ms)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    await until(() => asked.length === 7);
    expect(of("stage:failed")[0]).toMatchObject({ viewId: "a", message: "cannot load: no connection" });
    expect(connection).toEqual(["lost"]);
    asked[6]?.answer(frames(0, 1));
    await until(() => delivered("a").length === 2);
    expect(connection).toEqual(["lost", "there"]);
  });

  it("asks at once when the connection may be there again", async () => {
    const { pager, asked, polls, until } = setUp([{ id: "a", indexes: [complete("a", 2)] }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    asked[0]?.refuse(NO_CONNECTION);
    await until(() => polls.length === 1);
    expect(asked).toHaveLength(1);
    pager.tryNow();
    await until(() => asked.length === 2);
  });

  it("asks at once when another view is needed", async () => {
    const views = ["a", "b"].map((id) => ({ id, indexes: [complete(id, 2)] }));
    const { pager, asked, polls, until } = setUp(views);
    const ofView = (id: string) => asked.filter(({ what }) => what.viewId === id);
    pager.need(at("a", 0));
    await until(() => ofView("a").length === 1 && ofView("b").length === 1);
    ofView("a")[0]?.refuse(NO_CONNECTION);
    ofView("b")[0]?.refuse(NO_CONNECTION);
    await until(() => polls.length === 1);
    pager.need(at("b", 100_000));
    await until(() => ofView("b").length === 2);
    expect(ofView("b")[1]?.signal.aborted).toBe(false);
  });

  it("asks for nothing else meanwhile, and keeps to the keyframe that it could not get", async () => {
    const indexes = [growing("a", 600, listOf("l1", 590, 300, 590))];
    const { pager, asked, polls, until, of } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 598_000));
    await until(() => asked.length === 3);
    const keyframe = asked.findIndex(({ what }) => what.kind === "keyframe");
    asked[keyframe]?.refuse(NO_CONNECTION);
    await until(() => of("stage:failed").length === 1);
    expect(asked.every(({ signal, what }) => signal.aborted || what.kind === "keyframe")).toBe(true);
    expect(of("stage:keyframe")).toEqual([]);
    pager.dropped({ viewId: "a", first: 0, last: 1 });
    expect(asked).toHaveLength(3);
    polls.find(({ ms }) => ms === 1_000)?.pass();
    await until(() => asked.length === 6);
    expect(asked.slice(3).map(({ what }) => (what.kind === "page" ? what.first : what.after))).toEqual([
      590, 591, 594,
    ]);
  });

  it("loads an index that could not be had when it can", async () => {
    const view = { id: "a", indexes: [complete("a", 1)] };
    const { pager, asked, polls, until, refuseIndexes } = setUp([view]);
    refuseIndexes(NO_CONNECTION);
    pager.need(at("a", 0));
    await until(() => polls.length === 1);
    refuseIndexes(undefined);
    expect(asked).toEqual([]);
    polls[0]?.pass();
    await until(() => asked.length === 1);
    expect(asked[0]?.what.viewId).toBe("a");
  });

  it("asks no more after it was stopped", async () => {
    const { pager, asked, polls, until } = setUp([{ id: "a", indexes: [complete("a", 2)] }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 1);
    asked[0]?.refuse(NO_CONNECTION);
    await until(() => polls.length === 1);
    pager.stop();
    polls[0]?.pass();
    await Promise.resolve();
    expect(asked).toHaveLength(1);
  });
});
