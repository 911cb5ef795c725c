import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs } from "../base/time.ts";
import type { RawRecord } from "../replay/record/raw-record.ts";
import { alike, everyWay } from "./every-way.fixture.ts";
import { rebuildView } from "./rebuild-view.fixture.ts";
import { type DecodedView, decodeView } from "./rebuilt-page.fixture.ts";
import { rulesAfter } from "./rebuilt-sheets.fixture.ts";
import {
  element,
  incremental,
  mutation,
  page,
  type TestRecord,
  text,
  START,
} from "./recorded-page.fixture.ts";

// Rules that scripts insert: SDKs record those too that the browser refuses, and count only those that it takes.

const STYLE = 6;
const RUNS = 25;
const REFUSED = ["::-moz-selection { color: red }", "a::-ms-clear { }", ""];
const CSS_TEXT = "p { color: red } @media screen { b { color: red } }";
const head = [element(STYLE, "style", { _cssText: CSS_TEXT })];
const body = [element(20, "p", {}, [text(21, "x")]), element(22, "b", {}, [text(23, "y")])];

const insert = (timestamp: number, rule: string, index: number | number[]) =>
  incremental(timestamp, { source: 8, id: STYLE, adds: [{ rule, index }] });
const deletion = (timestamp: number, index: number | number[]) =>
  incremental(timestamp, { source: 8, id: STYLE, removes: [{ index }] });

const rulesOf = (document: Document) =>
  [...(document.querySelector<HTMLStyleElement>("head style")?.sheet?.cssRules ?? [])].map(({ cssText }) =>
    cssText.replaceAll(/\s+/g, " "),
  );

test("rules stand in the same order however one comes to a time, whether the browser takes them all or not", async () => {
  const records = [
    ...page(START, body, head),
    ...REFUSED.map((rule, at) => insert(START + 100 + at, rule, 2)),
    insert(START + 200, "p { color: green }", 2),
    insert(START + 210, "p { color: blue }", 3),
    insert(START + 220, "::-moz-placeholder { }", 1),
    deletion(START + 230, 2),
    insert(START + 240, "b { color: blue }", [1, 1]),
    insert(START + 250, "::-webkit-scrollbar-thumb:hover { color: red }", 0),
    insert(START + 260, "i { color: red }", 1),
    deletion(START + 270, 40),
  ];
  expect(await everyWay(records, rulesOf)).toEqual(
    alike([
      "::-webkit-scrollbar-thumb:hover { color: red; }",
      "i { color: red; }",
      "p { color: red; }",
      "@media screen { b { color: red; } b { color: blue; } }",
      "p { color: blue; }",
    ]),
  );
});

test("what is scrolled over content that inserted rules make long is where it was", async () => {
  const records = [
    ...page(START, body, head),
    insert(START + 100, "p { height: 5000px }", 2),
    incremental(START + 200, { source: 3, id: 1, x: 0, y: 3000 }),
  ];
  expect(await everyWay(records, ({ defaultView }) => defaultView?.scrollY)).toEqual(alike(3000));
});

const RULES = [
  ...REFUSED,
  ".a { color: red }",
  "p, b > i:hover { top: 1px }",
  "@media print { i { } }",
  "@media screen { ::-moz-x { } u { } }",
  '@namespace x "y";',
  "b::before:hover { }",
  "::part(x):active { }",
];
const step = fc.record({
  what: fc.constantFrom("insert", "insert", "delete", "insert inside", "delete inside", "replace"),
  rule: fc.constantFrom(...RULES),
  at: fc.nat(),
  inside: fc.nat(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const grouping = (rule: CSSRule | undefined) => (rule instanceof CSSMediaRule ? rule : undefined);

/** A page whose script does this to its style sheet, as an SDK records it, and the rules that it then has. */
function recorded(steps: readonly Step[]): { records: RawRecord[]; rules: readonly string[] } {
  const style = document.createElement("style");
  style.textContent = CSS_TEXT;
  document.head.append(style);
  const records = [...page(START, body, head)];
  for (const [index, { what, rule, at, inside }] of steps.entries()) {
    const { sheet } = style;
    if (!sheet) throw new Error("a style has no sheet");
    const place = at % (sheet.cssRules.length + 1);
    const outer = what.endsWith("inside") ? grouping(sheet.cssRules[place]) : sheet;
    const spot = outer === sheet ? place : inside % ((outer?.cssRules.length ?? 0) + 1);
    const path = outer === sheet ? spot : [place, spot];
    if (what === "replace" && at % 5 === 0) {
      style.textContent = `${rule} q { } ::-moz-x { } @media screen { i { } }`;
      const css = [...(style.sheet?.cssRules ?? [])].map(({ cssText }) => cssText).join("");
      records.push(
        mutation(START + 10 + index, { attributes: [{ id: STYLE, attributes: { _cssText: css } }] }),
      );
    } else if (outer && what !== "replace") {
      const isInsertion = what.startsWith("insert");
      records.push(isInsertion ? insert(START + 10 + index, rule, path) : deletion(START + 10 + index, path));
      try {
        if (isInsertion) outer.insertRule(rule, spot);
        else outer.deleteRule(spot);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    }
  }
  const rules = [...(style.sheet?.cssRules ?? [])].map(({ cssText }) => cssText);
  style.remove();
  return { records: records.map(dated), rules };
}

const dated = ({ timestamp, ...record }: TestRecord): RawRecord => ({
  timestamp: epochMs(timestamp),
  ...record,
});

const unmarked = (rule: string) => rule.replaceAll(/\[data-rum-replay-(hover|active)\]/g, ":$1");

/** The style's rules as a view's snapshot says them. */
function rulesOfSnapshot({ page: { node }, rules: edits }: DecodedView): string[] {
  const css = /"_cssText":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(node))?.[1] ?? '""';
  return rulesAfter(JSON.parse(css) as string, edits.get(STYLE + 1) ?? []).map(unmarked);
}

test("random rules are those of the recorded page in playback, after a seek and in a snapshot", async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
    const { records, rules } = recorded(steps);
    const view = decodeView([records]);
    expect(rulesOfSnapshot(view)).toEqual(rules);
    expect(await rebuildView(view, "sought")).toEqual([]);
    expect(await rebuildView(view, "played")).toEqual([]);
    expect(await rebuildView({ ...view, events: view.snapshot }, "sought")).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS });
}, 60_000);
