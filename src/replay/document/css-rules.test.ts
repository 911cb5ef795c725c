import { expect, test } from "vitest";
import { splitBlock, splitRules } from "./css-rules.ts";

test.each([
  ["a{} b{}", ["a{}", "b{}"]],
  ['a{content:\'}\'}b{content:"{\\""}', ["a{content:'}'}", 'b{content:"{\\""}']],
  ["/* a{} */ a{/*}*/} <!-- b{} -->", ["a{/*}*/}", "b{}"]],
  [
    '@charset "x"; @import url(a;b.css) print; @layer x, y; a{}',
    ['@charset "x";', "@import url(a;b.css) print;", "@layer x, y;", "a{}"],
  ],
  ["@media (a) { b { c: d } e { } } f{}", ["@media (a) { b { c: d } e { } }", "f{}"]],
  ["a{background:url(x}y{.png)}b{}", ["a{background:url(x}y{.png)}", "b{}"]],
  ["[a='{'] b, c\\{d{} e{}", ["[a='{'] b, c\\{d{}", "e{}"]],
  ["a{ b:hover & { c: d } e: f } g{}", ["a{ b:hover & { c: d } e: f }", "g{}"]],
  ["a{b:c", ["a{b:c"]],
  ["@media x{a{b:c}", ["@media x{a{b:c}"]],
  ["a{} }b{}", ["a{}", "}b{}"]],
  [" ;; \n", []],
])("%s is split into its rules", (css, rules) => {
  expect(splitRules(css).filter((rule) => !/^;+$/.test(rule))).toEqual(rules);
});

test("the block of a rule is told from its head", () => {
  expect(splitBlock("@media (a:'{') { b{} }")).toEqual({
    head: "@media (a:'{') {",
    body: " b{} ",
    tail: "}",
  });
  expect(splitBlock("@import 'x';")).toBeUndefined();
});

test("deeply nested and unclosed groups cost linear time and no call stack", () => {
  const deep = "a{".repeat(100_000);
  expect(splitRules(deep)).toEqual([deep]);
  const quotes = `a{${'"'.repeat(100_001)}`;
  expect(splitRules(quotes)).toEqual([quotes]);
});
