import { expect, test } from "vitest";
import { openChange as open } from "./testing/open-change.ts";
import { bodyOf, change, ofSource, T } from "./testing/records.ts";

test("style sheets have the ids under which they are attached, also where a shared one is said again", () => {
  const decoder = open(
    [
      [1, "DIV"],
      [1, "#shadow-root"],
      [2, "DIV"],
      [1, "#shadow-root"],
      [6, "STYLE"],
    ],
    [
      [7, ["p{}"], [["a{}", "b{}"]], [["a{}", "b{}"]], [["c{}"], ["print"]], [["d{}"], [], true]],
      [8, [9, 0], [6, 1], [8, 1, 2, 3]],
    ],
  );
  const adopted = ofSource(decoder.snapshot(T as never), 15);
  expect(adopted).toEqual([
    {
      source: 15,
      id: 6,
      styleIds: [1],
      styles: [
        {
          styleId: 1,
          rules: [
            { rule: "a{}", index: 0 },
            { rule: "b{}", index: 1 },
          ],
        },
      ],
    },
    {
      source: 15,
      id: 8,
      styleIds: [1, 2],
      styles: [{ styleId: 2, rules: [{ rule: "@media print { c{} }", index: 0 }] }],
    },
  ]);
  expect(decoder.diagnostics()).toEqual([]);
});

test("a later record that adopts a known sheet does not define it again, unless a snapshot came in between", () => {
  const decoder = open(
    [
      [1, "DIV"],
      [1, "#shadow-root"],
    ],
    [
      [7, [["a{}"]]],
      [8, [6, 0]],
    ],
  );
  const again = change([
    [7, [["a{}"]]],
    [8, [6, 0]],
  ]);
  decoder.decode(0, [change([[8, [6]]])]);
  expect(ofSource(decoder.decode(0, [again]), 15)).toEqual([
    { source: 15, id: 6, styles: [], styleIds: [1] },
  ]);
  decoder.decode(0, [change([[8, [6]]])]);
  expect(ofSource(decoder.snapshot(T as never), 15)).toEqual([]);
  const styles = [{ styleId: 1, rules: [{ rule: "a{}", index: 0 }] }];
  expect(ofSource(decoder.decode(0, [again]), 15)).toEqual([{ source: 15, id: 6, styles, styleIds: [1] }]);
});

test("sheets whose number does not fit are counted on, with a diagnostic", () => {
  const decoder = open(
    [[1, "STYLE"]],
    [
      [7, ["a{}"], ["b{}"]],
      [8, [5, 1]],
    ],
  );
  expect(bodyOf(decoder)).toBe('<style _cssText="b{}"></style>');
  expect(decoder.diagnostics()).toMatchObject([{ code: "reference-unknown", count: 1 }]);
});

test("a sheet given as one text is adopted rule by rule, without imports", () => {
  const decoder = open(
    [
      [1, "DIV"],
      [1, "#shadow-root"],
    ],
    [
      [7, ['@import "x.css"; a{content:"}"} /* c{} */ @media print{b{}}']],
      [8, [6, 0]],
    ],
  );
  expect(ofSource(decoder.snapshot(T as never), 15)).toMatchObject([
    {
      styles: [
        {
          rules: [
            { rule: 'a{content:"}"}', index: 0 },
            { rule: "@media print{b{}}", index: 1 },
          ],
        },
      ],
      styleIds: [1],
    },
  ]);
});

test("the CSS of a style or link that changes later has an entry of its own", () => {
  const decoder = open([
    [1, "STYLE"],
    [0, "LINK", ["rel", "stylesheet"], ["href", "s.css"]],
  ]);
  expect(bodyOf(decoder)).toBe(
    '<style _cssText=""></style><link rr_href="https://shop.test/a/s.css" rr_rel="stylesheet"></link>',
  );
  const events = decoder.decode(0, [
    change([
      [3, [5, ["media", "print"]]],
      [7, ["a{}"], ["b{}"]],
      [8, [5, 0], [6, 1]],
    ]),
  ]);
  expect(ofSource(events, 0)).toMatchObject([
    {
      attributes: [
        { id: 6, attributes: { media: "print" } },
        { id: 6, attributes: { _cssText: "a{}" } },
        { id: 7, attributes: { _cssText: "b{}" } },
      ],
    },
  ]);
});

test("a style in SVG is put in again with its new CSS; an element with children that has sheets is not", () => {
  const decoder = open([
    [1, "svg>svg"],
    [1, "svg>style"],
    [2, "svg>g"],
    [1, "svg>style"],
    [2, "svg>rect"],
  ]);
  const sheets = change([
    [7, ["a{}"], ["b{}"], ["c{}"]],
    [8, [6, 0], [7, 1], [8, 2]],
  ]);
  const [mutation] = ofSource(decoder.decode(0, [sheets]), 0);
  expect(mutation).toMatchObject({
    removes: [
      { id: 7, parentId: 6 },
      { id: 9, parentId: 8 },
    ],
    adds: [
      { parentId: 6, nextId: 8, node: { id: 7, tagName: "style", attributes: { _cssText: "a{}" } } },
      { parentId: 8, nextId: 10, node: { id: 9, tagName: "style", attributes: { _cssText: "c{}" } } },
    ],
    attributes: [{ id: 8, attributes: { _cssText: "b{}" } }],
  });
});
