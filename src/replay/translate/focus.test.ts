import { expect, test } from "vitest";
import { createViewDecoder } from "./create-view-decoder.ts";
import {
  bodyOf,
  change,
  changeSnapshot,
  element,
  incremental,
  meta,
  ofSource,
  shadow,
  T,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

const FOCUS = "data-rum-replay-focus";

function open(body: Parameters<typeof v1Snapshot>[0]) {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot(body)]);
  return decoder;
}
const interaction = (type: number, id: number, at = T) =>
  incremental({ source: 2, type, id, x: 0, y: 0 }, at);
const press = (id: number, at = T) => interaction(1, id, at);
const focus = (id: number, at = T) => interaction(5, id, at);
const blur = (id: number, at = T) => interaction(6, id, at);

test("a focused field and what it is in are marked, also in snapshots, until the focus leaves", () => {
  const decoder = open([element(5, "form", {}, element(6, "input"), element(7, "input"))]);
  expect(ofSource(decoder.decode(0, [focus(6)]), 0)).toMatchObject([
    {
      attributes: [
        { id: 7, attributes: { [FOCUS]: "focus visible ring within" } },
        { id: 6, attributes: { [FOCUS]: "within" } },
        { id: 5, attributes: { [FOCUS]: "within" } },
        { id: 3, attributes: { [FOCUS]: "within" } },
      ],
    },
  ]);
  expect(bodyOf(decoder)).toBe(
    `<form ${FOCUS}="within"><input ${FOCUS}="focus visible ring within"></input><input></input></form>`,
  );
  expect(ofSource(decoder.decode(0, [focus(7)]), 0)).toMatchObject([
    {
      attributes: [
        { id: 7, attributes: { [FOCUS]: null } },
        { id: 8, attributes: { [FOCUS]: "focus visible ring within" } },
      ],
    },
  ]);
  decoder.decode(0, [blur(6)]);
  expect(bodyOf(decoder)).toContain("visible");
  decoder.decode(0, [blur(7)]);
  expect(bodyOf(decoder)).toBe("<form><input></input><input></input></form>");
});

test("focus is within the hosts of shadow trees too", () => {
  const decoder = open([element(5, "x-field", {}, shadow(6, element(7, "input")))]);
  decoder.decode(0, [focus(7)]);
  expect(bodyOf(decoder)).toBe(
    `<x-field ${FOCUS}="within"><#shadow><input ${FOCUS}="focus visible ring within"></input></#shadow></x-field>`,
  );
});

test("a shadow host has no ring but what its shadow tree gives it", () => {
  const decoder = open([element(5, "x-item", { tabindex: "0" }, shadow(6, element(7, "b")))]);
  decoder.decode(0, [focus(5)]);
  expect(bodyOf(decoder)).toContain(`<x-item ${FOCUS}="focus visible within" tabindex="0">`);
});

test("focus by the pointer is seen in text fields only, focus by keys everywhere", () => {
  const decoder = open([
    element(5, "button"),
    element(6, "textarea"),
    element(7, "div", { contenteditable: "" }),
  ]);
  const shown = () => /visible/.test(bodyOf(decoder));
  decoder.decode(0, [press(5), focus(5, T + 2)]);
  expect(shown()).toBe(false);
  decoder.decode(0, [press(6, T + 10), focus(6, T + 12)]);
  expect(shown()).toBe(true);
  decoder.decode(0, [press(7, T + 20), focus(7, T + 22)]);
  expect(shown()).toBe(true);
  decoder.decode(0, [focus(5, T + 500)]);
  expect(shown()).toBe(false);
  decoder.decode(0, [focus(5, T + 5_000)]);
  expect(shown()).toBe(true);
  // Who types has the hands on the keys.
  decoder.decode(0, [
    press(6, T + 6_000),
    incremental({ source: 5, id: 6, text: "a" }, T + 6_100),
    focus(5, T + 6_200),
  ]);
  expect(shown()).toBe(true);
});

test("an element that leaves the page takes the focus with it, in both formats", () => {
  const v1 = open([element(5, "form", {}, element(6, "input"))]);
  v1.decode(0, [focus(6)]);
  const events = v1.decode(0, [v1Mutation({ removes: [{ id: 6, parentId: 5 }] })]);
  expect(ofSource(events, 0)).toMatchObject([
    { removes: [{ id: 7 }], attributes: [{ id: 6, attributes: { [FOCUS]: null } }, { id: 5 }, { id: 3 }] },
  ]);
  expect(bodyOf(v1)).toBe("<form></form>");

  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "FORM"],
      [1, "INPUT"],
    ]),
  ]);
  decoder.decode(0, [focus(6), change([[2, 6]])]);
  expect(bodyOf(decoder)).toBe("<form></form>");
});

test("a recorded page cannot set the mark", () => {
  const decoder = open([element(5, "p", { [FOCUS]: "focus" })]);
  decoder.decode(0, [v1Mutation({ attributes: [{ id: 5, attributes: { [FOCUS]: "visible" } }] })]);
  expect(bodyOf(decoder)).toBe("<p></p>");
});
