import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { createTimelineBuilder } from "./timeline-builder.ts";

const START = 1_754_000_000_000;

/** A record so many milliseconds after the start. */
const record = (after: number, type: number, data?: unknown): RawRecord => ({
  type,
  timestamp: epochMs(START + after),
  ...(data === undefined ? {} : { data }),
});
const meta = (after: number, href: string) => record(after, 4, { width: 1280, height: 720, href });
const incremental = (after: number, source: number, data: object) => record(after, 3, { source, ...data });
const mouse = (after: number, type: number, id: number) => incremental(after, 2, { type, id, x: 1, y: 2 });
const move = (after: number) => incremental(after, 1, { positions: [{ id: 1, x: 1, y: 2, timeOffset: 0 }] });
const touchMove = (after: number) =>
  incremental(after, 6, { positions: [{ id: 1, x: 1, y: 2, timeOffset: 0 }] });
const scroll = (after: number, id: number) => incremental(after, 3, { id, x: 0, y: after });
const mutation = (after: number) =>
  incremental(after, 0, { adds: [], removes: [], attributes: [], texts: [] });
const tap = (at: number) => [mouse(at, 7, 5), mouse(at + 50, 9, 5), mouse(at + 60, 2, 5)];
const v1Input = (after: number, id: number) => incremental(after, 5, { id, text: "masked" });
const changeInput = (after: number, id: number) =>
  record(after, 12, [
    [11, 5, "ab"],
    [12, [id, 0]],
  ]);
const radio = (after: number, id: number, isChecked: boolean) => incremental(after, 5, { id, isChecked });
const resize = (after: number) => incremental(after, 4, { width: 800, height: 600 });
const windowFocus = (after: number, has_focus: boolean) => record(after, 6, { has_focus });

function build(records: readonly RawRecord[], labelOf = (id: number): string | undefined => `node ${id}`) {
  const builder = createTimelineBuilder(labelOf);
  for (const each of records) builder.add(each);
  return builder;
}

/** Facts as text: "milliseconds kind label". */
const facts = (records: readonly RawRecord[], labelOf?: (id: number) => string | undefined) =>
  build(records, labelOf)
    .facts()
    .map(({ at, kind, label }) => [at - START, kind, ...(label === undefined ? [] : [label])].join(" "));

const idle = (records: readonly RawRecord[], threshold: number) =>
  build(records)
    .idle(threshold)
    .map(({ start, end }) => [start - START, end - START]);

describe("clicks", () => {
  const CLICK = 2;

  test("are named by the text of their target as it is at that moment", () => {
    const texts = ["Buy", "Bought"];
    expect(facts([mouse(0, CLICK, 5), mouse(900, CLICK, 5)], () => texts.shift())).toEqual([
      "0 click Buy",
      "900 click Bought",
    ]);
  });

  test("have labels of one line and at most 80 characters, and none where there is no text", () => {
    const texts = ["  Add\n\tto   basket ", "x".repeat(100), "x".repeat(79) + "😀", "  ", undefined];
    const clicks = texts.map((_, i) => mouse(i * 1000, CLICK, i));
    expect(
      build(clicks, (id) => texts[id])
        .facts()
        .map(({ label }) => label),
    ).toEqual(["Add to basket", "x".repeat(80), "x".repeat(79), undefined, undefined]);
  });

  test("count once where the button goes down and up, and where a label passes its click on", () => {
    expect(facts([mouse(0, 1, 5), mouse(80, 0, 5), mouse(80, CLICK, 5), mouse(82, CLICK, 6)])).toEqual([
      "80 click node 5",
    ]);
  });

  test("are two in a double click, and one where a menu is opened", () => {
    expect(facts([mouse(0, CLICK, 5), mouse(200, CLICK, 5), mouse(200, 4, 5), mouse(3000, 3, 7)])).toEqual([
      "0 click node 5",
      "200 click node 5",
      "3000 click node 7",
    ]);
  });
});

describe("touch", () => {
  const [START_OF, END_OF, CLICK, MENU] = [7, 9, 2, 3];

  test("a tap is one click, whether or not the browser makes a click of it", () => {
    expect(facts([mouse(0, START_OF, 5), mouse(90, END_OF, 5), mouse(380, CLICK, 5)])).toEqual([
      "90 click node 5",
    ]);
    expect(facts([mouse(0, START_OF, 5), mouse(90, END_OF, 5)])).toEqual(["90 click node 5"]);
  });

  test("two quick taps are two clicks", () => {
    expect(facts([...tap(0), ...tap(250)])).toEqual(["50 click node 5", "300 click node 5"]);
  });

  test("a swipe is no click, and a long press that opens a menu is one", () => {
    expect(facts([mouse(0, START_OF, 5), touchMove(50), mouse(90, END_OF, 5)])).toEqual([]);
    expect(facts([mouse(0, START_OF, 5), mouse(600, MENU, 5), mouse(900, END_OF, 5)])).toEqual([
      "600 click node 5",
    ]);
  });
});

describe("inputs", () => {
  test.each([
    ["V1", v1Input],
    ["Change", changeInput],
  ])("%s: typing into one field is one fact until it pauses or another field is used", (_, input) => {
    const typing = [0, 200, 400, 2400, 4400].map((at) => input(at, 5));
    expect(facts([...typing, input(9000, 5), input(9500, 6), input(10_000, 5)])).toEqual([
      "0 input node 5",
      "9000 input node 5",
      "9500 input node 6",
      "10000 input node 5",
    ]);
  });

  test("choosing a radio button is one fact, not one for each button that loses its choice", () => {
    expect(facts([radio(0, 5, true), radio(0, 6, false), radio(1, 7, false)])).toEqual(["0 input node 5"]);
    expect(facts([record(0, 12, [[13, [0, 5], [1, 6, 7]]])])).toEqual(["0 input node 5"]);
  });

  test("changes of the page are none", () => {
    expect(
      facts([
        record(0, 12, [
          [1, [null, "#document"]],
          [3, [4, [1, 2]]],
          [4, [5, "text"]],
        ]),
      ]),
    ).toEqual([]);
  });
});

