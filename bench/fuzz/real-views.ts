import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { eventWithTime } from "@rrweb/types";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { createViewDecoder } from "../../src/replay/translate/create-view-decoder.ts";

const ROOT = new URL("../../e2e/fixtures/recordings/", import.meta.url);

/** A recorded segment, and what it gives when nothing is wrong with it. */
export interface RealSegment {
  /** As it was uploaded. */
  readonly bytes: Buffer;
  readonly text: Buffer;
  readonly records: readonly RawRecord[];
  /** Where in `text` each record ends. */
  readonly ends: readonly number[];
  /** Each record as JSON. */
  readonly written: readonly string[];
  /** The events of each record as JSON. */
  readonly events: readonly (readonly string[])[];
}

export interface RealView {
  readonly name: string;
  readonly segments: readonly RealSegment[];
}

/** All views of the recordings that come with the tests: SDKs 5 to 7, so both formats. */
export function readRealViews(): readonly RealView[] {
  return readdirSync(ROOT).flatMap((recording) => viewsOf(recording));
}

function viewsOf(recording: string): RealView[] {
  const folder = new URL(`${recording}/segments/`, ROOT);
  const views: Buffer[][] = [];
  for (const name of readdirSync(folder)) {
    const [, view, index] = /^(\d+)-(\d+)\.bin$/.exec(name)?.map(Number) ?? [];
    if (view === undefined || index === undefined) continue;
    (views[view] ??= [])[index] = readFileSync(new URL(name, folder));
  }
  return views.map((segments, view) => ({
    name: `${recording}, view ${view}`,
    segments: readAll(segments),
  }));
}

function readAll(segments: readonly Buffer[]): RealSegment[] {
  const decoder = createViewDecoder();
  return segments.map((bytes, index) => {
    const text = inflateSync(bytes);
    const { records } = JSON.parse(text.toString()) as { records: RawRecord[] };
    const events = records.map((record) => writtenAll(decoder.decode(index, [record])));
    const written = records.map((record) => JSON.stringify(record));
    return { bytes, text, records, ends: endsOf(text), written, events };
  });
}

/** Events as JSON, one by one. */
export const writtenAll = (events: readonly eventWithTime[]): string[] =>
  events.map((event) => JSON.stringify(event));

/** The index behind each object that stands in a list of the text's object. */
function endsOf(text: Buffer): number[] {
  const ends: number[] = [];
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === 0x5c) at += 1;
      else if (character === 0x22) isString = false;
    } else if (character === 0x22) isString = true;
    else if (character === 0x7b || character === 0x5b) depth += 1;
    else if (character === 0x7d || character === 0x5d) {
      depth -= 1;
      if (depth === 2 && character === 0x7d) ends.push(at + 1);
    }
  }
  return ends;
}
