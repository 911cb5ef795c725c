import { EventType, IncrementalSource, type eventWithTime } from "@rrweb/types";
import { describe, expect, test } from "vitest";
import { EventLog } from "./event-log.ts";

const event = (type: EventType, timestamp: number, data: unknown = {}) =>
  ({ type, timestamp, data }) as eventWithTime;
const meta = (timestamp: number, href = "https://shop.example/") =>
  event(EventType.Meta, timestamp, { href, width: 800, height: 600 });
const snapshot = (timestamp: number) => event(EventType.FullSnapshot, timestamp, { node: { id: 1 } });
const change = (timestamp: number) =>
  event(EventType.IncrementalSnapshot, timestamp, { source: IncrementalSource.Mutation });
const move = (timestamp: number) =>
  event(EventType.IncrementalSnapshot, timestamp, { source: IncrementalSource.MouseMove, positions: [] });

const over = (id: number) => ({ x: 3, y: 4, id, timeOffset: 0 });

const LETTERS: Readonly<Record<number, string>> = { [EventType.Meta]: "M", [EventType.FullSnapshot]: "F" };

/** `M` Meta, `F` full snapshot, `i` anything else, with their times. */
const drawn = (events: readonly eventWithTime[]) =>
  events.map(({ type, timestamp }) => `${LETTERS[type] ?? "i"}${timestamp}`).join(" ");

const logOf = (events: readonly eventWithTime[]) => {
  const log = new EventLog();
  log.append(events);
  return log;
};

describe("a window of events", () => {
  test("is empty before the first snapshot", () => {
    expect(new EventLog().window(5, 50)).toEqual({ events: [], cursor: 0, through: -Infinity });
  });

  test("begins with the snapshot before the time, placed at or before it, and goes on until the end", () => {
    const log = logOf([meta(10), snapshot(10.5), change(20), change(30), change(40)]);
    const { events, cursor, through } = log.window(20, 35);
    expect(events.map(({ type }) => type)).toEqual([4, 2, 3, 3]);
    expect(events.map(({ timestamp }) => timestamp <= 20)).toEqual([true, true, true, false]);
    expect({ cursor, through }).toEqual({ cursor: 4, through: 40 });
  });

  test("before the first snapshot begins with that one, moved to the time, and all of its millisecond", () => {
    const log = logOf([meta(10), snapshot(10.25), change(10.5), change(11)]);
    const { events } = log.window(3, 3);
    expect(events.map(({ type }) => type)).toEqual([4, 2, 3]);
    expect(Math.max(...events.map(({ timestamp }) => timestamp))).toBe(3);
  });

  test("begins with a snapshot taken from the decoder where that is nearer, and brings the pointer along", () => {
    const log = logOf([meta(10), snapshot(10.5), move(20), change(30)]);
    log.addKeyframe([meta(31), snapshot(31.5)]);
    log.append([change(40), change(50)]);
    const { events } = log.window(45, 45);
    expect(drawn(events)).toBe("M29.998 F29.999 i30 i40");
    expect(events[2]?.data).toEqual(move(20).data);
  });

  test("brings the pointer along from an earlier document, but not what it was over there", () => {
    const moved = event(EventType.IncrementalSnapshot, 20, {
      source: IncrementalSource.MouseMove,
      positions: [over(7)],
    });
    const log = logOf([meta(10), snapshot(10.5), moved, meta(30), snapshot(30.5), change(40)]);
    expect(log.window(40, 40).events[2]?.data).toMatchObject({ positions: [over(1)] });
    expect(moved.data).toMatchObject({ positions: [over(7)] });
    log.addKeyframe([meta(41), snapshot(41.5)]);
    log.append([change(50)]);
    expect(log.window(50, 50).events[2]?.data).toMatchObject({ positions: [over(1)] });
  });

  test("holds everything of the asked millisecond, however little is asked for ahead", () => {
    const log = logOf([meta(10), snapshot(10.5), change(20), change(20.01), change(20.02), change(21)]);
    expect(drawn(log.window(20, 0).events)).toMatch(/i20 i20.01 i20.02$/);
  });

  test("leaves the events of the log as they are", () => {
    const events = [meta(10), snapshot(10.5), change(20)];
    const log = logOf(events);
    log.window(3, 3);
    expect(events.map(({ timestamp }) => timestamp)).toEqual([10, 10.5, 20]);
  });

  test("times rise strictly", () => {
    const log = logOf([meta(10), snapshot(10.01), change(10.02), move(15), change(1_700_000_000_000)]);
    log.addKeyframe([meta(1), snapshot(2), change(3)]);
    log.append([change(1_700_000_000_000.01)]);
    for (const ts of [5, 10, 12, 1_700_000_000_000, 1_700_000_000_001]) {
      const times = log.window(ts, ts + 10).events.map(({ timestamp }) => timestamp);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    }
  });
});

describe("what follows a window", () => {
  const many = logOf([
    meta(0),
    snapshot(1),
    ...Array.from({ length: 5_000 }, (_, index) => change(index + 2)),
  ]);

  test("comes in pages that join without a hole or a double", () => {
    let { events, cursor, through } = many.window(10, Infinity);
    const all = [...events];
    while (cursor < many.length) {
      ({ events, cursor, through } = many.more(cursor, Infinity));
      expect(events.length).toBeLessThanOrEqual(2_000);
      all.push(...events);
    }
    expect(all.slice(2).map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: 5_000 }, (_, index) => index + 2),
    );
    expect(through).toBe(5_001);
  });

  test("goes no further than asked", () => {
    const { events, through } = many.more(100, 200);
    expect(events.at(-1)?.timestamp).toBe(199);
    expect(through).toBe(200);
  });
});

test("the last Meta's address is the page's", () => {
  expect(logOf([meta(1, "https://a.example/"), snapshot(2), meta(3, "https://b.example/")]).url).toBe(
    "https://b.example/",
  );
});
