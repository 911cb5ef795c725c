import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import { element, mutation, page, text, type TestRecord } from "./recorded-page.fixture.ts";

// Documents that are not HTML: XHTML and SVG. Nothing in a recording says so but the names of its elements.

const START = 1_700_000_000_000;
const SVG = "http://www.w3.org/2000/svg";
const XHTML = "http://www.w3.org/1999/xhtml";

const meta = { type: 4, timestamp: START, data: { href: "https://shop.example/", width: 800, height: 600 } };
const change = (ms: number, changes: readonly unknown[]): TestRecord => ({
  type: 12,
  timestamp: START + ms,
  data: changes,
});
const changeDocument = (nodes: readonly unknown[], more: readonly unknown[] = []): TestRecord[] => [
  meta,
  { type: 2, timestamp: START, format: 1, data: [[1, [null, "#document"], ...nodes], ...more] },
];
const v1Document = (root: object): TestRecord[] => [
  meta,
  { type: 2, timestamp: START, data: { node: { type: 0, id: 1, childNodes: [root] }, initialOffset: {} } },
];

/** In which mode the document is, which elements it has, and what a paragraph in it looks like. */
function seen(document: Document) {
  const paragraph = document.querySelector("p");
  const style = paragraph && document.defaultView?.getComputedStyle(paragraph);
  return {
    mode: document.compatMode,
    names: [...document.querySelectorAll(":root, body, body *")].map(({ localName }) => localName),
    color: style?.color,
  };
}

const modeOf = (document: Document) => document.compatMode;

const GREEN = "rgb(0, 128, 0)";
const xhtml = { mode: "CSS1Compat", names: ["html", "body", "p", "b"], color: GREEN };

test("XHTML has no quirks, its styles apply and scripts in it are left out", async () => {
  const nodes = [
    [1, "html", ["xmlns", XHTML]],
    [1, "head"],
    [1, "style"],
    [1, "#text", "p { color: red }"],
    [3, "script"],
    [1, "#text", "document.body.remove()"],
    [6, "body"],
    [1, "p"],
    [1, "b"],
  ];
  const sheet = [
    [7, ["p { color: green; }"]],
    [8, [3, 0]],
  ];
  expect(await everyWay(changeDocument(nodes, sheet), seen)).toEqual(alike(xhtml));
  const head = element(3, "head", {}, [element(4, "style", { _cssText: "p { color: green; }" })]);
  const body = element(5, "body", {}, [element(6, "p", {}, [element(7, "b")])]);
  const v1 = v1Document(element(2, "html", { xmlns: XHTML }, [head, body]));
  expect(await everyWay(v1, seen)).toEqual(alike(xhtml));
});

test("a document without a type that is not XHTML has quirks", async () => {
  const nodes = [
    [1, "HTML"],
    [1, "HEAD"],
    [0, "BODY"],
    [1, "P"],
  ];

  expect(await everyWay(changeDocument(nodes), modeOf)).toEqual(alike("BackCompat"));
});

const doctype = (publicId: string, systemId: string) => ({
  type: 1,
  id: 90,
  name: "html",
  publicId,
  systemId,
});
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** Which quirks a document has: with limited ones, a cell that holds an image alone leaves no room for letters. */
function quirks(document: Document): string {
  if (document.compatMode === "BackCompat") return "quirks";
  const isTight = document.querySelector("td")?.getBoundingClientRect().height === 10;
  return isTight ? "limited-quirks" : "standards";
}

test.each([
  ["none, in HTML", [], {}, "quirks"],
  ["none, in XHTML", [], { xmlns: XHTML }, "standards"],
  ["that of today", [doctype("", "")], { xmlns: XHTML }, "standards"],
  ["an old one", [doctype("-//W3C//DTD HTML 3.2//EN", "")], {}, "quirks"],
  ["an old one, with a namespace", [doctype("-//W3C//DTD HTML 3.2//EN", "")], { xmlns: XHTML }, "quirks"],
  ["XHTML's", [doctype("-//W3C//DTD XHTML 1.0 Transitional//EN", "x")], { xmlns: XHTML }, "limited-quirks"],
  ["HTML 4's", [doctype("-//W3C//DTD HTML 4.01 Transitional//EN", "x")], {}, "limited-quirks"],
  ["HTML 4's, without an address", [doctype("-//W3C//DTD HTML 4.01 Transitional//EN", "")], {}, "quirks"],
])("the quirks of a document whose type is %s", async (_what, types, attributes, expected) => {
  const image = element(9, "img", { src: PIXEL, width: "10", height: "10" });
  const cell = element(8, "td", { style: "padding:0;font-size:40px" }, [image]);
  const table = element(5, "table", {}, [element(6, "tbody", {}, [element(7, "tr", {}, [cell])])]);
  const html = element(2, "html", attributes, [element(3, "head"), element(4, "body", {}, [table])]);
  const node = { type: 0, id: 1, childNodes: [...types, html] };
  const records = [meta, { type: 2, timestamp: START, data: { node, initialOffset: {} } }];
  expect(await everyWay(records, quirks)).toEqual(alike(expected));
});

