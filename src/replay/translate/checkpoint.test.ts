import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { eventWithTime } from "@rrweb/types";
import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import type { DecoderCheckpoint } from "./decoder-checkpoint.ts";
import { stored } from "./testing/checkpointed-decoder.ts";
import { v1Encoder } from "./testing/encoders.ts";
import { emptyBatch, perform } from "./testing/page-model.ts";
import { encoders, pageOf, step, subtree } from "./testing/random-pages.fixture.ts";
import { bodyOf, change, changeSnapshot, headOf, incremental, meta, record, T } from "./testing/records.ts";
import type { DecoderMark, ViewDecoder } from "./view-decoder.ts";

// Views are decoded from each checkpoint to their ends.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = new URL("../../../e2e/fixtures/recordings/", import.meta.url);

/** Records that are decoded in one go, of one segment. */
interface Part {
  readonly segment: number;
  readonly records: readonly RawRecord[];
}

/** What a decoder gave for each part, and how the page was at the end. */
interface Played {
  readonly events: readonly (readonly eventWithTime[])[];
  readonly end: readonly eventWithTime[];
  readonly problems: unknown;
}

/** Plays parts; `before` is called before each. */
function play(decoder: ViewDecoder, parts: readonly Part[], before?: (part: number) => void): Played {
  const events = parts.map(({ segment, records }, at) => {
    before?.(at);
    return decoder.decode(segment, records);
  });
  return { events, end: decoder.snapshot(epochMs(T)), problems: decoder.diagnostics() };
}

/** A checkpoint before each part that `isMarked`; with the strings that are used up to the next, and with all. */
function checkpointsOf(parts: readonly Part[], isMarked: (part: number) => boolean) {
  const decoder = createViewDecoder();
  const checkpoints = new Map<number, Record<"used" | "all", DecoderCheckpoint>>();
  let open: { mark: DecoderMark; at: number } | null = null;
  const close = () => {
    if (!open) return;
    const { mark, at } = open;
    checkpoints.set(at, { used: stored(mark, "used"), all: stored(mark, "all") });
  };
  const played = play(decoder, parts, (at) => {
    const mark = isMarked(at) ? decoder.mark() : null;
    if (!mark) return;
    close();
    open = { mark, at };
  });
  close();
  return { checkpoints, played };
}

/** Begins at each checkpoint and demands what the decoder gave that began at the start. */
function demandTheSame(parts: readonly Part[], isMarked: (part: number) => boolean): number {
  const { checkpoints, played } = checkpointsOf(parts, isMarked);
  for (const [at, { used, all }] of checkpoints) {
    const rest = parts.slice(at);
    const learning = createViewDecoder({ from: used });
    const late = play(learning, rest, (part) => {
      const next = part === 0 ? undefined : checkpoints.get(at + part);
      if (next) learning.learn(next.used);
    });
    for (const from of [late, play(createViewDecoder({ from: all }), rest)]) {
      expect(from.events).toEqual(played.events.slice(at));
      expect(from.end).toEqual(played.end);
      expect(from.problems).toEqual([]);
    }
  }
  return checkpoints.size;
}

/** Each segment of each view in two parts. */
function partsOf(recording: string): Part[][] {
  const folder = new URL(`${recording}/segments/`, ROOT);
  const views: Part[][][] = [];
  for (const name of readdirSync(folder)) {
    const [, view, segment] = /^(\d+)-(\d+)\.bin$/.exec(name)?.map(Number) ?? [];
    if (view === undefined || segment === undefined) continue;
    const text = inflateSync(readFileSync(new URL(name, folder))).toString();
    const { records } = JSON.parse(text) as { records: RawRecord[] };
    const half = records.length >> 1;
    (views[view] ??= [])[segment] = [records.slice(0, half), records.slice(half)].map((some) => ({
      segment,
      records: some,
    }));
  }
  return views.map((segments) => segments.flat());
}

test.each(readdirSync(ROOT))("the recording %s can be entered anywhere", (recording) => {
  let entered = 0;
  for (const parts of partsOf(recording)) entered += demandTheSame(parts, (at) => at % 3 === 1);
  expect(entered).toBeGreaterThan(0);
});

test.each(readdirSync(ROOT))("segments of the recording %s can be decoded in parts", (recording) => {
  for (const parts of partsOf(recording)) {
    const once: Part[] = [];
    for (const { segment, records } of parts) {
      const last = once.at(-1);
      if (last?.segment === segment) once.splice(-1, 1, { segment, records: [...last.records, ...records] });
      else once.push({ segment, records });
    }
    const whole = play(createViewDecoder(), once);
    const inParts = play(createViewDecoder(), parts);
    expect(inParts.events.flat()).toEqual(whole.events.flat());
    expect(inParts.end).toEqual(whole.end);
  }
});

test.each(Object.keys(encoders))("random pages in %s can be entered anywhere", (name) => {
  const batch = fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 8 }), marked: fc.boolean() });
  const property = fc.property(
    fc.array(subtree, { maxLength: 5 }),
    fc.array(batch, { minLength: 1, maxLength: 12 }),
    (content, batches) => {
      const encoder = encoders[name]?.() ?? v1Encoder(0);
      const { html, body } = pageOf(content);
      const parts: Part[] = [{ segment: 0, records: [meta(), encoder.snapshot(html)] }];
      for (const { steps } of batches) {
        const done = emptyBatch();
        for (const one of steps) perform(body, one, done);
        parts.push({ segment: 0, records: [encoder.batch(html, done)] });
      }
      const marks = batches.filter(({ marked }) => marked).length;
      expect(demandTheSame(parts, (at) => batches[at - 1]?.marked === true)).toBe(marks);
    },
  );
  fc.assert(property, { numRuns: Number(process.env["PROPERTY_CASES"] ?? 60) });
});

