import { EventType } from "@rrweb/types";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import {
  bodyOf,
  change,
  changeSnapshot,
  element,
  incremental,
  meta,
  ofSource,
  record,
  T,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

const types = (events: readonly { type: number }[]) => events.map(({ type }) => type);
const move = (id: number, at = T) =>
  incremental({ source: 1, positions: [{ id, x: 1, y: 2, timeOffset: 0 }] }, at);

test("Meta waits for its full snapshot, and what comes between them waits behind it", () => {
  const decoder = createViewDecoder();
  expect(decoder.decode(0, [meta(), record(6, { has_focus: true })])).toEqual([]);
  const events = decoder.decode(1, [changeSnapshot([]), record(7, undefined)]);
  expect(events).toMatchObject([
    { type: EventType.Meta, timestamp: T, data: { width: 800, height: 600, href: "https://shop.test/a/b" } },
    { type: EventType.FullSnapshot, timestamp: T + 0.01 },
    { type: EventType.Custom, data: { tag: "focus", payload: { hasFocus: true } } },
    { type: EventType.Custom, data: { tag: "view-end" } },
  ]);
});

test("a Meta without a full snapshot is a resize", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot([])]);
  const lone = record(4, { width: 300, height: 200, href: "https://shop.test/c" }, T + 5);
  const events = decoder.decode(0, [lone, record(6, { has_focus: false }), move(4, T + 6)]);
  expect(events).toMatchObject([
    { type: EventType.IncrementalSnapshot, data: { source: 4, width: 300, height: 200 } },
    { type: EventType.Custom },
    { data: { source: 1 } },
  ]);
});

test("timestamps rise strictly, whatever the records say, and over snapshots taken in between", () => {
  const decoder = createViewDecoder();
  const first = decoder.decode(0, [meta(), v1Snapshot([]), move(4), move(4, T - 1000), move(4, T + 10)]);
  const between = decoder.snapshot(epochMs(T + 10));
  const later = decoder.decode(1, [move(4, T + 10)]);
  const times = [...first, ...between, ...later].map(({ timestamp }) => timestamp);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
  expect(times.slice(0, 5)).toEqual([T, T + 0.01, T + 0.02, T + 0.03, T + 10]);
});

test("a full snapshot without any Meta has one all the same, with the last known size", () => {
  const decoder = createViewDecoder();
  expect(types(decoder.decode(0, [v1Snapshot([])]))).toEqual([EventType.Meta, EventType.FullSnapshot]);
  decoder.decode(0, [incremental({ source: 4, width: 11, height: 12 })]);
  expect(decoder.decode(0, [v1Snapshot([])])[0]).toMatchObject({ data: { width: 11, height: 12 } });
});

test("the last mutation of the document before comes first in a view and is dropped without a word", () => {
  const decoder = createViewDecoder();
  const events = decoder.decode(0, [change([[2, 5]]), v1Mutation({}), meta(), changeSnapshot([])]);
  expect(types(events)).toEqual([EventType.Meta, EventType.FullSnapshot]);
  expect(decoder.diagnostics()).toEqual([]);
  expect(decoder.gaps()).toEqual([]);
});

test("within a view, mutations before a new Meta are of the document before", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), changeSnapshot([[1, "P"]])]);
  const events = decoder.decode(1, [change([[2, 5]]), meta(), changeSnapshot([[1, "B"]])]);
  expect(types(events)).toEqual([EventType.IncrementalSnapshot, EventType.Meta, EventType.FullSnapshot]);
  expect(bodyOf(decoder)).toBe("<b></b>");
});

test("before the first full snapshot there is nothing to show, and that is told", () => {
  const decoder = createViewDecoder();
  expect(decoder.snapshot(epochMs(T))).toEqual([]);
  expect(decoder.decode(0, [meta(), move(4, T + 1), change([[2, 5]], T + 2)])).toEqual([]);
  expect(decoder.gaps()).toEqual([{ start: T + 1, end: null }]);
  expect(decoder.diagnostics()).toMatchObject([{ code: "no-snapshot", count: 2, start: T + 1, end: T + 2 }]);
  decoder.decode(1, [changeSnapshot([], [], T + 9)]);
  expect(decoder.gaps()).toEqual([{ start: T + 1, end: T + 9 }]);
});

test("after a lost segment, Change stands still until the next full snapshot while the pointer goes on", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), changeSnapshot([[1, "P"]])]);
  decoder.skip(1, { start: epochMs(T + 10), end: epochMs(T + 20) });
  const events = decoder.decode(2, [change([[1, [1, "B"]]], T + 21), move(99, T + 22)]);
  expect(ofSource(events, 1)).toMatchObject([{ positions: [{ id: 5 }] }]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  expect(decoder.gaps()).toEqual([{ start: T + 10, end: null }]);
  decoder.decode(3, [
    meta(undefined, T + 30),
    changeSnapshot([[1, "I"]], [], T + 30),
    change([[1, [1, "B"]]], T + 31),
  ]);
  expect(bodyOf(decoder)).toBe("<i><b></b></i>");
  expect(decoder.gaps()).toEqual([{ start: T + 10, end: T + 30 }]);
  expect(decoder.diagnostics()).toMatchObject([
    { code: "segment-missing", segmentIndex: 1, start: T + 10, end: T + 20 },
    { code: "no-snapshot", count: 1, segmentIndex: 2 },
  ]);
});

