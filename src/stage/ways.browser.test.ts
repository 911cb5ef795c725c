import { expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { alike, everyWay } from "./every-way.fixture.ts";
import {
  changePage,
  element,
  incremental,
  mutation,
  page,
  text,
  START,
  change,
} from "./recorded-page.fixture.ts";

// One code path draws what a recording says, whether it is sought, played or rebuilt.

const SVG = "http://www.w3.org/2000/svg";

const svgNames = (document: Document) =>
  [...document.querySelectorAll("svg, svg *")].map((found) => {
    const isSvg = found.namespaceURI === SVG;
    const names = [...found.attributes].map(({ name }) => name);
    return `${isSvg ? "svg:" : ""}${found.localName} ${names.join(" ")}`.trim();
  });

test("SVG that comes later keeps the case of its names and attributes, and its links", async () => {
  const added = [
    [1, "svg>svg", ["viewBox", "0 0 10 10"]],
    [1, "svg>text"],
    [1, "svg>textPath", ["href", "#p"], ["textLength", "5"]],
    [3, "svg>use"],
    [4, "svg>foreignObject"],
    [1, "DIV"],
  ];
  const records = [
    ...changePage(START, [[1, "P"]]),
    change(500, [[1, [2, ...(added[0] as unknown[]).slice(1)], ...added.slice(1)]]),
    change(1_000, [[3, [9, ["xlink:href", "#b"]]]]),
  ];
  expect(await everyWay(records, svgNames)).toEqual(
    alike([
      "svg:svg viewBox",
      "svg:text",
      "svg:textPath href textLength",
      "svg:use href",
      "svg:foreignObject",
      "div",
    ]),
  );
});

const colourOf = (document: Document, selector: string) => {
  const found = document.querySelector(selector);
  return found && document.defaultView?.getComputedStyle(found).color;
};
const RED = "rgb(255, 0, 0)";
const css = (id: number, rules: string) => element(id, "style", { _cssText: rules });
const interact = (ms: number, type: number, id: number) =>
  incremental(START + ms, { source: 2, type, id, x: 5, y: 5 });
const move = (ms: number, id: number) =>
  incremental(START + ms, { source: 1, positions: [{ id, x: 5, y: 5, timeOffset: 0 }] });

test("what is hovered stays so when its classes change, and when it is moved", async () => {
  const body = [element(20, "p", { class: "a" }, [text(21, "x")]), element(22, "i", {}, [text(23, "y")])];
  const records = [
    ...page(START, body, [css(6, "p[class=b]:hover { color: red } i:hover { color: red }")]),
    move(100, 20),
    mutation(START + 200, { attributes: [{ id: 20, attributes: { class: "b" } }] }),
  ];
  expect(await everyWay(records, (document) => colourOf(document, "p"))).toEqual(alike(RED));
  const moved = [
    ...page(START, body, [css(6, "i:hover { color: red }")]),
    move(100, 22),
    mutation(START + 200, {
      removes: [{ id: 22, parentId: 4 }],
      adds: [{ parentId: 4, nextId: 20, node: body[1] }],
    }),
  ];
  expect(await everyWay(moved, (document) => colourOf(document, "i"))).toEqual(alike(RED));
});

test("what is pressed looks so until the button comes up", async () => {
  const body = [
    element(20, "button", {}, [element(21, "b", {}, [text(22, "x")])]),
    element(23, "p", {}, [text(24, "y")]),
  ];
  const down = [
    ...page(START, body, [css(6, "button:active { color: red }")]),
    interact(100, 1, 21),
    move(200, 23),
  ];
  expect(await everyWay(down, (document) => colourOf(document, "button"))).toEqual(alike(RED));
  const up = await everyWay([...down, interact(300, 0, 23)], (document) => colourOf(document, "button"));
  expect(Object.values(up)).not.toContain(RED);
});

test("what browsers show only where scripts do not run is not shown", async () => {
  const body = [
    element(20, "noscript", {}, [text(21, "<img src=x>")]),
    element(22, "p", {}, [text(23, "y")]),
  ];
  expect(await everyWay(page(START, body), (document) => document.body.innerText.trim())).toEqual(alike("y"));
});

const adopting = (rules: readonly string[], id: number, children: readonly unknown[]) => ({
  type: 11,
  id,
  isShadowRoot: true,
  childNodes: children,
  adoptedStyleSheets: [{ cssRules: rules }],
});

const tall = (id: number) => element(id, "div", { style: "height: 5000px; width: 5000px" });
const scrolls = (document: Document) => [
  document.querySelector("#host")?.shadowRoot?.querySelector("i")?.scrollTop,
  document.querySelector("#snaps")?.scrollTop,
  document.querySelector("#rtl")?.scrollLeft,
  document.querySelector("#late")?.scrollTop,
];

test("scroll positions hold: with sheets that come after the snapshot, smooth scrolling, snapping, right to left", async () => {
  const rules = ["i { display: block; height: 50px; overflow: auto; scroll-behavior: smooth }"];
  const body = [
    element(20, "div", { id: "host" }, [
      adopting(rules, 21, [element(22, "i", { rr_scrollTop: "700" }, [tall(23)])]),
    ]),
    element(24, "div", { id: "snaps", style: "height:50px;overflow:auto;scroll-snap-type:y mandatory" }, [
      element(25, "div", { style: "height:400px;scroll-snap-align:start" }),
      element(26, "div", { style: "height:400px;scroll-snap-align:start" }),
    ]),
    element(
      27,
      "div",
      { id: "rtl", dir: "rtl", style: "width:100px;height:50px;overflow:auto", rr_scrollLeft: "-300" },
      [tall(28)],
    ),
    element(29, "div", { id: "late", style: "height:50px;overflow:auto" }, [tall(30)]),
  ];
  const records = [
    ...page(START, body),
    incremental(START + 500, { source: 3, id: 24, x: 0, y: 170 }),
    incremental(START + 2_900, { source: 3, id: 29, x: 0, y: 3_000 }),
  ];
  expect(await everyWay(records, scrolls)).toEqual(alike([700, 170, -300, 3_000]));
});

test("the viewer's preferences are not the recorded person's", async () => {
  const sheet = `
    p { color: light-dark(red, blue) }
    @media (prefers-color-scheme: dark) { p { color: blue } }
    @media (prefers-reduced-motion: reduce) { p { color: blue } }`;
  const body = [
    element(20, "p", { style: "color-scheme: light dark" }, [text(21, "x")]),
    element(22, "div", {}, [
      adopting(["@media (prefers-color-scheme: dark) { :host { color: blue } }"], 23, []),
    ]),
  ];
  await cdp().send("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: "dark" },
      { name: "prefers-reduced-motion", value: "reduce" },
    ],
  });
  try {
    const found = await everyWay(page(START, body, [css(6, sheet)]), (document) => [
      colourOf(document, "p"),
      colourOf(document, "div"),
      document.defaultView?.getComputedStyle(document.documentElement).colorScheme,
    ]);
    expect(found).toEqual(alike([RED, "rgb(0, 0, 0)", "normal"]));
  } finally {
    await cdp().send("Emulation.setEmulatedMedia", { features: [] });
  }
});

