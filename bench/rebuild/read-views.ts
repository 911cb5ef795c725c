import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";

/** The records of a recording's views, in order of their start: for each, those of its segments. */
export async function readViews(folder: string): Promise<readonly (readonly (readonly RawRecord[])[])[]> {
  const views: (readonly RawRecord[])[][] = [];
  for (const name of await readdir(join(folder, "segments"))) {
    const [, view, index] = /^(\d+)-(\d+)\.bin$/.exec(name)?.map(Number) ?? [];
    if (view === undefined || index === undefined) continue;
    const text = inflateSync(await readFile(join(folder, "segments", name))).toString();
    (views[view] ??= [])[index] = (JSON.parse(text) as { records: RawRecord[] }).records;
  }
  return views.filter((segments) => segments.length > 0);
}