test("after a lost segment, V1 goes on where the nodes are known, as a gap", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot([element(5, "p")])]);
  decoder.skip(1, undefined);
  decoder.decode(2, [
    v1Mutation(
      {
        attributes: [
          { id: 5, attributes: { id: "a" } },
          { id: 9, attributes: {} },
        ],
      },
      T + 5,
    ),
  ]);
  expect(bodyOf(decoder)).toBe('<p id="a"></p>');
  expect(decoder.gaps()).toEqual([{ start: T, end: null }]);
});

test("a jump of the segment index is a lost segment, without a call of skip", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), changeSnapshot([[1, "P"]])]);
  decoder.decode(2, [change([[2, 5]], T + 50)]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  expect(decoder.gaps()).toEqual([{ start: T, end: null }]);
});

test("each record is shown before it is applied, so that its target can be named", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "BUTTON", ["title", "t"]],
      [1, "#text", " Pay\n now "],
      [0, "INPUT", ["placeholder", "Name"]],
    ]),
  ]);
  const labels: (string | undefined)[] = [];
  decoder.decode(1, [change([[2, 5]])], () => labels.push(decoder.labelOf(5), decoder.labelOf(6)));
  expect([...labels, decoder.labelOf(5), decoder.labelOf(99)]).toEqual([
    "Pay now",
    "Pay now",
    undefined,
    undefined,
  ]);
  const long = createViewDecoder();
  long.decode(0, [
    changeSnapshot([
      [1, "P"],
      [1, "#text", "word ".repeat(100)],
    ]),
  ]);
  expect(long.labelOf(5)).toHaveLength(80);
});

test.each([
  ["an unknown record type", record(77, {}), "record-unknown"],
  ["a mobile record", record(10, {}), "record-unknown"],
  ["an unknown incremental source", incremental({ source: 12 }), "record-unknown"],
  ["an incremental record without a source", incremental({}), "record-malformed"],
  ["a Meta record without sizes", record(4, { href: "x" }), "record-malformed"],
  ["a Focus record without data", record(6, undefined), "record-malformed"],
  ["a move without positions", incremental({ source: 1, positions: [] }), "record-malformed"],
  ["a scroll of an unknown node", incremental({ source: 3, id: 99, x: 0, y: 0 }), "node-unknown"],
  ["an input of an unknown node", incremental({ source: 5, id: 99, text: "x" }), "node-unknown"],
  ["an input without a state", incremental({ source: 5, id: 5 }), "record-malformed"],
  [
    "an input whose text is none",
    incremental({ source: 5, id: 5, text: 7, isChecked: true }),
    "record-malformed",
  ],
])("%s is told, and the rest plays", (_what, bad, code) => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot([element(5, "p")]), bad]);
  expect(ofSource(decoder.decode(0, [move(5)]), 1)).toHaveLength(1);
  expect(decoder.diagnostics()).toMatchObject([{ code, count: 1 }]);
});

test("whatever the records hold, decoding never throws and timestamps rise", () => {
  const junk = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.integer({ min: -2, max: 16 }),
      fc.constantFrom("P", "#text", "#shadow-root", "svg>a", "_cssText", "", "x", null, true),
      fc.array(tie("value"), { maxLength: 5 }),
      fc.dictionary(
        fc.constantFrom(
          "node",
          "id",
          "type",
          "childNodes",
          "attributes",
          "tagName",
          "source",
          "adds",
          "removes",
          "texts",
          "positions",
          "parentId",
          "nextId",
          "x",
          "y",
          "text",
          "isChecked",
          "rule",
          "index",
        ),
        tie("value"),
      ),
    ),
  })).value;
  const records = fc.array(
    fc.record({
      type: fc.constantFrom(2, 3, 4, 6, 7, 8, 9, 10, 12),
      timestamp: fc.integer({ min: T, max: T + 99 }),
      format: fc.constantFrom(0, 1, undefined),
      data: junk,
    }),
  );
  fc.assert(
    fc.property(records, fc.boolean(), (list, isChange) => {
      const decoder = createViewDecoder();
      const start = isChange
        ? changeSnapshot([
            [1, "P"],
            [1, "#text", "x"],
          ])
        : v1Snapshot([element(5, "p")]);
      const events = [...decoder.decode(0, [meta(), start]), ...decoder.decode(1, list as RawRecord[])];
      decoder.snapshot(epochMs(T));
      const times = events.map(({ timestamp }) => timestamp);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});
