import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import { changePage, element, incremental, page, text, type TestRecord } from "./recorded-page.fixture.ts";

// Rules in rules: layers, containers, nested styles. Paths lead to them as the browser numbers them.

const START = 1_700_000_000_000;
const CSS = [
  "@layer base, late;",
  "@layer base { p { color: red; } }",
  "@container (min-width: 1px) { @layer late { b { color: red; } } }",
  "p { color: blue; & b { color: red; } @media screen { top: 1px; i { color: red; } } left: 2px; }",
  "x-part::part(label) { color: red; }",
];
const body = [
  element(20, "div", { style: "container-type:inline-size" }, [
    element(21, "b", {}, [text(22, "y")]),
    element(23, "p", {}, [text(24, "x")]),
  ]),
];
const edits: readonly (readonly [rule: string | null, index: number | readonly number[]])[] = [
  ["p { margin-left: 1px; }", [1, 1]],
  ["@layer late { p { color: green; } }", 2],
  ["b { margin-left: 2px; }", [3, 0, 1]],
  [null, [3, 0, 0]],
  ["u { color: green; }", [4, 1, 1]],
  [null, [4, 1, 2]],
  ["x-part::part(label):hover { color: green; }", 6],
  ["@scope (p) to (b) { i { color: green; } }", 7],
  ["em { color: green; }", [7, 0]],
  ["@starting-style { p { opacity: 0; } }", 8],
  ["@supports (color: red) { @layer base { } }", 9],
  ["s { color: green; }", [9, 0, 0]],
  [null, [1, 0]],
];
const records = (id: number): TestRecord[] =>
  edits.map(([rule, index], at) =>
    incremental(START + 100 + at * 10, {
      source: 8,
      id,
      ...(rule === null ? { removes: [{ index }] } : { adds: [{ rule, index }] }),
    }),
  );

/** What a browser makes of these edits itself. */
function expected(): string[] {
  const style = document.createElement("style");
  style.textContent = CSS.join("\n");
  document.head.append(style);
  for (const [rule, index] of edits) {
    const path = [index].flat();
    const last = path.pop() ?? 0;
    let holder = style.sheet as {
      cssRules: CSSRuleList;
      insertRule: CSSStyleSheet["insertRule"];
      deleteRule: CSSStyleSheet["deleteRule"];
    };
    for (const step of path) holder = holder.cssRules[step] as unknown as typeof holder;
    if (rule === null) holder.deleteRule(last);
    else holder.insertRule(rule, last);
  }
  const found = texts(style.sheet);
  style.remove();
  return found;
}

const texts = (sheet: CSSStyleSheet | null) =>
  [...(sheet?.cssRules ?? [])].map(({ cssText }) =>
    cssText.replaceAll(/\s+/g, " ").replaceAll("[data-rum-replay-hover]", ":hover"),
  );
const rulesOf = (document: Document) =>
  texts(document.querySelector<HTMLStyleElement>("head style")?.sheet ?? null);

test("rules are inserted into layers, containers, scopes and nested styles, and deleted there", async () => {
  const rules = expected();
  expect(rules.join()).toContain("u { color: green; }");
  const v1 = [...page(START, body, [element(6, "style", { _cssText: CSS.join("") })]), ...records(6)];
  expect(await everyWay(v1, rulesOf)).toEqual(alike(rules));
  const nodes = [[2, "STYLE"]];
  const sheet = [
    [7, [CSS.join("")]],
    [8, [5, 0]],
  ];
  expect(await everyWay([...changePage(START, nodes, sheet), ...records(5)], rulesOf)).toEqual(alike(rules));
});

const adopted = (document: Document) =>
  document.querySelector("x-part")?.shadowRoot?.adoptedStyleSheets.map(texts);

test("adopted sheets have their layers, containers, parts and nested rules, in both formats", async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS.join(""));
  const root = {
    type: 11,
    id: 21,
    isShadowRoot: true,
    childNodes: [element(22, "b", { part: "label" }, [text(23, "x")])],
    adoptedStyleSheets: [{ cssRules: CSS }],
  };
  const v1 = page(START, [element(20, "x-part", {}, [root])]);
  expect(await everyWay(v1, adopted)).toEqual(alike([texts(sheet)]));
  const nodes = [
    [1, "X-PART"],
    [1, "#shadow-root"],
    [1, "B", ["part", "label"]],
  ];
  const sheets = [
    [7, [CSS]],
    [8, [6, 0]],
  ];
  expect(await everyWay(changePage(START, nodes, sheets), adopted)).toEqual(alike([texts(sheet)]));
});