const inSvg = (document: Document) => {
  const root = document.documentElement;
  const circle = root.querySelector("circle");
  const { left, top, width, height } = root.getBoundingClientRect();
  return {
    names: [...document.querySelectorAll("svg, svg *")]
      .filter(({ namespaceURI }) => namespaceURI === SVG)
      .map(({ localName }) => localName),
    place: [left, top, width, height],
    radius: circle?.getBoundingClientRect().width,
    fill: circle && document.defaultView?.getComputedStyle(circle).fill,
  };
};
const drawing = (fill: string) => ({
  names: ["svg", "style", "circle"],
  place: [0, 0, 800, 600],
  radius: 600,
  fill,
});

test("a drawing fills the window, follows its own styles, and their changes", async () => {
  const nodes = [
    [1, "svg>svg", ["xmlns", SVG], ["viewBox", "0 0 10 10"]],
    [1, "svg>style"],
    [1, "#text", "circle { fill: red }"],
    [3, "svg>circle", ["cx", "5"], ["cy", "5"], ["r", "5"]],
  ];
  const sheet = [
    [7, ["circle { fill: red; }"]],
    [8, [2, 0]],
  ];
  const records = changeDocument(nodes, sheet);
  expect(await everyWay(records, inSvg)).toEqual(alike(drawing("rgb(255, 0, 0)")));
  // The texts of a style in SVG are recorded, and what comes in their place.
  const replaced = change(500, [
    [1, [3, "#text", "circle { fill: green }"]],
    [2, 3],
  ]);
  expect(await everyWay([...records, replaced], inSvg)).toEqual(alike(drawing(GREEN)));
  const rewritten = change(500, [[4, [3, "circle { fill: green }"]]]);
  expect(await everyWay([...records, rewritten], inSvg)).toEqual(alike(drawing(GREEN)));
});

const svg = (...of: Parameters<typeof element>) => ({ ...element(...of), isSVG: true });

test("a drawing in the older format", async () => {
  const root = svg(2, "svg", { xmlns: SVG, viewBox: "0 0 10 10" }, [
    svg(3, "style", { _cssText: "circle { fill: red; }" }),
    svg(5, "circle", { cx: "5", cy: "5", r: "5" }),
  ]);
  const records = v1Document(root);
  expect(await everyWay(records, inSvg)).toEqual(alike(drawing("rgb(255, 0, 0)")));
  const added = { parentId: 3, nextId: null, node: text(9, "circle { fill: green }") };
  const later = [...records, mutation(START + 500, { adds: [added] })];
  expect(await everyWay(later, inSvg)).toEqual(alike(drawing(GREEN)));
});

/** Which of a page's details are open, what is hidden, and what of it is laid out. */
const shown = (document: Document) =>
  [...document.querySelectorAll("details, #hidden, #inert")].map((found) => {
    const { height } = found.getBoundingClientRect();
    const inner = found.querySelector("p");
    const visible = inner?.checkVisibility({ visibilityProperty: true });
    return [
      found
        .getAttributeNames()
        .filter((name) => name !== "id" && name !== "name")
        .join(),
      height > 30,
      visible,
    ];
  });
const paragraph = (id: number) => element(id, "p", { style: "height:40px;margin:0" }, [text(id + 1, "x")]);
const folded = [
  element(20, "details", { name: "one", open: "" }, [element(21, "summary"), paragraph(22)]),
  element(30, "details", { name: "one" }, [element(31, "summary"), paragraph(32)]),
  element(40, "div", { id: "hidden", hidden: "until-found" }, [paragraph(42)]),
  element(50, "div", { id: "inert" }, [paragraph(52)]),
];
const css = [element(6, "style", { _cssText: "[inert] { height: 90px } [inert] p { visibility: hidden }" })];
const attribute = (ms: number, id: number, attributes: object) =>
  mutation(START + ms, { attributes: [{ id, attributes }] });

test("details, what is hidden until it is found, and what is inert", async () => {
  const records = page(START, folded, css);
  expect(await everyWay(records, shown)).toEqual(
    alike([
      ["open", true, true],
      ["", false, false],
      ["hidden", false, false],
      ["", true, true],
    ]),
  );
  const later = [
    ...records,
    // Of details of one name, one is open at most: the browser closes the other, and both are recorded.
    mutation(START + 500, {
      attributes: [
        { id: 30, attributes: { open: "" } },
        { id: 20, attributes: { open: null } },
      ],
    }),
    attribute(600, 40, { hidden: null }),
    attribute(700, 50, { inert: "" }),
  ];
  expect(await everyWay(later, shown)).toEqual(
    alike([
      ["", false, false],
      ["open", true, true],
      ["", true, true],
      ["inert", true, false],
    ]),
  );
  const back = [
    ...later,
    attribute(800, 30, { open: null }),
    attribute(900, 40, { hidden: "until-found" }),
    attribute(1_000, 50, { inert: null }),
  ];
  expect(await everyWay(back, shown)).toEqual(
    alike([
      ["", false, false],
      ["", false, false],
      ["hidden", false, false],
      ["", true, true],
    ]),
  );
});
