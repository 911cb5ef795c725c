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
  ofTag,
  record,
  T,
  text,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

function open(body: Parameters<typeof v1Snapshot>[0], head: typeof body = []) {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot(body, head)]);
  return decoder;
}
const input = (data: object) => incremental({ source: 5, ...data });
const option = (id: number, value: string, more: object = {}) => element(id, "option", { value, ...more });

const present = (decoder: ReturnType<typeof open>) => decoder.snapshot(epochMs(T));

test("an input has both a text and a state; attributes stay as recorded, and a snapshot says both", () => {
  const decoder = open([
    element(5, "input", { type: "checkbox", checked: "", value: "yes" }),
    element(6, "input", { type: "radio" }),
    element(7, "input", { value: "old" }),
    element(8, "textarea", { value: "now" }, text(9, "first")),
    element(10, "textarea", {}, text(11, "emptied")),
  ]);
  const recorded =
    '<input checked="" type="checkbox" value="yes"></input><input type="radio"></input>' +
    '<input value="old"></input><textarea value="now"></textarea><textarea value=""></textarea>';
  expect(bodyOf(decoder)).toBe(recorded);
  expect(ofSource(present(decoder), 5)).toEqual([]);
  const events = decoder.decode(0, [
    input({ id: 5, isChecked: false }),
    input({ id: 6, isChecked: true }),
    input({ id: 7, text: "new" }),
    input({ id: 8, text: "second" }),
  ]);
  const inputs = [
    { source: 5, id: 6, text: "yes", isChecked: false },
    { source: 5, id: 7, text: "on", isChecked: true },
    { source: 5, id: 8, text: "new", isChecked: false },
    { source: 5, id: 9, text: "second", isChecked: false },
  ];
  expect(ofSource(events, 5)).toEqual(inputs);
  expect(bodyOf(decoder)).toBe(recorded);
  expect(ofSource(present(decoder), 5)).toEqual(inputs);
});

test("a recorded change of the attribute `value` says what a text field shows", () => {
  const decoder = open([
    element(5, "input", { value: "" }),
    element(6, "input", { type: "submit", value: "Go" }),
  ]);
  const events = decoder.decode(0, [
    input({ id: 5, text: "typed" }),
    v1Mutation({ attributes: [5, 6].map((id) => ({ id, attributes: { value: "set" } })) }),
  ]);
  expect(ofSource(events, 5)).toMatchObject([
    { id: 6, text: "typed" },
    { id: 6, text: "set" },
  ]);
  expect(bodyOf(decoder)).toContain('<input value="set"></input><input type="submit" value="set"></input>');
});

test("inputs of the Change format, also of nodes that come with the record", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "INPUT"],
      [0, "INPUT", ["type", "checkbox"]],
    ]),
  ]);
  const events = decoder.decode(0, [
    change([
      [1, [3, "INPUT"]],
      [12, [5, "a"], [7, "b"]],
      [13, [0, 6]],
    ]),
  ]);
  expect(ofSource(events, 0)).toMatchObject([{ adds: [{ node: { id: 8 } }] }]);
  const inputs = [
    { source: 5, id: 6, text: "a", isChecked: false },
    { source: 5, id: 7, text: "on", isChecked: true },
    { source: 5, id: 8, text: "b", isChecked: false },
  ];
  expect(ofSource(events, 5)).toEqual(expect.arrayContaining(inputs));
  expect(ofSource(present(decoder), 5)).toHaveLength(3);
});

test("an undecided checkbox is told as such, until it is decided", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), changeSnapshot([[1, "INPUT", ["type", "checkbox"]]])]);
  const undecided = [{ id: 6, indeterminate: true }];
  expect(ofTag(decoder.decode(0, [change([[13, [2, 5]]])]), "control")).toEqual(undecided);
  expect(ofTag(present(decoder), "control")).toEqual(undecided);
  const decided = decoder.decode(0, [change([[13, [0, 5]]])]);
  expect(ofTag(decided, "control")).toEqual([{ id: 6, indeterminate: false }]);
});

