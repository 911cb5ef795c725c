import { expect, test } from "vitest";
import { createViewDecoder } from "./create-view-decoder.ts";
import {
  bodyOf,
  element,
  headOf,
  incremental,
  meta,
  ofSource,
  record,
  shadow,
  T,
  text,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

function open(body: Parameters<typeof v1Snapshot>[0], head: Parameters<typeof v1Snapshot>[1] = []) {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot(body, head)]);
  return decoder;
}

test("a moved node is removed and added again under its id, with all that is below it, node by node", () => {
  const moved = element(6, "p", {}, text(7, "x"), shadow(8, element(9, "b")));
  const decoder = open([element(5, "ul"), moved, element(10, "i")]);
  const events = decoder.decode(0, [
    v1Mutation({ removes: [{ id: 6, parentId: 4 }], adds: [{ parentId: 5, nextId: null, node: moved }] }),
  ]);
  expect(bodyOf(decoder)).toBe("<ul><p><#shadow><b></b></#shadow>x</p></ul><i></i>");
  expect(ofSource(events, 0)).toMatchObject([
    {
      removes: [{ id: 7, parentId: 5 }],
      adds: [
        { parentId: 6, nextId: null, node: { id: 7, isShadowHost: true, childNodes: [] } },
        { parentId: 7, node: { id: 10, isShadow: true } },
        { parentId: 7, node: { id: 8 } },
      ],
    },
  ]);
});

test("siblings that come last before first are said in document order, before the sibling that stays", () => {
  const decoder = open([element(5, "ul", {}, element(6, "li"))]);
  const events = decoder.decode(0, [
    v1Mutation({
      adds: [
        { parentId: 5, nextId: 6, node: element(9, "b") },
        { parentId: 5, nextId: 9, node: element(8, "script") },
        { parentId: 5, nextId: 8, node: element(7, "a") },
      ],
    }),
  ]);
  expect(ofSource(events, 0)).toMatchObject([
    {
      adds: [
        { nextId: 7, node: { tagName: "a" } },
        { nextId: 7, node: { tagName: "b" } },
      ],
    },
  ]);
});

test("removals of a node and of its child, in either order, are one removal and no complaint", () => {
  for (const order of [
    [5, 6],
    [6, 5],
  ]) {
    const decoder = open([element(5, "ul", {}, element(6, "li"))]);
    const events = decoder.decode(0, [v1Mutation({ removes: order.map((id) => ({ id, parentId: 4 })) })]);
    expect(ofSource(events, 0)).toMatchObject([{ removes: [{ id: 6, parentId: 5 }] }]);
    expect(decoder.diagnostics()).toEqual([]);
  }
});

test("an id that is added while in use is a move", () => {
  const decoder = open([element(5, "ul"), element(6, "p")]);
  decoder.decode(0, [v1Mutation({ adds: [{ parentId: 5, nextId: null, node: element(6, "p") }] })]);
  expect(bodyOf(decoder)).toBe("<ul><p></p></ul>");
});

test("null for an attribute that is not there sets it empty, as SDK 3 writes it; for one that is, deletes it", () => {
  const decoder = open([
    element(5, "details", {}),
    element(6, "p", { hidden: "", class: "a" }),
    element(7, "option", { value: "x" }),
  ]);
  const attributes = [
    { id: 5, attributes: { open: null } },
    { id: 6, attributes: { hidden: null, class: null } },
    { id: 7, attributes: { selected: null } },
  ];
  const events = decoder.decode(0, [v1Mutation({ attributes })]);
  expect(bodyOf(decoder)).toBe('<details open=""></details><p></p><option value="x"></option>');
  expect(ofSource(events, 0)).toMatchObject([{ attributes: [{ id: 6, attributes: { open: "" } }, {}, {}] }]);
});

test("after a lost segment null deletes, since what is not there may have been set in it", () => {
  const decoder = open([element(5, "details", {})]);
  decoder.decode(2, [v1Mutation({ attributes: [{ id: 5, attributes: { open: null } }] })]);
  expect(bodyOf(decoder)).toBe("<details></details>");
});

test("booleans of old SDKs: true is an empty attribute, false is none", () => {
  const decoder = open([
    element(5, "input", { type: "checkbox", checked: false, tabindex: 3 }),
    element(6, "input", { type: "checkbox", checked: true }),
  ]);
  expect(bodyOf(decoder)).toBe(
    '<input tabindex="3" type="checkbox"></input><input checked="" type="checkbox"></input>',
  );
});

const svg = (id: number, name: string, ...children: ReturnType<typeof element>[]) => ({
  ...element(id, name, {}, ...children),
  isSVG: true,
});
test("SVG names get their capitals back", () => {
  const decoder = open([
    svg(5, "svg", svg(6, "lineargradient"), svg(7, "textpath"), svg(8, "foreignobject")),
  ]);
  expect(bodyOf(decoder)).toBe(
    "<svg><linearGradient></linearGradient><textPath></textPath><foreignObject></foreignObject></svg>",
  );
});

test("what V1 gives as attributes of its own is read as state", () => {
  const decoder = open([
    element(5, "div", {
      rr_scrollTop: 12,
      rr_width: "10px",
      rr_height: "20px",
      rr_dataURL: "https://leak.test/",
    }),
  ]);
  expect(bodyOf(decoder)).toBe(
    '<div rr_height="20px" rr_scrollLeft="0" rr_scrollTop="12" rr_width="10px"></div>',
  );
});

