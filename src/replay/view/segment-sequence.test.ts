import { describe, expect, test } from "vitest";
import { SegmentSequence } from "./segment-sequence.ts";

const VIEW = { start: 1_000, end: 9_000 };
const listed = (...indexes: readonly number[]) =>
  indexes.map((index) => ({ index, start: 1_000 * index + 1_000, end: 1_000 * index + 1_900 }));

describe("what is lost", () => {
  test("lasts from the segment before to the next one that is listed", () => {
    const segments = new SegmentSequence(VIEW, listed(5, 0, 4, 1), true);

    expect(segments.lostAt(2)).toEqual({
      kind: "lost",
      index: 2,
      last: 3,
      span: { start: 2_900, end: 5_000 },
      why: "missing from the recording",
    });
    expect([0, 1, 4, 5, 6].map((index) => segments.lostAt(index))).toEqual(Array(5).fill(undefined));
  });

  test("begins with the view where nothing is listed before", () => {
    expect(new SegmentSequence(VIEW, listed(2), true).lostAt(0)?.span).toEqual({ start: 1_000, end: 3_000 });
  });

  test("has no negative length where segments overlap in time", () => {
    const segments = [
      { index: 0, start: 1_000, end: 3_005 },
      { index: 2, start: 3_000, end: 3_900 },
    ];
    expect(new SegmentSequence(VIEW, segments, true).lostAt(1)?.span).toEqual({ start: 3_000, end: 3_000 });
  });

  test("of a view that is being recorded, one segment may still come out of order", () => {
    expect(new SegmentSequence(VIEW, listed(0, 2), false).lostAt(1)).toBeUndefined();
    expect(new SegmentSequence(VIEW, listed(0, 2, 3), false).lostAt(1)?.last).toBe(1);
  });

  test("what was listed and is not delivered has the time that was listed", () => {
    expect(new SegmentSequence(VIEW, listed(0, 1), true).undelivered(1)).toEqual({
      kind: "lost",
      index: 1,
      last: 1,
      span: { start: 2_000, end: 2_900 },
      why: "listed but not delivered by the source",
    });
  });
});

test("what comes at an index is not before the end of what is listed before it", () => {
  const segments = new SegmentSequence(VIEW, listed(1, 3), true);
  expect([0, 1, 2, 3, 4].map((index) => segments.startOf(index))).toEqual([
    1_000,
    2_000,
    2_900,
    4_000,
    Infinity,
  ]);
});

test("the clock is bounded by the view and by the three segments that follow", () => {
  expect(new SegmentSequence(VIEW, listed(0, 1, 2, 3, 4), true).clockBounds(0)).toEqual({
    start: 1_000,
    end: 9_000,
    following: [2_900, 3_900, 4_900],
  });
  expect(new SegmentSequence(VIEW, listed(0, 1), false).clockBounds(1)).toEqual({
    start: 1_000,
    end: undefined,
    following: [],
  });
});
