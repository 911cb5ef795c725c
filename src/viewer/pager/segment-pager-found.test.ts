import { describe, expect, it } from "vitest";
import { ApiError } from "../api/api-error.ts";
import { complete, growing, setUp } from "./paging.fixture.ts";

const at = (viewId: string, from: number, ts = from) => ({ viewId, from, ts });
const reading = { loading: { state: "reading" } } as const;

/** A view that is found in two steps. */
const long = (id: string) => ({ id, indexes: [growing(id, 1, reading), complete(id, 2)] });

describe("SegmentPager, of a source that finds out by and by what there is", () => {
  it("asks for what comes beyond what it knows until the source has all, and tells the stage each time", async () => {
    const indexes = [growing("a", 2, reading), growing("a", 5, reading), complete("a", 7)];
    const { pager, until, of, indexAsks, polls, sourced } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 0));
    await until(() => of("stage:index").length === 3);
    expect(indexAsks).toEqual(["a", "a beyond 2", "a beyond 5"]);
    expect(of("stage:index").map(({ segments, complete: isAll }) => [segments.length, isAll])).toEqual([
      // Those that are known, and one that stands for what is sought: the stage waits for it.
      [3, false],
      [6, false],
      [7, true],
    ]);
    expect(sourced.map(({ sourcing }) => sourcing.loading?.state)).toEqual(["reading", "reading", undefined]);
    expect(polls).toEqual([]);
  });

  it("asks for the needed view first, though others are still being found", async () => {
    const { pager, until, of, indexAsks } = setUp(["a", "b", "c"].map(long));
    pager.need(at("c", 200_000));
    await until(() => of("stage:index").length === 6);
    expect(indexAsks.slice(0, 2)).toEqual(["c", "a"]);
    expect(indexAsks.indexOf("c beyond 1")).toBeLessThan(indexAsks.indexOf("b"));
  });

  it("plays what is there to its end when the source stops, and lets it look again", async () => {
    const stopped = {
      loading: { state: "stopped", message: "the answer has no form that is known" },
    } as const;
    const indexes = [growing("a", 3, stopped), growing("a", 3, reading), complete("a", 4)];
    const { pager, until, of, indexAsks, sourced } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 0));
    await until(() => of("stage:index").length === 1);
    expect(of("stage:index")[0]).toMatchObject({ complete: true });
    expect(sourced[0]?.sourcing).toMatchObject({ ...stopped, until: expect.any(Number) as number });
    pager.lookAgain("a");
    await until(() => of("stage:index").length === 3);
    expect(indexAsks).toEqual(["a", "a", "a beyond 3"]);
    expect(of("stage:index").map((index) => index.complete)).toEqual([true, false, true]);
  });

  it("says of an answer that could not be read where it is kept", async () => {
    const { pager, until, of, sourced, refuseIndexes } = setUp([{ id: "a", indexes: [complete("a", 1)] }]);
    const facts = { failure: "refused", status: 502, errors: ["odd"], rawAnswer: "/raw/1" } as const;
    refuseIndexes(new ApiError("odd", facts));
    pager.need(at("a", 0));
    await until(() => of("stage:failed").length === 1);
    expect(sourced.map(({ sourcing }) => sourcing.loading)).toEqual([
      { state: "stopped", message: "cannot load: odd", rawAnswer: "/raw/1" },
    ]);
  });
});
