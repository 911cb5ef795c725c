import { expect, test } from "vitest";
import {
  element,
  page,
  plainSegment,
  text,
  type TestRecord,
  START,
  at,
  incremental,
} from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import type { StageUnderTest } from "./stage-under-test.fixture.ts";

// What a page looks like because of where pointer and focus are, and how far it has come at a time.

async function openAt(
  ts: number,
  body: readonly unknown[],
  css: string,
  records: readonly TestRecord[],
): Promise<StageUnderTest> {
  const head = [element(6, "style", { _cssText: css })];
  const segments = [plainSegment(0, [...page(START, body, head), ...records])];
  const view = { id: "a", url: "https://shop.example/a", start: START, end: at(60_000), hasReplay: true };
  const session = { id: "session", start: START, end: at(60_000) };
  const stage = await open({ session, views: [view], segments: { a: segments } }, { at: ts });
  await stage.state("paused");
  return stage;
}

const focus = (timestamp: number, id: number) => incremental(timestamp, { source: 2, type: 5, id });
const move = (timestamp: number, id: number) =>
  incremental(timestamp, { source: 1, positions: [{ id, x: 5, y: 5, timeOffset: 0 }] });
const attribute = (timestamp: number, id: number, attributes: object) =>
  incremental(timestamp, { source: 0, adds: [], removes: [], texts: [], attributes: [{ id, attributes }] });

function styleOf(opened: StageUnderTest, selector: string): CSSStyleDeclaration {
  const found = opened.page.querySelector(selector);
  const style = found && opened.page.defaultView?.getComputedStyle(found);
  if (!style) throw new Error(`no ${selector} on the page`);
  return style;
}

const RED = "rgb(255, 0, 0)";

test("a focused field looks focused by the page's styles, and by the browser's where it has none", async () => {
  const body = [
    element(20, "form", {}, [element(21, "input", { id: "plain" }), element(22, "input", { id: "own" })]),
  ];
  const css = "form:focus-within { color: red } #own:focus { outline: none; color: red }";
  const opened = await openAt(START, body, css, [focus(at(1_000), 21), focus(at(2_000), 22)]);
  expect(styleOf(opened, "#plain").outlineStyle).toBe("none");
  expect(styleOf(opened, "form").color).not.toBe(RED);
  await opened.seek(at(1_000));
  expect(styleOf(opened, "#plain").outlineStyle).toBe("auto");
  expect(styleOf(opened, "form").color).toBe(RED);
  await opened.seek(at(2_000));
  expect(styleOf(opened, "#plain").outlineStyle).toBe("none");
  expect(styleOf(opened, "#own")).toMatchObject({ outlineStyle: "none", color: RED });
  expect(opened.page.activeElement).toBe(opened.page.body);
});

test("what is hovered looks so, also inside of a shadow tree with adopted styles, and so does its host", async () => {
  const rules = ["b:hover { color: red }", ":host(:hover) { background-color: red }"];
  const root = {
    type: 11,
    id: 21,
    isShadowRoot: true,
    childNodes: [element(22, "b", {}, [text(23, "x")])],
    adoptedStyleSheets: [{ cssRules: rules }],
  };
  const body = [element(20, "div", {}, [root]), element(24, "p", {}, [text(25, "y")])];
  const css = "p:hover { color: red } p:not(:hover) { background-color: red }";
  const opened = await openAt(at(1_000), body, css, [move(at(500), 22), move(at(2_000), 25)]);
  const inside = () => {
    const found = opened.page.querySelector("div")?.shadowRoot?.querySelector("b");
    return found && opened.page.defaultView?.getComputedStyle(found).color;
  };
  expect(inside()).toBe(RED);
  expect(styleOf(opened, "div").backgroundColor).toBe(RED);
  expect(styleOf(opened, "p").backgroundColor).toBe(RED);
  await opened.seek(at(2_000));
  expect(inside()).not.toBe(RED);
  expect(styleOf(opened, "div").backgroundColor).not.toBe(RED);
  expect(styleOf(opened, "p").color).toBe(RED);
  expect(styleOf(opened, "p").backgroundColor).not.toBe(RED);
});