test("a select is set by the value of its option, named by type 13 or by its own id", () => {
  const decoder = createViewDecoder();
  const opened = decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "SELECT"],
      [1, "OPTION", ["value", "a"], ["selected", ""]],
      [0, "OPTION"],
      [1, "#text", " B  b "],
    ]),
  ]);
  expect(ofTag(opened, "control")).toEqual([]);
  const told = (...records: RawRecord[]) => ofTag(decoder.decode(0, records), "control");
  expect(told(change([[13, [0, 7]]]))).toEqual([{ id: 6, selected: [8] }]);
  expect(ofTag(present(decoder), "control")).toEqual([{ id: 6, selected: [8] }]);
  expect(told(input({ id: 5, text: "a" }))).toEqual([{ id: 6, selected: [7] }]);
  expect(told(input({ id: 5, text: "B b" }))).toEqual([{ id: 6, selected: [8] }]);
  // The option comes with the mutation that follows.
  expect(told(input({ id: 5, text: "no such" }))).toEqual([{ id: 6, selected: [8] }]);
  expect(told(input({ id: 5, text: "" }))).toEqual([{ id: 6, selected: [] }]);
});

test("of a multiple select the first selected option is told: those before it are not, those after it stay", () => {
  const decoder = open([
    element(5, "select", { multiple: "" }, option(6, "a", { selected: "" }), option(7, "b"), option(8, "c")),
  ]);
  const told = (data: object) => ofTag(decoder.decode(0, [input(data)]), "control");
  expect(told({ id: 8, isChecked: true })).toEqual([{ id: 6, selected: [9] }]);
  expect(told({ id: 5, text: "b" })).toEqual([{ id: 6, selected: [8, 9] }]);
  expect(told({ id: 5, text: "c" })).toEqual([{ id: 6, selected: [9] }]);
});

test("a file field shows the name of its file", () => {
  const decoder = open([element(5, "input", { type: "file", value: "C:\\fakepath\\plan.pdf" })]);
  expect(ofTag(present(decoder), "control")).toEqual([{ id: 6, file: "plan.pdf" }]);
  const emptied = decoder.decode(0, [input({ id: 5, text: "" })]);
  expect(ofTag(emptied, "control")).toEqual([{ id: 6, file: "" }]);
});

const scrollOf = (id: number) => incremental({ source: 3, id, x: 1, y: 2 });
test("scrolls of page and elements go on, and a snapshot has the last ones", () => {
  const decoder = open([element(5, "div")]);
  expect(ofSource(decoder.decode(0, [scrollOf(0), scrollOf(5)]), 3)).toEqual([
    { source: 3, id: 1, x: 1, y: 2 },
    { source: 3, id: 6, x: 1, y: 2 },
  ]);
  expect(decoder.snapshot(T as never)[1]).toMatchObject({ data: { initialOffset: { left: 1, top: 2 } } });
  expect(bodyOf(decoder)).toBe('<div rr_scrollLeft="1" rr_scrollTop="2"></div>');
});

const mediaOf = (id: number, type: number) => incremental({ source: 7, id, type });
test("media say all that the player would guess, when there is something to play", () => {
  const decoder = createViewDecoder({ addresses: (address) => address });
  decoder.decode(0, [
    meta(),
    v1Snapshot([element(5, "video", { loop: "", src: "v.webm" }), element(6, "audio")]),
  ]);
  expect(ofSource(decoder.decode(0, [mediaOf(5, 0), mediaOf(6, 0)]), 7)).toEqual([
    { source: 7, id: 6, type: 0, currentTime: 0, muted: true, volume: 1, loop: true, playbackRate: 1 },
  ]);
  expect(bodyOf(decoder)).toContain('rr_mediaState="played" src="https://shop.test/a/v.webm"');
});

