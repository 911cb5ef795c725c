import { expect, test } from "vitest";
import { RuleEdits } from "./rule-edits.ts";
import { StyleSheet } from "./style-sheet.ts";

const REFUSED = "::-moz-selection{}";

/** Edits of a sheet: a rule and where it is inserted, or where one is deleted. */
function edited(
  css: string,
  ...calls: readonly (readonly [index: number | number[], rule?: string])[]
): RuleEdits {
  const sheet = new StyleSheet(css);
  const edits = new RuleEdits();
  for (const [index, rule] of calls) {
    if (rule === undefined) edits.delete(index, sheet);
    else edits.insert(rule, index);
  }
  return edits;
}

const rulesOf = (css: string, edits: RuleEdits) => edits.applyTo(new StyleSheet(css)).rules();

test("rules are inserted and deleted by place, beyond the end at the end", () => {
  const css = "a{} c{}";
  const edits = edited(css, [1, "b{}"], [99, "d{}"], [0, "::-moz-x{}"], [1], [99]);
  expect(rulesOf(css, edits)).toEqual(["::-moz-x{}", "b{}", "c{}", "d{}"]);
});

test("paths lead into nested rules, as far as there are any", () => {
  const css = "@media x { @supports (y) { a{} } }";
  const inside = edited(css, [[0, 0, 1], "b{}"]);
  expect(rulesOf(css, inside)).toEqual(["@media x { @supports (y) { a{} b{} } }"]);
  const nowhere = edited(css, [[4, 0], "c{}"], [[0, 7], "d{}"], [[0, 0, 0], "e{}"], [[0, 0, 0]]);
  expect(rulesOf(css, nowhere).join().replaceAll(/\s+/g, " ")).toBe(css);
});

test("an insertion is forgotten with its deletion, and what came between moves up", () => {
  const css = "x{} @media print{}";
  const edits = edited(css, [1, ".a{}"], [1, ".b{}"], [3, ".c{}"], [[4, 0], ".in{}"], [0], [[1, 0]], [1]);
  expect(edits.list).toEqual([
    { index: 1, rule: ".b{}" },
    { index: 2, rule: ".c{}" },
    { index: [3, 0], rule: ".in{}" },
    { index: 0 },
  ]);
  const inside = edited(css, [0, "@media screen{}"], [[0, 0], ".a{}"], [[0, 1], ".b{}"], [[0, 1]], [[0, 0]]);
  expect(inside.list).toEqual([{ index: 0, rule: "@media screen{}" }]);
  const whole = edited(css, [0, "@media screen{}"], [[0, 0], REFUSED], [[0, 0]], [0]);
  expect(whole.list).toEqual([]);
});

test.each([
  ["a rule that some browsers refuse", "a{}", [1, REFUSED], [1]],
  ["a rule before it that some refuse", "a{}", [1, ".b{}"], [0, REFUSED], [1]],
  ["a rule that may not stand before imports", '@import "x";', [0, ".b{}"], [0]],
  ["a rule that may not stand before inserted imports", "a{}", [0, '@import "x";'], [0, ".b{}"], [0]],
  ["two rules in one", "a{}", [1, ".b{} .c{}"], [1]],
  ["a list of selectors with a hole", "a{}", [1, ".b,,.c{}"], [1]],
  ["a rule in another that it may not stand in", "a{}", [[0, 0], "@font-face{}"], [[0, 0]]],
] as const)("the deletion of %s is kept", (_what, css, ...calls) => {
  expect(edited(css, ...(calls as unknown as Parameters<typeof edited>[1][])).list).toHaveLength(
    calls.length,
  );
});

test("what is behind a rule does not matter to its deletion", () => {
  expect(edited("a{}", [0, ".b{}"], [2, REFUSED], [0]).list).toEqual([{ index: 1, rule: REFUSED }]);
});

test("toggling rules for hours leaves no more than there is", () => {
  const css = "x{}";
  const edits = edited(
    css,
    ...Array.from({ length: 5000 }, (_, at) => [at + 1, `.css-${at}{}`] as const),
    ...Array.from({ length: 5000 }, () => [[2500, ".on{}"] as const, [2500] as const]).flat(),
  );
  expect(edits.list).toHaveLength(5000);
  expect(edits.isLong).toBe(false);
});

test("the list is long when there are thousands of deletions", () => {
  const calls = Array.from({ length: 2001 }, () => [[0, REFUSED] as const, [0] as const]).flat();
  expect(edited("x{}", ...calls.slice(0, -1)).isLong).toBe(false);
  expect(edited("x{}", ...calls).isLong).toBe(true);
});

test("hostile nesting exhausts no call stack", () => {
  const css = "@media x {".repeat(20_000);
  const path = Array.from({ length: 20_000 }, () => 0);
  expect(rulesOf(css, edited(css, [path, "a{}"]))).toEqual([css]);
});