test("before the first full snapshot there is nothing to go on from", () => {
  const decoder = createViewDecoder();
  expect(decoder.mark()).toBeNull();
  decoder.decode(0, [meta()]);
  expect(decoder.mark()).toBeNull();
  decoder.decode(0, [changeSnapshot([])]);
  expect(decoder.mark()).not.toBeNull();
});

/** A page whose strings are `#text` to `h`; then a text that becomes `b`, `g`, `c` and a new one. */
const strings = [[0, "#text", "a", "b", "c", "d", "e", "f", "g"]];
const page = () => [meta(), changeSnapshot([[1, "#text", "-"]], strings)];
const becomes = (text: number, ...before: unknown[]) => change([...before, [4, [5, text]]]);

test("a checkpoint has the strings that are used from it on, and learns those of the next", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [...page(), becomes(1)]);
  const first = decoder.mark();
  decoder.decode(0, [becomes(2), becomes(8, [0, "new"]), becomes(8)]);
  const used = stored(first, "used");
  const second = decoder.mark();
  decoder.decode(0, [becomes(7), becomes(8)]);
  const next = stored(second, "used");
  expect(used.strings).toEqual({ size: 8, ids: [2], texts: ["b"] });
  expect(next.strings).toEqual({ size: 9, ids: [7, 8], texts: ["g", "new"] });

  const late = createViewDecoder({ from: used });
  late.decode(0, [becomes(2), becomes(8, [0, "new"]), becomes(8)]);
  expect(bodyOf(late)).toBe("new");
  late.decode(0, [becomes(7)]);
  expect(bodyOf(late)).toBe("");
  expect(late.diagnostics()).toMatchObject([{ code: "reference-unknown", count: 1 }]);
  late.learn(next);
  late.decode(0, [becomes(7)]);
  expect(bodyOf(late)).toBe("g");
});

test("after the strings were cleared, a checkpoint of before says nothing of them", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, page());
  const mark = decoder.mark();
  const rest = [becomes(3), becomes(0, [14], [0, "anew"])];
  decoder.decode(0, rest);
  const used = stored(mark, "used");
  const all = stored(mark, "all");
  expect(used.strings).toEqual({ size: 8, ids: [3], texts: ["c"] });
  expect(all.strings).toMatchObject({ ids: null, texts: strings[0]?.slice(1) });
  const late = createViewDecoder({ from: used });
  late.decode(0, rest);
  late.learn(used);
  late.decode(0, [becomes(3)]);
  expect(bodyOf(late)).toBe("");
  expect(late.diagnostics()).toMatchObject([{ code: "reference-unknown", count: 1 }]);
});

test("a mark can be asked later, and tells of its own place", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, page());
  const mark = decoder.mark();
  const there = decoder.snapshot(epochMs(T));
  decoder.decode(0, [
    becomes(3),
    change([[2, 5]]),
    record(4, { width: 1, height: 1, href: "https://shop.test/" }),
  ]);
  const late = createViewDecoder({ from: stored(mark, "all") });
  expect(late.snapshot(epochMs(T))).toEqual(there);
});

test("rules stay apart, whatever they are, and comments between those of a text are kept", () => {
  const sheets = [["a {} /* kept */ b {}"], [["x x", "", "c {"]], ["f {} g {}"]];
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot(
      [
        [2, "STYLE"],
        [3, "STYLE"],
        [4, "STYLE"],
      ],
      [
        [7, ...sheets],
        [8, [5, 0], [6, 1], [7, 2], [0, 1]],
      ],
    ),
    incremental({ source: 8, id: 7, adds: [{ rule: "e {", index: 0 }] }),
  ]);
  const late = createViewDecoder({ from: stored(decoder.mark(), "all") });
  const edit = incremental({ source: 8, id: 7, removes: [{ index: 1 }] });
  const rest = incremental({ source: 8, id: 6, removes: [{ index: 1 }], adds: [{ rule: "d {}", index: 3 }] });
  for (const each of [decoder, late]) {
    expect(headOf(each)).toContain("/* kept */");
    expect(JSON.stringify(each.snapshot(epochMs(T)))).toContain(
      '[{"rule":"x x","index":0},{"rule":"","index":1}',
    );
    each.decode(0, [rest, edit]);
  }
  expect(late.snapshot(epochMs(T))).toEqual(decoder.snapshot(epochMs(T)));
});

test("an open gap goes on after a checkpoint, and changes are held back as before", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, page());
  decoder.skip(1, { start: epochMs(T + 5), end: epochMs(T + 6) });
  const late = createViewDecoder({ from: stored(decoder.mark(), "all") });
  late.decode(2, [becomes(3)]);
  expect(bodyOf(late)).toBe("-");
  expect(late.gaps()).toEqual([{ start: T + 5, end: null }]);
  late.decode(2, [changeSnapshot([], [], T + 9)]);
  expect(late.gaps()).toEqual([{ start: T + 5, end: T + 9 }]);
});
