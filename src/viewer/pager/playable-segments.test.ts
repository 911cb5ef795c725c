import { describe, expect, it } from "vitest";
import { playableSegments } from "./playable-segments.ts";
import { entries, entry, numbers } from "./view-delivery.fixture.ts";

const none: ReadonlySet<number> = new Set();
const notAsked = () => false;
const without = (...lost: number[]) => entries(10).filter(({ index }) => !lost.includes(index));

const indexesOf = (...[segments, known, isAsked, patient]: Parameters<typeof playableSegments>) =>
  playableSegments(segments, known, isAsked, patient).map(({ index }) => index);

describe("playableSegments", () => {
  it("waits at a hole while the view may still be growing", () => {
    expect(indexesOf(without(2), none, notAsked, true)).toEqual([0, 1]);
  });

  it("goes past a hole when patience is over", () => {
    expect(indexesOf(without(2, 3, 4, 5, 6, 7), none, notAsked, false)).toEqual([0, 1, 8, 9]);
  });

  it("does not wait at a hole that is old: it is lost", () => {
    const segments = entries(200).filter(({ index }) => index !== 50 && index !== 190);
    expect(indexesOf(segments, none, notAsked, true)).toEqual(
      [...numbers(0, 189)].filter((index) => index !== 50),
    );
  });

  it("does not take back what it has said because a hole turns up in it", () => {
    expect(indexesOf(without(2), numbers(0, 3), notAsked, true)).toEqual([0, 1, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("leaves out what came after its successor was asked for", () => {
    const known = new Set([0, 1, 3]);
    expect(indexesOf(entries(5), known, (index) => index <= 3, false)).toEqual([0, 1, 3, 4]);
    expect(indexesOf(entries(5), known, (index) => index <= 1, false)).toEqual([0, 1, 2, 3, 4]);
  });

  it("takes a view whose first numbers are lost", () => {
    expect(indexesOf([entry(7), entry(8)], none, notAsked, false)).toEqual([7, 8]);
  });
});