describe("other facts", () => {
  test("scrolling and resizing are one fact each until they pause; another scroller is another fact", () => {
    expect(
      facts([
        scroll(0, 1),
        scroll(1000, 1),
        scroll(2500, 1),
        scroll(6000, 1),
        scroll(6100, 9),
        resize(7000),
        resize(7200),
      ]),
    ).toEqual(["0 scroll", "6000 scroll", "6100 scroll", "7000 resize"]);
  });

  test("what the page scrolls as it is shown is none", () => {
    expect(facts([meta(0, "https://a/"), scroll(30, 0), scroll(900, 0)])).toEqual([
      "0 navigation https://a/",
      "900 scroll",
    ]);
  });

  test("an address is one fact, however often recording starts anew, and keeps its length", () => {
    const long = `https://a/${"x".repeat(200)}`;
    expect(facts([meta(0, long), meta(500, long), meta(900, "https://b/")])).toEqual([
      `0 navigation ${long}`,
      "900 navigation https://b/",
    ]);
  });

  test("the window's focus is a fact where it changes", () => {
    expect(
      facts([windowFocus(0, true), windowFocus(100, false), windowFocus(200, false), windowFocus(300, true)]),
    ).toEqual(["100 blur", "300 focus"]);
  });

  test("frustrations stand where they happened, though recorded later; unknown ones by their own name", () => {
    const frustration = record(100, 9, { frustrationTypes: ["rage_click", "odd"], recordIds: [1] });
    expect(facts([mouse(100, 2, 5), mouse(4000, 2, 6), frustration])).toEqual([
      "100 click node 5",
      "100 frustration rage click",
      "100 frustration odd",
      "4000 click node 6",
    ]);
  });

  test("what has been handed out does not change later", () => {
    const builder = build([mouse(0, 2, 5)]);
    const before = builder.facts();
    builder.add(mouse(5000, 2, 6));
    expect([before.length, builder.facts().length]).toEqual([1, 2]);
  });
});

describe("stretches without activity", () => {
  test("begin and end with the recording, and lie between activities", () => {
    const records = [
      meta(0, "https://a/"),
      move(6000),
      move(6500),
      mutation(14_000),
      move(20_000),
      record(31_000, 7),
    ];
    expect(idle(records, 5000)).toEqual([
      [0, 6000],
      [6500, 20_000],
      [20_000, 31_000],
    ]);
    expect(idle(records, 12_000)).toEqual([[6500, 20_000]]);
    expect(idle(records, 60_000)).toEqual([]);
  });

  test.each([
    ["a move", move(5000)],
    ["a button", mouse(5000, 1, 3)],
    ["a touch", touchMove(5000)],
    ["scrolling", scroll(5000, 1)],
    ["a resize", incremental(5000, 4, { width: 1, height: 1 })],
    ["an input", incremental(5000, 5, { id: 1, text: "" })],
    ["an input in the Change format", record(5000, 12, [[12, [1, "a"]]])],
  ])("%s is activity", (_, activity) => {
    expect(idle([record(0, 8), activity, record(10_000, 7)], 6000)).toEqual([]);
  });

  test.each([
    ["a mutation", mutation(5000)],
    ["a change of the page", record(5000, 12, [[4, [1, "a"]]])],
    ["a video that starts", incremental(5000, 7, { id: 1, type: 0 })],
    ["a style rule", incremental(5000, 8, { id: 1, adds: [] })],
    ["focus that moves to a field", mouse(5000, 5, 3)],
    ["the address", meta(5000, "https://b/")],
  ])("%s is none", (_, other) => {
    expect(idle([record(0, 8), other, record(10_000, 7)], 6000)).toEqual([[0, 10_000]]);
  });

  test("there are none where nothing is recorded", () => {
    expect(idle([], 1000)).toEqual([]);
  });

  test("for any moves, they are exactly the pauses that are longer", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60_000), { minLength: 1 }),
        fc.integer({ min: 1000, max: 20_000 }),
        (ats, threshold) => {
          const times = [0, ...ats.toSorted((a, b) => a - b), 60_000];
          const pauses = times.slice(1).map((end, i) => [times[i] ?? 0, end] as const);
          const expected = pauses.filter(([start, end]) => end - start > threshold);
          const moves = times.slice(1, -1).map((at) => move(at));
          expect(idle([record(0, 8), ...moves, record(60_000, 7)], threshold)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test("records of any form are taken without an error", () => {
  const data = fc.oneof(
    fc.anything(),
    fc.record({ source: fc.nat(10), id: fc.anything(), type: fc.nat(10) }),
    fc.array(fc.tuple(fc.nat(15), fc.anything())),
    fc.record({ frustrationTypes: fc.array(fc.anything()), recordIds: fc.array(fc.anything()) }),
  );
  const records = fc.array(fc.tuple(fc.nat(12), fc.nat(100_000), data));
  fc.assert(
    fc.property(records, (all) => {
      const builder = build(all.map(([type, after, each]) => record(after, type, each)));
      const times = builder.facts().map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(builder.idle(1000).every(({ start, end }) => start < end)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
