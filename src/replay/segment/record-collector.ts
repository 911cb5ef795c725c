import type { EpochMs } from "../../base/time.ts";
import type { Diagnostic, DiagnosticCode } from "../record/diagnostic.ts";
import { isRawRecord, type RawRecord } from "../record/raw-record.ts";

/** A segment's object without its records. */
export type SegmentMetadata = Readonly<Record<string, unknown>>;

interface Fault {
  readonly code: DiagnosticCode;
  readonly start: EpochMs | undefined;
  count: number;
}

/** Takes up what is found in a segment, in order, and counts what is no record. */
export class RecordCollector {
  readonly records: RawRecord[] = [];
  readonly metadata: SegmentMetadata[] = [];
  /** By message. A hostile segment has millions of them, so that counting must cost nothing. */
  readonly #faults = new Map<string, Fault>();
  readonly #segmentIndex: number | undefined;

  constructor(segmentIndex: number | undefined) {
    this.#segmentIndex = segmentIndex;
  }

  /** Takes a parsed text: a segment's object, a record, or a list of either. */
  addValue(value: unknown): void {
    if (!Array.isArray(value)) return this.addElement(value);
    for (const element of value as readonly unknown[]) this.addElement(element);
  }

  /** Takes a segment's object or a record. */
  addElement(value: unknown): void {
    if (isObject(value) && "records" in value) this.#addSegment(value);
    else this.addRecord(value);
  }

  addRecord(value: unknown): void {
    if (isRawRecord(value)) this.records.push(value);
    else this.report("record-malformed", "a record has no numeric type and timestamp");
  }

  /** Counts a fault; it is dated by the last record before the first of its kind. */
  report(code: DiagnosticCode, message: string): void {
    const known = this.#faults.get(message);
    if (known) known.count++;
    else this.#faults.set(message, { code, count: 1, start: this.records.at(-1)?.timestamp });
  }

  diagnostics(): readonly Diagnostic[] {
    const place = this.#segmentIndex === undefined ? {} : { segmentIndex: this.#segmentIndex };
    return Array.from(this.#faults, ([message, { code, count, start }]) => ({
      code,
      message,
      count,
      ...place,
      ...(start === undefined ? {} : { start }),
    }));
  }

  #addSegment({ records, ...metadata }: Readonly<Record<string, unknown>>): void {
    this.metadata.push(metadata);
    if (!Array.isArray(records)) this.report("record-malformed", "the records of a segment are no list");
    else for (const record of records as readonly unknown[]) this.addRecord(record);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
