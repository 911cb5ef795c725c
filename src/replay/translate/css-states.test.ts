import { expect, test } from "vitest";
import { rewriteStates } from "./css-states.ts";

const FOCUS = '[data-rum-replay-focus~="focus"]';
const VISIBLE = '[data-rum-replay-focus~="visible"]';
const HOVER = "[data-rum-replay-hover]";
const WITHIN = '[data-rum-replay-focus~="within"]';

test.each([
  ["a:hover{color:red}", `a${HOVER}{color:red}`],
  ["a:HOVER, b:not(:hover) > i { }", `a${HOVER}, b:not(${HOVER}) > i { }`],
  ["a:active, a:active-view{}", "a[data-rum-replay-active], a:active-view{}"],
  ["a:focus{} b:focus-visible{} c:focus-within{}", `a${FOCUS}{} b${VISIBLE}{} c${WITHIN}{}`],
  ["a:focus:not(:focus-visible) { }", `a${FOCUS}:not(${VISIBLE}) { }`],
  ["@media print { a:focus::before { } }", `@media print { a${FOCUS}::before { } }`],
  ["p { color: red; &:hover { } }", `p { color: red; &${HOVER} { } }`],
  [".hover\\:red:hover { }", `.hover\\:red${HOVER} { }`],
  ["::slotted(a:hover) b:hover { }", `::slotted(a${HOVER}) b${HOVER} { }`],
  ["a:hover::after { }", `a${HOVER}::after { }`],
  [".hover:hover { }", `.hover${HOVER} { }`],
])("%s asks for marks", (css, expected) => {
  expect(rewriteStates(css)).toBe(expected);
});

test.each([
  [
    "a pseudo-element in a state",
    "::-webkit-scrollbar-thumb:hover { } a::part(x):active { } b::before:hover { }",
  ],
  ["one in several states", "::-webkit-scrollbar-thumb:vertical:hover { } i:after:hover { }"],
  ["a name with an escaped colon", ".hover\\:red { } .focus\\:ring { }"],
  ["a longer name", "a:hover-card { } b:focusgroup { }"],
  ["a question about the device", "@media (hover:hover) and (any-hover:hover) { }"],
  ["a declaration", "a { animation:focus 1s; transition-property:hover } b { view-transition-name:focus }"],
  ["a string or comment", 'a { content: "b:hover {" } /* b:focus { } */ a[title=":hover"] { }'],
])("%s stays as it is", (_what, css) => {
  expect(rewriteStates(css)).toBe(css);
});

test("hostile text costs linear time", () => {
  for (const part of [
    ":hover",
    ":focus ",
    '":hover',
    "/*:hover",
    "(hover:hover",
    "(hover   ",
    ":focus;",
    "\\:hover",
  ])
    expect(rewriteStates(part.repeat(100_000)).length).toBeGreaterThan(0);
});
