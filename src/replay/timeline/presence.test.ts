import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { PresenceLog, unseen } from "./presence.ts";

const record = (at: number, type: number, data: unknown): RawRecord => ({
  type,
  timestamp: epochMs(at),
  data,
});
const focus = (at: number, has_focus: unknown) => record(at, 6, { has_focus });
const incremental = (at: number, source: number, data: object) => record(at, 3, { source, ...data });
const move = (at: number) => incremental(at, 1, { positions: [{ id: 1, x: 1, y: 2, timeOffset: 0 }] });
const input = (at: number) => incremental(at, 5, { id: 4, text: "a" });
const scroll = (at: number) => incremental(at, 3, { id: 4, x: 0, y: at });
const resize = (at: number) => incremental(at, 4, { width: 8, height: 6 });

function presence(...records: readonly RawRecord[]) {
  const log = new PresenceLog();
  for (const each of records) log.add(each);
  return log.presence();
}

describe("presence", () => {
  test("has the changes of the window's focus, each once", () => {
    expect(presence(focus(0, true), focus(10, true), focus(20, false), focus(30, true)).focus).toEqual([
      { at: 0, state: "active" },
      { at: 20, state: "passive" },
      { at: 30, state: "active" },
    ]);
  });

  test("never goes back in time, and takes no focus from what is no Focus record", () => {
    expect(presence(focus(20, false), focus(10, true), focus(30, "yes")).focus).toEqual([
      { at: 20, state: "passive" },
      { at: 20, state: "active" },
    ]);
  });

  test("has signs of the user, not of the page", () => {
    expect(presence(move(0), move(900), scroll(2_500), input(5_000), resize(7_000)).signs).toEqual([
      { start: 0, end: 900 },
      { start: 5_000, end: 5_000 },
    ]);
  });
});

test("unseen stretches are hidden and frozen ones, within the view", () => {
  const states = [
    { at: -5_000, state: "hidden" },
    { at: 9_000, state: "active" },
    { at: 1_000, state: "passive" },
    { at: 20_000, state: "hidden" },
    { at: 25_000, state: "frozen" },
    { at: 99_000, state: "hidden" },
  ];
  expect(unseen(states, { start: 0, end: 30_000 })).toEqual([
    { start: 0, end: 1_000, state: "hidden" },
    { start: 20_000, end: 25_000, state: "hidden" },
    { start: 25_000, end: 30_000, state: "frozen" },
  ]);
});
