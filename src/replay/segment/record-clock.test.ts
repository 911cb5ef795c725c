import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { type ClockBounds, RecordClock } from "./record-clock.ts";

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const OPEN: ClockBounds = { start: START, end: undefined, following: [] };

const recordsAt = (times: readonly number[], type = 3): RawRecord[] =>
  times.map((at) => ({ type, timestamp: epochMs(START + at) }));
const offsets = (records: readonly RawRecord[]) => records.map(({ timestamp }) => timestamp - START);

/** `index_in_view` of a segment's file. */
const order = (file: string) => Number(file.split(/[-.]/)[1]);

/** Times, milliseconds since the view's start, as they are placed; each list is a segment. */
function placed(segments: readonly (readonly number[])[], bounds: Partial<ClockBounds> = {}) {
  const clock = new RecordClock();
  let moved = 0;
  const times = segments.map((segment, at) => {
    const following = segments.slice(at + 1).map((next) => START + Math.max(...next));
    const result = clock.place(recordsAt(segment), { ...OPEN, following, ...bounds });
    moved += result.moved;
    return offsets(result.records);
  });
  return { times, moved };
}

describe("times that are right", () => {
  test.each([
    {
      name: "in order",
      times: [
        [0, 10, 4_000],
        [4_100, 9_000],
      ],
    },
    { name: "after the machine was asleep", times: [[0, 10, 8 * HOUR, 8 * HOUR + 5], [8 * HOUR + 900]] },
    {
      name: "after it was asleep between two segments",
      times: [
        [0, 10],
        [8 * HOUR, 8 * HOUR + 5],
      ],
    },
    { name: "at the end, after it was asleep", times: [[0, 10, 8 * HOUR]] },
    { name: "of a recorder that starts late", times: [[2 * HOUR, 2 * HOUR + 10]] },
    { name: "of a snapshot dated by its view's start", times: [[3, 0, 0, 0, 20]] },
  ])("stay as they are: $name", ({ times }) => {
    expect(placed(times)).toEqual({ times, moved: 0 });
  });

  test("stay so in every recording", () => {
    const root = "e2e/fixtures/recordings";
    for (const name of readdirSync(root)) {
      const clocks = new Map<string, RecordClock>();
      const files = readdirSync(`${root}/${name}/segments`).filter((file) => file.endsWith(".bin"));
      for (const file of files.toSorted((a, b) => order(a) - order(b))) {
        const [view = ""] = file.split("-");
        const text = inflateSync(readFileSync(`${root}/${name}/segments/${file}`)).toString();
        const { records } = JSON.parse(text) as { readonly records: readonly RawRecord[] };
        const clock = clocks.get(view) ?? new RecordClock();
        clocks.set(view, clock);
        expect(clock.place(records, { start: -Infinity, end: undefined, following: [] })).toEqual({
          records,
          moved: 0,
        });
      }
    }
  });
});

describe("times that are wrong", () => {
  test("far ahead squeeze nothing that follows", () => {
    expect(placed([[0, 100, YEAR, 200, 300]])).toEqual({ times: [[0, 100, 100, 200, 300]], moved: 1 });
    expect(
      placed([
        [0, 100, YEAR],
        [5_000, 5_100],
      ]),
    ).toEqual({
      times: [
        [0, 100, 100],
        [5_000, 5_100],
      ],
      moved: 1,
    });
  });

  test("far ahead at the very end are held by the end that RUM events tell", () => {
    expect(placed([[0, 100, YEAR]], { end: START + 5_000 })).toEqual({ times: [[0, 100, 100]], moved: 1 });
  });

  test("far back are placed where they came", () => {
    expect(placed([[0, 100, -YEAR, 200]])).toEqual({ times: [[0, 100, 100, 200]], moved: 1 });
    expect(placed([[-YEAR, 0, 100]])).toEqual({ times: [[0, 0, 100]], moved: 1 });
    expect(
      placed([
        [0, 5_000],
        [-YEAR, -2 * YEAR, 5_100],
      ]).times,
    ).toEqual([
      [0, 5_000],
      [5_000, 5_000, 5_100],
    ]);
  });

  test("several of them, at odds with each other, do not hide what is right", () => {
    expect(placed([[0, YEAR, -YEAR, 2 * YEAR, 100, -HOUR, 200, 300]]).times).toEqual([
      [0, 0, 0, 0, 100, 100, 200, 300],
    ]);
  });
});

describe("a clock that is set", () => {
  test("back goes on from where it was, with the pauses that were recorded", () => {
    const back = [0, 1_000, 1_000 - HOUR, 1_700 - HOUR, 2_000 - HOUR];
    expect(placed([back, [9_000 - HOUR, 9_500 - HOUR]]).times).toEqual([
      [0, 1_000, 1_000, 1_700, 2_000],
      [9_000, 9_500],
    ]);
  });

  test("back is right again as soon as it has caught up", () => {
    const times = [
      [0, 8_000, 1_000, 2_000],
      [40_000, 41_000],
    ];
    expect(placed(times).times).toEqual([
      [0, 8_000, 8_000, 9_000],
      [40_000, 41_000],
    ]);
  });

  test("ahead for a while and back leaves the rest as it was", () => {
    const times = [[0, 100, HOUR, HOUR + 50, 200, 300, 400, 500, 600]];
    expect(placed(times).times).toEqual([[0, 100, 100, 150, 200, 300, 400, 500, 600]]);
  });
});

test("frustrations keep the time of their clicks", () => {
  const records = [...recordsAt([0, 9_000]), ...recordsAt([2_000], 9), ...recordsAt([9_100])];
  expect(new RecordClock().place(records, OPEN)).toEqual({ records, moved: 0 });
});

test("whatever is recorded, times go back by no more than a moment, and what is in order is not moved", () => {
  const wild = fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: -YEAR, max: YEAR }));
  fc.assert(
    fc.property(fc.array(fc.array(wild, { minLength: 1 })), (segments) => {
      let last = 0;
      for (const at of placed(segments).times.flat()) {
        expect(at).toBeGreaterThanOrEqual(last - 1_000);
        last = Math.max(last, at);
      }
      const ordered = segments
        .flat()
        .map(Math.abs)
        .toSorted((a, b) => a - b);
      expect(placed([ordered]).moved).toBe(0);
    }),
  );
});
