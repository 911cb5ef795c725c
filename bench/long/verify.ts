import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { IncrementalSource } from "@rrweb/types";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import { readSegment } from "../../src/replay/segment/read-segment.ts";
import { createViewDecoder } from "../../src/replay/translate/create-view-decoder.ts";
import type { ViewDecoder } from "../../src/replay/translate/view-decoder.ts";
import { createNodeInflater } from "../../src/server/inflate/node-inflater.ts";
import { pageText } from "./page-text.ts";

// Reads a session back from its folder as the product does, and says what is wrong with it.

const MOST_BYTES = 64 * 1024 * 1024;

/** What was read, and what was found to be wrong. */
export interface Verified {
  readonly segments: number;
  readonly records: number;
  readonly compressedBytes: number;
  readonly rawBytes: number;
  /** How many resets gave the same page as the first snapshot. */
  readonly equalResets: number;
  readonly faults: readonly string[];
}

interface Tally {
  segments: number;
  records: number;
  compressedBytes: number;
  rawBytes: number;
  equalResets: number;
  readonly faults: string[];
}

/** Decodes all of a session; after each reset the page must be the one of the view's first snapshot. */
export async function verifySession(folder: string, resets: ReadonlySet<number>): Promise<Verified> {
  const tally: Tally = {
    segments: 0,
    records: 0,
    compressedBytes: 0,
    rawBytes: 0,
    equalResets: 0,
    faults: [],
  };
  const inflater = createNodeInflater();
  const segments = join(folder, "segments");
  for (const names of (await segmentNames(segments)).values()) {
    const check = new ViewCheck(resets, tally);
    for (const [segmentIndex, name] of names.entries()) {
      const bytes = await readFile(join(segments, name));
      const text = await readSegment(bytes, inflater, { maxInflatedBytes: MOST_BYTES, segmentIndex });
      tally.segments += 1;
      tally.compressedBytes += bytes.length;
      tally.rawBytes += text.rawBytes;
      if (!text.intact) tally.faults.push(`${name} is damaged`);
      for (const record of text.records) check.add(segmentIndex, record);
    }
    check.end();
  }
  if (tally.equalResets !== resets.size) {
    tally.faults.push(
      `${resets.size} resets were written, and ${tally.equalResets} give the first page again`,
    );
  }
  return tally;
}

class ViewCheck {
  readonly #decoder: ViewDecoder = createViewDecoder();
  readonly #resets: ReadonlySet<number>;
  readonly #tally: Tally;
  #first: string | undefined;

  constructor(resets: ReadonlySet<number>, tally: Tally) {
    this.#resets = resets;
    this.#tally = tally;
  }

  add(segmentIndex: number, record: RawRecord): void {
    this.#decoder.decode(segmentIndex, [record]);
    this.#tally.records += 1;
    if (this.#resets.size === 0) return;
    const { type, timestamp } = record;
    if (type === RecordType.FullSnapshot) this.#first = pageText(this.#decoder.snapshot(timestamp));
    const isReset = this.#resets.has(timestamp) && isMutation(record);
    if (isReset && pageText(this.#decoder.snapshot(timestamp)) === this.#first) this.#tally.equalResets += 1;
  }

  end(): void {
    for (const { code, message, count } of this.#decoder.diagnostics()) {
      this.#tally.faults.push(`${count} × ${code}: ${message}`);
    }
  }
}

const isMutation = ({ type, data }: RawRecord): boolean =>
  type === RecordType.Change ||
  (type === RecordType.Incremental &&
    (data as { readonly source?: unknown }).source === IncrementalSource.Mutation);

async function segmentNames(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".bin"));
  const views = new Map<string, string[]>();
  for (const name of names.toSorted(new Intl.Collator("en", { numeric: true }).compare)) {
    const [place = ""] = name.split("-");
    views.set(place, [...(views.get(place) ?? []), name]);
  }
  return views;
}
