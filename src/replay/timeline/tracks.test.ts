import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type TrackedView, trackNumbers, tracksOf } from "./tracks.ts";

const view = (id: string, start: number, end: number, tabId?: string): TrackedView => ({
  id,
  start,
  end,
  tabId,
});
const tabs = (...views: readonly TrackedView[]) =>
  tracksOf(views).map((track) => track.views.map(({ id }) => id).join(" "));

describe("the tabs of a session", () => {
  test("are those that RUM events name, in the order in which they were opened", () => {
    expect(
      tabs(
        view("a", 0, 40_000, "1"),
        view("b", 20_000, 90_000, "2"),
        view("c", 40_000, 60_000, "1"),
        view("d", 95_000, 99_000, "2"),
      ),
    ).toEqual(["a c", "b d"]);
  });

  test("without names are told by overlap", () => {
    expect(tabs(view("a", 0, 40_000), view("b", 20_000, 90_000), view("c", 40_005, 60_000))).toEqual([
      "a c",
      "b",
    ]);
  });

  test("are one where the next view starts a moment before the last one's end", () => {
    expect(tabs(view("a", 0, 40_000), view("b", 39_990, 60_000), view("c", 59_100, 70_000))).toEqual([
      "a b c",
    ]);
  });

  test("keep a view where the one before it ended most recently", () => {
    expect(
      tabs(
        view("a", 0, 30_000),
        view("b", 10_000, 50_000),
        view("c", 50_010, 80_000),
        view("d", 60_000, 90_000),
      ),
    ).toEqual(["a d", "b c"]);
  });

  test("take in a view without a name where it fits", () => {
    const known = [view("a", 0, 30_000, "1"), view("b", 10_000, 90_000, "2"), view("d", 60_000, 90_000, "1")];
    expect(tabs(...known, view("c", 30_020, 60_000))).toEqual(["a c d", "b"]);
    expect(tabs(...known, view("c", 30_020, 70_000))).toEqual(["a d", "b", "c"]);
  });

  test("are two where a duplicated tab hands its name on", () => {
    expect(tabs(view("a", 0, 50_000, "1"), view("b", 10_000, 60_000, "1"))).toEqual(["a", "b"]);
  });

  test("of the recording with two tabs are the same with and without their names", () => {
    const recording = JSON.parse(readFileSync("e2e/fixtures/recordings/tabs-v7/recording.json", "utf8")) as {
      readonly views: readonly TrackedView[];
    };
    const ids = recording.views.map(({ id }) => id);
    expect(tabs(...recording.views)).toEqual([`${ids[0]} ${ids[2]}`, `${ids[1]} ${ids[3]}`]);
  });

  test("hold each view once and in order, and none that overlap", () => {
    const random = fc
      .tuple(fc.nat(100_000), fc.nat(30_000), fc.constantFrom("1", "2", undefined))
      .map(([start, length, tabId]) => ({ start, end: start + length, tabId }));
    fc.assert(
      fc.property(fc.array(random), (all) => {
        const views = all.map((each, at) => ({ id: String(at), ...each }));
        const tracks = tracksOf(views);
        expect(trackNumbers(tracks).size).toBe(views.length);
        for (const { views: own } of tracks) {
          for (const [at, next] of own.slice(1).entries()) {
            expect(next.start).toBeGreaterThanOrEqual((own[at]?.end ?? 0) - 1_000);
          }
        }
      }),
    );
  });
});
