import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import {
  changeSnapshot,
  element,
  headOf,
  incremental,
  meta,
  ofSource,
  T,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

// Rules that scripts insert into style sheets and delete.

function open(head: Parameters<typeof v1Snapshot>[0]) {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), v1Snapshot([], head)]);
  return decoder;
}

const rulesOf = (id: number, data: object) => incremental({ source: 8, id, ...data });
const insertInto = (id: number) => rulesOf(id, { adds: [{ rule: "b{}", index: 1 }] });
const sheetLink = (id: number, more: object = {}) => element(id, "link", { rel: "stylesheet", ...more });

test("rules that scripts insert and delete go on to the player, and again after a snapshot", () => {
  const css = 'a { content: "}" } @media print { b { } }';
  const decoder = open([element(5, "style", { _cssText: css })]);
  const rewritten = { rule: 'c { background: url("") }', index: 1 };
  const events = decoder.decode(0, [
    rulesOf(5, { adds: [{ rule: "c { background: url(x.png) }", index: 1 }, { rule: "first { }" }] }),
    rulesOf(5, { adds: [{ rule: "d { }", index: [3, 1] }], removes: [{ index: 1 }] }),
    rulesOf(5, { adds: [{ rule: "e { }", index: 0 }] }),
  ]);
  expect(ofSource(events, 8)).toEqual([
    { source: 8, id: 6, adds: [rewritten, { rule: "first { }", index: 0 }], removes: [] },
    { source: 8, id: 6, adds: [{ rule: "d { }", index: [3, 1] }], removes: [{ index: 1 }] },
    { source: 8, id: 6, adds: [{ rule: "e { }", index: 0 }], removes: [] },
  ]);
  expect(headOf(decoder)).toBe(`<style _cssText="${css}"></style>`);
  const later = decoder.snapshot(epochMs(T)).slice(2);
  expect(later.map(({ data }) => data)).toEqual([
    {
      source: 8,
      id: 6,
      adds: [rewritten, { rule: "first { }", index: 0 }, { rule: "d { }", index: [3, 1] }],
      removes: [{ index: 1 }],
    },
    { source: 8, id: 6, adds: [{ rule: "e { }", index: 0 }], removes: [] },
  ]);
});

test("a place that a script left undefined, or gave as null, is the first", () => {
  const decoder = open([element(5, "style", { _cssText: "@media print { a{} }" })]);
  const events = decoder.decode(0, [
    rulesOf(5, { removes: [{ index: [0, null] }] }),
    rulesOf(5, { adds: [{ rule: "b{}", index: null }] }),
    rulesOf(5, { removes: [{ index: null }] }),
    rulesOf(5, { removes: [{}] }),
  ]);
  expect(ofSource(events, 8)).toMatchObject([
    { removes: [{ index: [0, 0] }] },
    { adds: [{ rule: "b{}", index: 0 }] },
    { removes: [{ index: 0 }] },
    { removes: [{ index: 0 }] },
  ]);
  expect(decoder.diagnostics()).toEqual([]);
});

test("a snapshot has none of the rules that went with their sheet", () => {
  const decoder = open([element(5, "style", { _cssText: "a{}" })]);
  const after = (part: Parameters<typeof v1Mutation>[0]) => {
    decoder.decode(0, [insertInto(5), v1Mutation(part)]);
    return [headOf(decoder), ofSource(decoder.snapshot(epochMs(T)), 8).length];
  };
  const same = { attributes: [{ id: 5, attributes: { _cssText: "a{}" } }] };
  expect(after(same)).toEqual(['<style _cssText="a{}"></style>', 0]);
  const moved = { parentId: 3, nextId: null, node: element(5, "style", { _cssText: "a{} b{}" }) };
  expect(after({ adds: [moved], removes: [{ id: 5 }] })).toEqual(['<style _cssText="a{} b{}"></style>', 0]);
  expect(after({ attributes: [{ id: 5, attributes: { title: "x" } }] })[1]).toBe(1);
});

test("rules of a link go on too; where it has no CSS it is said whole; those of an unknown sheet are told", () => {
  const decoder = open([sheetLink(5, { _cssText: "a{}" }), sheetLink(6, { _cssText: "" }), sheetLink(7)]);
  const events = decoder.decode(0, [insertInto(5), insertInto(6), insertInto(6), insertInto(7)]);
  expect(ofSource(events, 8)).toMatchObject([{ id: 6 }, { id: 7 }]);
  expect(ofSource(events, 0)).toMatchObject([{ attributes: [{ id: 7, attributes: { _cssText: "b{}" } }] }]);
  expect(decoder.diagnostics()).toMatchObject([{ code: "reference-unknown", count: 1 }]);
});

test("rules of a sheet that does not apply are said when it does", () => {
  const decoder = open([sheetLink(5, { _cssText: "a{}", disabled: "" })]);
  expect(decoder.decode(0, [insertInto(5)])).toEqual([]);
  expect(ofSource(decoder.snapshot(epochMs(T)), 8)).toEqual([]);
  const on = decoder.decode(0, [v1Mutation({ attributes: [{ id: 5, attributes: { disabled: null } }] })]);
  expect(on.map(({ data }) => data)).toMatchObject([
    { source: 0, attributes: [{}, { id: 6, attributes: { _cssText: "a{}" } }] },
    { source: 8, id: 6, adds: [{ rule: "b{}", index: 1 }] },
  ]);
});

test("rules of a sheet that is limited to media are where its other rules are", () => {
  const decoder = createViewDecoder();
  const sheets = [
    [7, ["a{}", ["print"]], ["c{}", [], true]],
    [8, [5, 0], [6, 1]],
  ];
  const nodes = [
    [2, "STYLE"],
    [3, "STYLE"],
  ];
  const events = decoder.decode(0, [
    meta(),
    changeSnapshot(nodes, sheets),
    insertInto(5),
    insertInto(6),
    rulesOf(5, { removes: [{ index: [0, 2] }] }),
  ]);
  expect(headOf(decoder)).toContain('_cssText="@media print { a{} }"');
  expect(ofSource(events, 8)).toEqual([
    { source: 8, id: 6, adds: [{ rule: "b{}", index: [0, 1] }], removes: [] },
    { source: 8, id: 6, adds: [], removes: [{ index: [0, 0, 2] }] },
  ]);
});

test("thousands of deletions become part of the sheet", () => {
  const decoder = open([element(5, "style", { _cssText: "a{}" })]);
  const turn = [rulesOf(5, { adds: [{ rule: "::x{}", index: 0 }] }), rulesOf(5, { removes: [{ index: 0 }] })];
  decoder.decode(0, Array.from({ length: 2001 }, () => turn).flat());
  expect(ofSource(decoder.snapshot(epochMs(T)), 8)).toEqual([]);
  expect(headOf(decoder)).toBe('<style _cssText="a{}"></style>');
});
