import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import { SdkDeflate } from "./sdk-deflate.ts";

// The SDK's limits: a segment ends five seconds after its first record, and once its encoded bytes exceed this.
const MOST_MS = 5000;
const MOST_BYTES = 60_000;

export interface SegmentOwner {
  readonly applicationId: string;
  readonly sessionId: string;
  readonly viewId: string;
}

interface OpenSegment {
  readonly deflate: SdkDeflate;
  readonly first: number;
  readonly reason: string;
  start: number;
  end: number;
  records: number;
  hasFullSnapshot: boolean;
}

/** Writes one view's records as segments, `V-I.bin` and `V-I.event.json`, in the rhythm of the SDK. */
export class SegmentWriter {
  readonly #folder: string;
  readonly #place: number;
  readonly #owner: SegmentOwner;
  #open: OpenSegment | null = null;
  #reason: string;
  #index = 0;

  /** `place` is the view's place in the session, `reason` why its first segment begins. */
  constructor(folder: string, place: number, owner: SegmentOwner, reason: "init" | "view_change") {
    this.#folder = folder;
    this.#place = place;
    this.#owner = owner;
    this.#reason = reason;
  }

  /** How many segments have been written. */
  get segments(): number {
    return this.#index;
  }

  async add(record: RawRecord): Promise<void> {
    if (this.#open !== null && record.timestamp >= this.#open.first + MOST_MS) {
      await this.#close("segment_duration_limit");
    }
    const open = (this.#open ??= begin(record.timestamp, this.#reason));
    await open.deflate.write(`${open.records === 0 ? '{"records":[' : ","}${JSON.stringify(record)}`);
    open.records += 1;
    open.start = Math.min(open.start, record.timestamp);
    open.end = Math.max(open.end, record.timestamp);
    open.hasFullSnapshot ||=
      record.type === RecordType.FullSnapshot || (record.type === RecordType.Change && this.#index === 0);
    if (open.deflate.compressedBytes > MOST_BYTES) await this.#close("segment_bytes_limit");
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    await this.#close("");
  }

  async #close(nextReason: string): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    this.#reason = nextReason;
    const metadata = this.#metadata(open);
    await open.deflate.write(`],${JSON.stringify(metadata).slice(1)}\n`);
    const bytes = await open.deflate.finish();
    const sizes = { raw_segment_size: open.deflate.rawBytes, compressed_segment_size: bytes.length };
    const path = join(this.#folder, `${this.#place}-${this.#index}`);
    await writeFile(`${path}.bin`, bytes);
    await writeFile(`${path}.event.json`, JSON.stringify({ ...sizes, ...metadata }));
    this.#index += 1;
  }

  #metadata({ start, end, reason, records, hasFullSnapshot }: OpenSegment) {
    return {
      start,
      end,
      creation_reason: reason,
      records_count: records,
      has_full_snapshot: hasFullSnapshot,
      index_in_view: this.#index,
      source: "browser",
      application: { id: this.#owner.applicationId },
      session: { id: this.#owner.sessionId },
      view: { id: this.#owner.viewId },
    };
  }
}

const begin = (first: number, reason: string): OpenSegment => ({
  deflate: new SdkDeflate(),
  first,
  reason,
  start: first,
  end: first,
  records: 0,
  hasFullSnapshot: false,
});