const hidden = (id: number, tag: string) =>
  element(id, tag, { "data-dd-privacy": "hidden", rr_width: "300px", rr_height: "40px" });

const sizes = (document: Document) => {
  const elements = [...document.querySelectorAll("[data-dd-privacy]")];
  const [, , block] = elements.map((found) => found.getBoundingClientRect());
  const after = document.querySelector("section > span")?.getBoundingClientRect();
  return [
    ...elements.map(
      (found) => `${found.getBoundingClientRect().width}x${found.getBoundingClientRect().height}`,
    ),
    (after?.top ?? 0) >= (block?.bottom ?? 0),
  ];
};

test("a hidden element has its recorded size, in a line, a table, a flex box, and beside blocks", async () => {
  const body = [
    element(20, "p", {}, [text(21, "x"), hidden(22, "span")]),
    element(23, "div", { style: "display: flex; width: 200px" }, [
      hidden(24, "div"),
      element(25, "div", {}, [text(26, "y")]),
    ]),
    element(27, "section", {}, [hidden(28, "div"), element(29, "span", {}, [text(30, "z")])]),
  ];
  const rules = "div { padding: 7px; max-width: 100px }";
  expect(await everyWay(page(START, body, [css(6, rules)]), sizes)).toEqual(
    alike(["300x40", "300x40", "300x40", true]),
  );
});

const half = (id: number) =>
  element(id, "math", {}, [
    element(id + 1, "mfrac", { linethickness: "3px" }, [
      element(id + 2, "mn", {}, [text(id + 3, "1")]),
      element(id + 4, "mtext", {}, [element(id + 5, "b", {}, [text(id + 6, "2")])]),
    ]),
  ]);

const mathNames = (document: Document) =>
  [...document.querySelectorAll("math, math *")].map(
    ({ namespaceURI, localName }) => `${namespaceURI?.endsWith("MathML") === true ? "" : "no "}${localName}`,
  );

test("formulas are MathML, at the snapshot and later, in both formats", async () => {
  const v1 = [
    ...page(START, [element(20, "p", {}, [half(30)])]),
    mutation(START + 500, { adds: [{ parentId: 4, nextId: null, node: half(40) }] }),
  ];
  const expected = ["math", "mfrac", "mn", "mtext", "no b"];
  expect(await everyWay(v1, mathNames)).toEqual(alike([...expected, ...expected]));
  const nodes = [
    [1, "math"],
    [1, "mfrac"],
    [1, "mn"],
    [2, "mtext"],
    [1, "B"],
  ];
  expect(await everyWay(changePage(START, nodes), mathNames)).toEqual(alike(expected));
});