const mouse = (data: object) => incremental({ source: 2, ...data });
test("coordinates are moved by the visual viewport's place, and completed where there are none", () => {
  const decoder = open([element(5, "button")]);
  const viewport = { scale: 2, offsetLeft: 10, offsetTop: 20, pageLeft: 0, pageTop: 0, width: 9, height: 9 };
  const events = decoder.decode(0, [
    record(8, viewport),
    incremental({ source: 6, positions: [{ id: 5, x: 1, y: 2, timeOffset: 0 }] }),
    mouse({ type: 2, id: 5 }),
    mouse({ type: 2, id: 5, x: 3, y: 4 }),
    mouse({ type: 5, id: 5 }),
  ]);
  expect(events.map(({ data }) => data)).toEqual([
    { tag: "visual-viewport", payload: viewport },
    { source: 6, positions: [{ id: 6, x: 11, y: 22, timeOffset: 0 }] },
    { source: 2, type: 2, id: 6, x: 11, y: 22 },
    { source: 2, type: 2, id: 6, x: 13, y: 24 },
    { source: 2, type: 5, id: 6 },
    expect.objectContaining({ source: 0 }),
  ]);
});

test("a move has an offset in time that is a number, whatever was recorded", () => {
  const decoder = open([element(5, "button")]);
  const offsets = [-3, 4, -Infinity, "-5", undefined];
  const positions = offsets.map((timeOffset) => ({ id: 5, x: 0, y: 0, timeOffset }));
  const events = decoder.decode(0, [incremental({ source: 1, positions })]);
  const told = [-3, 0, 0, 0, 0].map((timeOffset) => ({ timeOffset }));
  expect(ofSource(events, 1)).toMatchObject([{ positions: told }]);
});

test("a pointer over what is not in the replay is over the nearest that is, or over the body", () => {
  const decoder = open([element(5, "iframe", {}, element(6, "p"))]);
  const positions = [6, 99].map((id) => ({ id, x: 0, y: 0, timeOffset: 0 }));
  const events = decoder.decode(0, [
    incremental({ source: 1, positions }),
    incremental({ source: 2, type: 2, id: 99, x: 0, y: 0 }),
    incremental({ source: 2, type: 5, id: 99 }),
  ]);
  expect(ofSource(events, 1)).toMatchObject([{ positions: [{ id: 6 }, { id: 5 }] }]);
  expect(ofSource(events, 2)).toMatchObject([{ type: 2, id: 5 }]);
  expect(decoder.diagnostics()).toMatchObject([{ code: "node-unknown", count: 2 }]);
});

const point = (pointerEventType: string, pointerType: string) =>
  incremental({ source: 9, pointerEventType, pointerType, pointerId: 1, x: 1, y: 2 });
test("pointer records of mobile web views become touches and mouse moves, never canvas events", () => {
  const decoder = open([]);
  const events = decoder.decode(0, [
    point("down", "touch"),
    point("move", "touch"),
    point("up", "touch"),
    point("move", "pen"),
    point("up", "mouse"),
  ]);
  expect(events.map(({ data }) => data)).toMatchObject([
    { source: 2, type: 7 },
    { source: 6 },
    { source: 2, type: 9 },
    { source: 1 },
    { source: 2, type: 0 },
  ]);
});

test("frustrations, focus and the view's end are Custom events", () => {
  const decoder = open([]);
  const events = decoder.decode(0, [
    record(9, { frustrationTypes: ["rage_click"], recordIds: [1, 2] }),
    record(6, { has_focus: false }),
    record(7, undefined),
  ]);
  expect(events.map(({ data }) => data)).toEqual([
    { tag: "frustration", payload: { types: ["rage_click"], recordIds: [1, 2] } },
    { tag: "focus", payload: { hasFocus: false } },
    { tag: "view-end", payload: {} },
  ]);
});
