import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import { element, mutation, page, text, START } from "./recorded-page.fixture.ts";

// What the recorded page's own styles and markup say of it holds in the replay.

const RED = "rgb(255, 0, 0)";
const css = (id: number, rules: string) => element(id, "style", { _cssText: rules });
const colourOf = (document: Document, selector: string) => {
  const found = document.querySelector(selector);
  return found && document.defaultView?.getComputedStyle(found).color;
};

const canvas = (id: number, attributes: Readonly<Record<string, string>>) =>
  element(id, "canvas", attributes);

const sizes = (document: Document) =>
  [...document.querySelectorAll("canvas")].map((each) => {
    const { width, height } = each.getBoundingClientRect();
    return [width, height];
  });

test("a canvas takes the place it had: as its attributes and the page's styles say", async () => {
  const body = [
    canvas(20, {}),
    canvas(21, { width: "40", height: "20" }),
    canvas(22, { width: "40", height: "20", style: "width: 100px" }),
    canvas(23, { width: "40", height: "20", style: "display: block; width: 80px; height: 10px" }),
  ];
  const laidOut = [
    [300, 150],
    [40, 20],
    [100, 50],
    [80, 10],
  ];
  expect(await everyWay([...page(START, body)], sizes)).toEqual(alike(laidOut));
});

const link = (id: number, rules: string, attributes: Readonly<Record<string, string>>) =>
  element(id, "link", { rel: "stylesheet", href: "a.css", _cssText: rules, ...attributes });

const looks = (document: Document) => {
  const { width, height } = document.querySelector("p")?.getBoundingClientRect() ?? {};
  return [colourOf(document, "p"), width === 10, height === 10];
};

test("a sheet does not apply while its link is disabled, nor as an alternate one", async () => {
  const head = [
    link(6, "p { color: red }", { disabled: "" }),
    link(7, "p { width: 10px }", {}),
    link(8, "p { height: 10px }", { rel: "alternate stylesheet", title: "x" }),
  ];
  const records = [
    ...page(START, [element(20, "p", {}, [text(21, "x")])], head),
    mutation(START + 200, {
      attributes: [
        { id: 6, attributes: { disabled: null } },
        { id: 7, attributes: { disabled: "" } },
      ],
    }),
  ];
  expect(await everyWay(records, looks)).toEqual(alike([RED, false, false]));
});

const margins = (document: Document) =>
  ["p", "i"].map((selector) => {
    const found = document.querySelector(selector);
    return found && document.defaultView?.getComputedStyle(found).marginLeft;
  });

test("an animation that the page itself has paused stays where it is", async () => {
  const rules =
    "p { animation: 1s linear -0.25s infinite paused turn } i { animation: 1s linear paused turn } " +
    "@keyframes turn { from { margin-left: 0 } to { margin-left: 100px } }";
  const body = [element(20, "p", {}, [text(21, "x")]), element(22, "i", {}, [text(23, "y")])];
  expect(await everyWay([...page(START, body, [css(6, rules)])], margins)).toEqual(alike(["25px", "0px"]));
});
