import { expect, test } from "vitest";
import { createViewDecoder } from "./create-view-decoder.ts";
import { openChange as open } from "./testing/open-change.ts";
import {
  bodyOf,
  change,
  changeSnapshot,
  markup,
  meta,
  ofSource,
  record,
  rootOf,
  T,
} from "./testing/records.ts";

test("the list of the format's worked example: distances name parents and neighbours", () => {
  const decoder = open([
    [1, "UL"],
    [1, "LI"],
    [1, "#text", "A"],
    [3, "LI"],
    [1, "#text", "B"],
    [6, "P"],
    [1, "#text", "x"],
  ]);
  expect(bodyOf(decoder)).toBe("<ul><li>A</li><li>B</li></ul><p>x</p>");
  const events = decoder.decode(0, [
    change([
      [1, [-4, "LI"], [1, "#text", "N"]],
      [2, 10],
      [3, [5, ["class", "c"]]],
      [4, [9, "BB"]],
    ]),
  ]);
  expect(bodyOf(decoder)).toBe('<ul class="c"><li>A</li><li>N</li><li>BB</li></ul>');
  expect(ofSource(events, 0)).toEqual([
    {
      source: 0,
      removes: [{ id: 11, parentId: 5 }],
      adds: [
        { parentId: 6, nextId: 9, node: { type: 2, id: 13, tagName: "li", attributes: {}, childNodes: [] } },
        { parentId: 13, nextId: null, node: { type: 3, id: 14, textContent: "N" } },
      ],
      texts: [{ id: 10, value: "BB" }],
      attributes: [{ id: 6, attributes: { class: "c" } }],
    },
  ]);
  expect(decoder.diagnostics()).toEqual([]);
});

test("three items appended in one batch name the list by distance", () => {
  const decoder = open([[1, "UL"]]);
  decoder.decode(0, [
    change([[1, [1, "LI"], [1, "#text", "a"], [3, "LI"], [1, "#text", "b"], [5, "LI"], [1, "#text", "c"]]]),
  ]);
  expect(bodyOf(decoder)).toBe("<ul><li>a</li><li>b</li><li>c</li></ul>");
});

test("strings come by types 0 and 11, as literals and as annotated literals, and can be cleared in between", () => {
  const decoder = createViewDecoder();
  const first = changeSnapshot([
    [1, { role: 1, string: "P" }],
    [1, 0, 1],
  ]);
  decoder.decode(0, [{ ...first, data: [[0, "#text", "one"], ...(first.data as unknown[])] }]);
  decoder.decode(1, [
    change([[11, [4, "two"], [2, "class"]], [4, [6, 2]], [14], [0, "three"], [3, [5, ["id", 0]]]]),
  ]);
  expect(bodyOf(decoder)).toBe('<p id="three">two</p>');
  expect(decoder.diagnostics()).toEqual([]);
});

test("node and string numbers go on over segments and start over with a snapshot", () => {
  const decoder = open([[1, "P"]], [[0, "kept"]]);
  decoder.decode(1, [change([[1, [1, "#text", 0]]])]);
  decoder.decode(2, [change([[1, [0, "#text", 0]]])]);
  expect(bodyOf(decoder)).toBe("<p>keptkept</p>");
  decoder.decode(3, [changeSnapshot([[1, "P"]]), change([[1, [1, "#text", "new"]]])]);
  expect(bodyOf(decoder)).toBe("<p>new</p>");
  expect(decoder.diagnostics()).toEqual([]);
});

test("a snapshot written as type 12 (flagged builds of SDK 6) is a snapshot", () => {
  const decoder = createViewDecoder();
  const { data } = changeSnapshot([[1, "P"]]);
  expect(markup(rootOf(decoder.decode(0, [meta(), record(12, data)])))).toContain("<p></p>");
});