test("an element that is added scrolled is scrolled after the mutation", () => {
  const decoder = open([]);
  const events = decoder.decode(0, [
    v1Mutation({ adds: [{ parentId: 4, nextId: null, node: element(5, "div", { rr_scrollTop: 12 }) }] }),
  ]);
  expect(events.map(({ data }) => data)).toMatchObject([{ source: 0 }, { source: 3, id: 6, x: 0, y: 12 }]);
});

const adopting = (id: number) => ({
  ...shadow(id),
  adoptedStyleSheets: [{ cssRules: ["a{}"], media: ["print"] }],
});
test("adopted sheets of hosts come after the snapshot or mutation that makes the host, shared ones once", () => {
  const decoder = open([element(5, "div", {}, adopting(6))]);
  const events = decoder.decode(0, [
    v1Mutation({ adds: [{ parentId: 4, nextId: null, node: element(7, "div", {}, adopting(8)) }] }),
  ]);
  expect(events.map(({ data }) => data)).toMatchObject([
    { source: 0 },
    { source: 15, id: 8, styles: [], styleIds: [1] },
  ]);
});

const addStyleText = (id: number, css: string) => ({ parentId: 5, nextId: null, node: text(id, css) });
test("texts added to a style replace its CSS, unless masking has made them of x", () => {
  const decoder = open([], [element(5, "style", { _cssText: "a{}" })]);
  decoder.decode(0, [v1Mutation({ adds: [addStyleText(6, "xxx xx")] })]);
  expect(headOf(decoder)).toBe('<style _cssText="a{}"></style>');
  const events = decoder.decode(0, [
    v1Mutation({ removes: [{ id: 6, parentId: 5 }], adds: [addStyleText(7, "b{}")] }),
  ]);
  expect(headOf(decoder)).toBe('<style _cssText="b{}"></style>');
  expect(ofSource(events, 0)).toEqual([
    { source: 0, adds: [], removes: [], texts: [], attributes: [{ id: 6, attributes: { _cssText: "b{}" } }] },
  ]);
  decoder.decode(0, [v1Mutation({ texts: [{ id: 7, value: "c{}" }] })]);
  expect(headOf(decoder)).toBe('<style _cssText="c{}"></style>');
});

test("the CSS of a style that an old SDK gave as texts is its text", () => {
  const decoder = open([], [element(5, "style", {}, { ...text(6, "a{}"), isStyle: true })]);
  expect(headOf(decoder)).toBe('<style _cssText="a{}"></style>');
});

test("a full snapshot without format is V1, one of a format from the future is told", () => {
  const decoder = createViewDecoder();
  const { data } = v1Snapshot([element(5, "p")]);
  decoder.decode(0, [record(2, data)]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  decoder.decode(0, [record(2, data, T, { format: 2 })]);
  expect(decoder.diagnostics()).toMatchObject([{ code: "record-malformed" }]);
  expect(decoder.gaps()).toEqual([{ start: T, end: null }]);
});

test.each([
  [
    "a parent that is not there",
    { adds: [{ parentId: 77, nextId: null, node: element(9, "b") }] },
    "node-unknown",
  ],
  ["an add without a node", { adds: [{ parentId: 4, nextId: null }] }, "record-malformed"],
  [
    "an add into itself",
    { adds: [{ parentId: 5, nextId: null, node: element(5, "p") }] },
    "record-malformed",
  ],
  ["a removal of what is not there", { removes: [{ id: 77, parentId: 4 }] }, "node-unknown"],
  ["a removal of the document", { removes: [{ id: 0, parentId: 0 }] }, "record-malformed"],
  ["a text of what is no text", { texts: [{ id: 4, value: "x" }] }, "node-unknown"],
  [
    "an attribute that is an object",
    { attributes: [{ id: 5, attributes: { style: {} } }] },
    "record-malformed",
  ],
  ["attributes that are a list", { attributes: [{ id: 5, attributes: [] }] }, "record-malformed"],
])("%s costs itself only", (_what, bad, code) => {
  const decoder = open([element(5, "p")]);
  decoder.decode(0, [v1Mutation(bad), v1Mutation({ attributes: [{ id: 5, attributes: { id: "ok" } }] })]);
  expect(bodyOf(decoder)).toBe('<p id="ok"></p>');
  expect(decoder.diagnostics()).toMatchObject([{ code, count: 1 }]);
});

test("an unknown next sibling means the end", () => {
  const decoder = open([element(5, "p")]);
  decoder.decode(0, [v1Mutation({ adds: [{ parentId: 4, nextId: 77, node: element(6, "b") }] })]);
  expect(bodyOf(decoder)).toBe("<p></p><b></b>");
  expect(decoder.diagnostics()).toMatchObject([{ code: "node-unknown" }]);
});

test("a mutation of the other format is told and passed over", () => {
  const decoder = open([element(5, "p")]);
  decoder.decode(0, [record(12, [[2, 5]]), incremental({ source: 0 })]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  expect(decoder.diagnostics()).toMatchObject([{ code: "record-malformed", count: 2 }]);
});
