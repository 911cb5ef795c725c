import type { serializedNodeWithId } from "@rrweb/types";
import { expect, test } from "vitest";
import { createViewDecoder } from "./create-view-decoder.ts";
import {
  bodyOf,
  change,
  changeSnapshot,
  element,
  meta,
  ofSource,
  record,
  rootOf,
  T,
  text,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

// Pages that a browser or the player would refuse, or build otherwise than they were.

function open(body: Parameters<typeof v1Snapshot>[0]) {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot(body)]);
  return decoder;
}

test("names that a browser refuses are replaced, attributes with such names dropped", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "A B", ["x y", "1"], ["ok", "1"]],
      [0, "svg>a:b:c"],
      [0, "1P"],
      [0, "svg>textPath", ["'", "1"]],
    ]),
  ]);
  expect(bodyOf(decoder)).toBe('<div ok="1"></div><g></g><div></div><textPath></textPath>');
});

test("CDATA, second roots and text beside the root element are left out", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "#cdata-section"],
      [0, "P"],
      [7, "HTML"],
      [8, "#text", "stray"],
    ]),
  ]);
  const root = rootOf(decoder.snapshot(T as never));
  expect("childNodes" in root && root.childNodes.map(({ id }) => id)).toEqual([2, 3]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  expect(decoder.decode(0, [change([[2, 8, 7]])])).toEqual([]);
});

test("a shadow root on an element that cannot have one is left out", () => {
  const decoder = open([
    element(5, "input", {}, { type: 11, id: 6, isShadowRoot: true, childNodes: [text(7, "x")] }),
  ]);
  expect(bodyOf(decoder)).toBe("<input></input>");
});

test("what leaves a shadow root that then leaves its host is taken out of the replay", () => {
  const root = { type: 11, id: 6, isShadowRoot: true, childNodes: [text(7, "x"), text(8, "y")] };
  const decoder = open([element(5, "div", {}, root)]);
  const events = decoder.decode(0, [v1Mutation({ removes: [7, 6].map((id) => ({ id, parentId: 5 })) })]);
  expect(ofSource(events, 0)).toMatchObject([
    {
      removes: [
        { id: 8, parentId: 6, isShadow: true },
        { id: 9, parentId: 6, isShadow: true },
      ],
    },
  ]);
});

test.each([
  ["without a doctype", []],
  [
    "with a doctype of old",
    [{ type: 1, id: 9, name: "html", publicId: "-//W3C//DTD HTML 3.2//EN", systemId: "" }],
  ],
])("a document %s is in quirks mode", (_what, doctype) => {
  const decoder = createViewDecoder();
  const node = { type: 0, id: 0, childNodes: [...doctype, element(1, "html")] };
  decoder.decode(0, [record(2, { node })]);
  expect(rootOf(decoder.snapshot(T as never))).toMatchObject({
    compatMode: "BackCompat",
    childNodes: [{ id: 2 }],
  });
});

test("an empty document has no mode, which would crash the player", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [record(2, { node: { type: 0, id: 0, childNodes: [] } })]);
  expect(rootOf(decoder.snapshot(T as never))).toEqual({ type: 0, id: 1, childNodes: [] });
});

test("masked values that a control refuses are left out", () => {
  const decoder = open([
    element(5, "input", { type: "number", value: "***" }),
    element(6, "input", { type: "text", value: "***" }),
  ]);
  expect(bodyOf(decoder)).toBe('<input type="number"></input><input type="text" value="***"></input>');
});

const DEEP = 200_000;
function nested(from: number): ReturnType<typeof element> {
  let node = element(from + DEEP, "i");
  for (let id = from + DEEP - 1; id >= from; id -= 1) node = element(id, "div", {}, node);
  return node;
}

test("a V1 page as deep as it likes is rebuilt as far as it goes, also where it grows later", () => {
  const decoder = createViewDecoder();
  const events = decoder.decode(0, [
    meta(),
    v1Snapshot([nested(10), element(5, "p")]),
    v1Mutation({ adds: [{ parentId: 4, nextId: null, node: nested(300_000) }] }),
    v1Mutation({ attributes: [{ id: 5, attributes: { title: "plays on" } }] }),
  ]);
  expect(depthOf(rootOf(events))).toBeGreaterThan(900);
  expect(ofSource(events, 0)).toMatchObject([
    {},
    { attributes: [{ id: 6, attributes: { title: "plays on" } }] },
  ]);
  expect(decoder.diagnostics()).toMatchObject([{ code: "record-malformed", count: 2 }]);
});

test("so is a page in the Change format", () => {
  const decoder = createViewDecoder();
  const nodes = Array.from({ length: DEEP }, () => [1, "DIV"]);
  const events = decoder.decode(0, [meta(), changeSnapshot([...nodes, [DEEP + 1, "P"]])]);
  const last = DEEP + 5;
  const more = decoder.decode(0, [change([[3, [last, ["title", "plays on"]]]])]);
  expect(depthOf(rootOf(events))).toBeGreaterThan(900);
  expect(ofSource(more, 0)).toMatchObject([
    { attributes: [{ id: last + 1, attributes: { title: "plays on" } }] },
  ]);
});

function depthOf(root: serializedNodeWithId): number {
  let depth = 0;
  for (let node: serializedNodeWithId | undefined = root; node; depth++)
    node =
      "childNodes" in node
        ? node.childNodes.find((child) => "childNodes" in child && child.childNodes.length > 0)
        : undefined;
  return depth;
}
