import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { CheckpointError } from "../document/checkpoint/checkpoint-error.ts";
import { MOST_DEEP } from "../document/page-document.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import { type DecoderCheckpoint, parseCheckpoint } from "./decoder-checkpoint.ts";
import { stored } from "./testing/checkpointed-decoder.ts";
import {
  bodyOf,
  change,
  changeSnapshot,
  element,
  incremental,
  meta,
  record,
  shadow,
  T,
  text,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

// What lies in a store or a browser may have been made of a hostile recording, or be damaged, or be of another version.

const CASES = Number(process.env["PROPERTY_CASES"] ?? 400);

const adopted = [{ cssRules: ["a {}", "@media print { b {} }"], media: ["screen"], disabled: false }];
const v1: RawRecord[] = [
  meta(),
  v1Snapshot(
    [
      element(5, "p", { class: "a", rr_scrollTop: 3 }, text(6, "words"), { type: 4, id: 7 }),
      element(8, "div", {}, { ...shadow(9, element(10, "slot")), adoptedStyleSheets: adopted }),
      element(11, "input", { value: "x" }),
      element(12, "video", { rr_mediaState: "played", src: "a.mp4" }),
      { type: 11, id: 13, isShadowRoot: false, childNodes: [] },
    ],
    [element(14, "style", { _cssText: "i {} b {}" })],
  ),
  incremental({ source: 8, id: 14, adds: [{ rule: "u {}", index: 1 }] }),
  incremental({ source: 5, id: 11, text: "typed" }),
  incremental({ source: 2, type: 5, id: 11 }),
  record(8, { scale: 1, offsetLeft: 1, offsetTop: 2, pageLeft: 3, pageTop: 4, width: 5, height: 6 }),
  meta("https://shop.test/other"),
  record(6, { has_focus: true }),
  record(9, { frustrationTypes: ["dead_click"], recordIds: [1] }),
];
const inV1 = v1Mutation({
  adds: [{ parentId: 5, nextId: 6, node: text(30, "more") }],
  removes: [{ id: 11 }],
});

const written: RawRecord[] = [
  meta(),
  changeSnapshot(
    [
      [1, "P", [0, 1]],
      [1, "#text", 2],
      [3, "#shadow-root"],
      [1, "svg>linearGradient", ["id", "g"]],
      [5, "#document-fragment"],
      [6, "CANVAS"],
    ],
    [
      [7, ["a {}"], [["b {}"], ["print"], true]],
      [8, [0, 0, 1]],
      [15, [10, "5x6-abc"]],
      [6, [5, 0, 7]],
    ],
  ),
];
const inChange = [
  change([[0, "one", "two", "three"]]),
  change([
    [1, [6, "B"]],
    [3, [5, [1, 2]]],
    [8, [0, 1]],
  ]),
  incremental({ source: 2, type: 2, id: 5, x: 1, y: 2 }),
];

function writtenAfter(records: readonly RawRecord[]): string {
  const decoder = createViewDecoder();
  decoder.decode(0, records);
  return JSON.stringify(stored(decoder.mark(), "all"));
}

const sources = [
  { format: "V1", checkpoint: writtenAfter(v1), after: [inV1, changeSnapshot([])] },
  {
    format: "Change",
    checkpoint: writtenAfter([...written, ...inChange]),
    after: [...inChange, v1Snapshot([])],
  },
];

/** Whether decoding can go on from a value; if not, for the one reason there may be. */
function goesOn(value: unknown, after: readonly RawRecord[] = []): boolean {
  let decoder;
  try {
    decoder = createViewDecoder({ from: parseCheckpoint(value) });
  } catch (error) {
    if (error instanceof CheckpointError) return false;
    throw error;
  }
  decoder.snapshot(epochMs(T));
  for (const each of after) {
    decoder.decode(0, [each]);
    decoder.snapshot(epochMs(T));
  }
  expect(createViewDecoder({ from: stored(decoder.mark(), "all") }).mark()).not.toBeNull();
  return true;
}

const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    "",
    "__proto__",
    "Infinity",
    -1,
    0.5,
    7,
    8,
    1e15,
    2 ** 53,
    -1e308,
    4294967295,
  ),
  fc.nat(40),
  fc.constant(deep(20_000)),
  fc.constant(JSON.parse('{"__proto__":{"polluted":1},"toString":1,"length":1e9}')),
  fc.array(fc.oneof(fc.nat(9), fc.string()), { maxLength: 4 }),
);

