import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { RawRecord } from "../../record/raw-record.ts";

const ROOT = new URL("../../../../e2e/fixtures/recordings/", import.meta.url);

/** Names of the recordings that tests have. */
export const RECORDINGS: readonly string[] = readdirSync(ROOT);

/** Records of each segment of each view of a recording, in order. */
export function recordedViews(recording: string): (readonly RawRecord[])[][] {
  const folder = new URL(`${recording}/segments/`, ROOT);
  const views: (readonly RawRecord[])[][] = [];
  for (const name of readdirSync(folder)) {
    const [, view, index] = /^(\d+)-(\d+)\.bin$/.exec(name)?.map(Number) ?? [];
    if (view === undefined || index === undefined) continue;
    const text = inflateSync(readFileSync(new URL(name, folder))).toString();
    (views[view] ??= [])[index] = (JSON.parse(text) as { records: RawRecord[] }).records;
  }
  return views;
}