test("after a seek, transitions and animations that end have ended, and scrolling has arrived", async () => {
  const body = [
    element(20, "p", { class: "in" }, [text(21, "x")]),
    element(22, "div", { id: "box", style: "height: 50px; overflow: auto" }, [
      element(23, "div", { style: "height: 5000px" }),
    ]),
    element(24, "i", { class: "spin" }, [text(25, "z")]),
  ];
  const css = `
    * { scroll-behavior: smooth }
    p { opacity: 1; transition: opacity 60s; animation: in 60s both }
    p.out { opacity: 0.25 }
    .spin { animation: spin 60s infinite }
    @keyframes in { from { margin-left: 0 } to { margin-left: 40px } }
    @keyframes spin { to { rotate: 360deg } }`;
  const opened = await openAt(at(3_000), body, css, [
    attribute(at(1_000), 20, { class: "out" }),
    incremental(at(2_000), { source: 3, id: 22, x: 0, y: 3_000 }),
  ]);
  expect(styleOf(opened, "p")).toMatchObject({ opacity: "0.25", marginLeft: "40px" });
  expect(opened.page.querySelector("#box")?.scrollTop).toBe(3_000);
  const unfinished = opened.page.getAnimations().filter(({ playState }) => playState !== "finished");
  expect(unfinished.map(({ effect }) => (effect as KeyframeEffect).target?.className)).toEqual(["spin"]);
});

test("when it is paused, transitions and animations that end have ended", async () => {
  const css = "p { opacity: 1; transition: opacity 60s } p.out { opacity: 0.25 }";
  const body = [element(20, "p", { class: "in" }, [text(21, "x")])];
  const opened = await openAt(START, body, css, [attribute(at(100), 20, { class: "out" })]);
  opened.post({ type: "replay:play" });
  await opened.next("stage:clock", ({ ts }) => ts > at(200));
  expect(Number(styleOf(opened, "p").opacity)).toBeGreaterThan(0.9);
  opened.post({ type: "replay:pause" });
  await opened.state("paused");
  expect(styleOf(opened, "p").opacity).toBe("0.25");
});

const svgElement = (...of: Parameters<typeof element>) => ({ ...element(...of), isSVG: true });

/** An endless animation in the page and one in a shadow tree, a transition there, and an SVG that moves. */
function movingPage() {
  const rules = [
    "b { opacity: 1; transition: opacity 60s }",
    "b.out { opacity: 0.25 }",
    "i { animation: spin 10s linear infinite }",
    "@keyframes spin { to { margin-left: 1000px } }",
  ];
  const root = {
    type: 11,
    id: 21,
    isShadowRoot: true,
    childNodes: [element(22, "b", { class: "in" }, [text(23, "x")]), element(24, "i", {}, [text(25, "y")])],
    adoptedStyleSheets: [{ cssRules: rules }],
  };
  const motion = { attributeName: "x", to: "1000", dur: "10s", repeatCount: "indefinite" };
  const rect = svgElement(31, "rect", { x: "0" }, [svgElement(32, "animate", motion)]);
  return [
    element(20, "div", {}, [root]),
    svgElement(30, "svg", {}, [rect]),
    element(40, "u", {}, [text(41, "z")]),
  ];
}

const MOVING_CSS =
  "u { animation: slide 10s linear infinite } @keyframes slide { to { margin-left: 1000px } }";

/** Where everything of the moving page is. */
function places(opened: StageUnderTest) {
  const inside = opened.page.querySelector("div")?.shadowRoot;
  const style = (found: Element | null | undefined) =>
    found && opened.page.defaultView?.getComputedStyle(found);
  return {
    opacity: style(inside?.querySelector("b"))?.opacity,
    shadow: Math.round(Number.parseFloat(style(inside?.querySelector("i"))?.marginLeft ?? "")),
    light: Math.round(Number.parseFloat(styleOf(opened, "u").marginLeft)),
    svg: Math.round(opened.page.querySelector("rect")?.x.animVal.value ?? Number.NaN),
  };
}

test("what moves by itself stands still with the replay, where it is by the time shown", async () => {
  const records = [attribute(at(100), 22, { class: "out" })];
  const opened = await openAt(at(4_000), movingPage(), MOVING_CSS, records);
  expect(places(opened)).toEqual({ opacity: "0.25", shadow: 400, light: 400, svg: 400 });
  await opened.seek(at(2_000));
  expect(places(opened)).toEqual({ opacity: "0.25", shadow: 200, light: 200, svg: 200 });
  opened.post({ type: "replay:play" });
  await opened.next("stage:clock", ({ ts }) => ts > at(3_000));
  opened.post({ type: "replay:pause" });
  const { ts } = await opened.state("paused");
  // They begin again every ten seconds.
  const place = Math.round(((ts - START) % 10_000) / 10);
  expect(ts).toBeGreaterThan(at(3_000));
  expect(places(opened)).toEqual({ opacity: "0.25", shadow: place, light: place, svg: place });
});