test("light children appended after a shadow root stay together, and the shadow root apart", () => {
  const decoder = open([
    [1, "MY-HOST"],
    [1, "#text", "light"],
    [0, "#shadow-root"],
    [1, "B"],
  ]);
  const events = decoder.decode(0, [change([[1, [4, "#text", "more"], [3, "I"]]])]);
  expect(bodyOf(decoder)).toBe("<my-host><#shadow><b></b><i></i></#shadow>lightmore</my-host>");
  expect(ofSource(events, 0)).toMatchObject([
    {
      adds: [
        { parentId: 6, nextId: null },
        { parentId: 6, node: { tagName: "i", isShadow: true } },
      ],
    },
  ]);
  const removed = decoder.decode(0, [change([[2, 8]])]);
  expect(ofSource(removed, 0)).toMatchObject([{ removes: [{ id: 9, parentId: 6, isShadow: true }] }]);
});

test("only the top-most of removed nodes is said, and a node that came and went is not", () => {
  const decoder = open([
    [1, "UL"],
    [1, "LI"],
    [1, "#text", "x"],
  ]);
  const events = decoder.decode(0, [
    change([
      [1, [4, "P"]],
      [2, 6, 5, 7, 8],
    ]),
  ]);
  expect(ofSource(events, 0)).toEqual([
    { source: 0, adds: [], removes: [{ id: 6, parentId: 5 }], texts: [], attributes: [] },
  ]);
  expect(decoder.diagnostics()).toEqual([]);
});

test("sizes, scroll positions, media states and canvas content are part of a snapshot", () => {
  const decoder = open(
    [
      [1, "DIV", ["data-dd-privacy", "hidden"]],
      [0, "P"],
      [0, "CANVAS"],
      [0, "VIDEO", ["src", "v.webm"]],
    ],
    [
      [5, [5, 120, 40]],
      [6, [0, 3, 4], [6, 0, 9]],
      [9, [8, 0]],
      [15, [7, "64x32-abc"]],
    ],
  );
  expect(bodyOf(decoder)).toBe(
    '<div data-dd-privacy="hidden" rr_height="40px" rr_width="120px"></div>' +
      '<p rr_scrollLeft="0" rr_scrollTop="9"></p>' +
      '<canvas data-rum-replay-image="64x32-abc" height="32" width="64"></canvas>' +
      '<video data-rum-replay-placeholder="media" rr_src="https://shop.test/a/v.webm"></video>',
  );
  expect(decoder.snapshot(T as never)[1]).toMatchObject({ data: { initialOffset: { left: 3, top: 4 } } });
});

test("sizes and canvas content of nodes that are there already become attributes", () => {
  const decoder = open([
    [1, "DIV"],
    [0, "CANVAS"],
  ]);
  const events = decoder.decode(0, [
    change([
      [5, [5, 10, 20]],
      [15, [6, "64x32-abc"]],
    ]),
  ]);
  expect(ofSource(events, 0)).toMatchObject([
    {
      attributes: [
        { id: 6, attributes: { style: ";width:10px;height:20px" } },
        { id: 7, attributes: { "data-rum-replay-image": "64x32-abc", width: "64", height: "32" } },
      ],
    },
  ]);
});

test.each([
  ["an unknown change type", [99, 1], "record-unknown"],
  ["a string outside the table", [4, [6, 7]], "reference-unknown"],
  ["an unknown node", [3, [77, ["class", "x"]]], "node-unknown"],
  ["a change that is no list", "no list", "record-malformed"],
  ["an item that is no list", [4, 6], "record-malformed"],
])("%s costs itself only", (_what, bad, code) => {
  const decoder = open([
    [1, "P"],
    [1, "#text", "x"],
  ]);
  decoder.decode(0, [change([bad, [3, [5, ["id", "ok"]]]])]);
  expect(bodyOf(decoder)).toMatch(/^<p id="ok">x?<\/p>$/);
  expect(decoder.diagnostics()).toMatchObject([{ code, count: 1, segmentIndex: 0, start: T, end: T }]);
});

test("a node that cannot be placed still takes its id", () => {
  const decoder = open([[1, "P"]]);
  decoder.decode(0, [change([[1, [77, "B"], "no list", [3, "I"]]])]);
  expect(bodyOf(decoder)).toBe("<p><i></i></p>");
  expect(decoder.diagnostics().map(({ code }) => code)).toEqual(["node-unknown", "record-malformed"]);
});