/** Replaces, takes away or doubles one value somewhere in a JSON value. `path` picks the way there. */
function damage(
  root: unknown,
  path: readonly number[],
  what: "replace" | "remove" | "double",
  by: unknown,
): void {
  let at = root;
  for (const [depth, pick] of path.entries()) {
    if (typeof at !== "object" || at === null) return;
    const keys = Object.keys(at);
    const key = keys[pick % keys.length];
    if (key === undefined) return;
    const inner: unknown = Reflect.get(at, key);
    if (depth < path.length - 1 && typeof inner === "object" && inner !== null) at = inner;
    else if (what === "replace") return void Reflect.set(at, key, by);
    else if (!Array.isArray(at)) return void Reflect.deleteProperty(at, key);
    else return void at.splice(Number(key), 1, ...(what === "double" ? [inner, inner] : []));
  }
}

test.each(sources)("a damaged checkpoint of $format is refused, or is one", ({ checkpoint, after }) => {
  expect(goesOn(JSON.parse(checkpoint), after)).toBe(true);
  let refused = 0;
  const property = fc.property(
    fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    fc.constantFrom("replace" as const, "remove" as const, "double" as const),
    hostile,
    (path, what, by) => {
      const value: unknown = JSON.parse(checkpoint);
      damage(value, path, what, by);
      if (!goesOn(value, after)) refused += 1;
    },
  );
  fc.assert(property, { numRuns: CASES });
  expect(refused).toBeGreaterThan(0);
  expect({}).not.toHaveProperty("polluted");
});

const good = () => JSON.parse(sources[1]?.checkpoint ?? "") as DecoderCheckpoint;
const withNodes = (nodes: number[], texts: string[] = ["div", ""]): DecoderCheckpoint => {
  const checkpoint = good();
  const nothing = { states: [], adopted: [], focus: [] };
  return {
    ...checkpoint,
    document: { ...checkpoint.document, page: { ...checkpoint.document.page, ...nothing, nodes, texts } },
  };
};
/** The document, and then elements of which each is a child of the one before. */
const chain = (length: number): number[] => [
  7,
  0,
  ...Array.from({ length }, (_each, at) => [0, 1, at === 0 ? 0 : 1, 0]).flat(),
];

test("another version is told apart from what is broken", () => {
  expect(() => parseCheckpoint({ ...good(), version: good().version + 1 })).toThrow(
    expect.objectContaining({
      fault: "version",
      message: expect.stringContaining(`version ${good().version + 1}`),
    }),
  );
  expect(() => parseCheckpoint(deep(20_000))).toThrow(expect.objectContaining({ fault: "broken" }));
  expect(() => parseCheckpoint({ ...good(), version: deep(20_000) })).toThrow(CheckpointError);
  expect(() => parseCheckpoint({ ...good(), sheets: {} })).toThrow(
    expect.objectContaining({ fault: "broken" }),
  );
});

test("pages are as deep as records may make them, and no deeper", () => {
  expect(goesOn(withNodes(chain(MOST_DEEP)))).toBe(true);
  expect(goesOn(withNodes(chain(MOST_DEEP + 1)))).toBe(false);
  expect(goesOn(withNodes(chain(200_000)))).toBe(false);
});

test.each([
  ["no document", []],
  ["a document that is not the first", [7, 0, 7, 1]],
  ["a node beside the document", [7, 0, 8, 1, 0, 0]],
  ["a node above the document", [7, 0, 8e15, 1, 0, 0]],
  ["a child of a text", [7, 0, 2, 1, 0, 2, 1, 0]],
  ["an id that is there already", [7, 0, 0, 1, 0, 0, 8, 0, 1, 0]],
  ["an id below 0", [7, 0, 0, -1, 0, 0]],
  ["more attributes than there are", [7, 0, 0, 1, 0, 2 ** 40]],
  ["fewer attributes than none", [7, 0, 0, 1, 0, -1]],
  ["a text that is not there", [7, 0, 2, 1, 9]],
  ["half a node", [7, 0, 0]],
  ["two shadow roots of an element", [7, 0, 0, 1, 0, 0, 6, 1, 14, 1]],
])("a page with %s is refused", (_what, nodes) => {
  expect(goesOn(withNodes(nodes))).toBe(false);
});

test("a string table takes no more room than its strings, whatever its size is said to be", () => {
  const checkpoint = { ...good(), strings: { size: 2 ** 52, ids: [3], texts: ["three"] } };
  const decoder = createViewDecoder({ from: parseCheckpoint(checkpoint) });
  decoder.decode(0, [
    change([[1, [7, "#text", 3]]]),
    change([
      [0, "new"],
      [1, [8, "#text", 2 ** 52]],
    ]),
  ]);
  expect(bodyOf(decoder)).toContain("threenew");
  expect(goesOn({ ...checkpoint, strings: { size: 5, ids: null, texts: [] } })).toBe(false);
  expect(goesOn({ ...checkpoint, strings: { size: 5, ids: [1, 2], texts: ["a"] } })).toBe(false);
});
