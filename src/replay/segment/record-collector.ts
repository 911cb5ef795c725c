import { type Diagnostic, type DiagnosticCode, DiagnosticLog } from "../record/diagnostic.ts";
import { isRawRecord, type RawRecord } from "../record/raw-record.ts";

/** A segment's object without its records. */
export type SegmentMetadata = Readonly<Record<string, unknown>>;

/** Takes up what is found in a segment, in order, and counts what is no record. */
export class RecordCollector {
  readonly records: RawRecord[] = [];
  readonly metadata: SegmentMetadata[] = [];
  readonly #log = new DiagnosticLog();
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

  /** Notes a fault at the time of the last record before it. */
  report(code: DiagnosticCode, message: string, count = 1): void {
    const start = this.records.at(-1)?.timestamp;
    const place = this.#segmentIndex === undefined ? {} : { segmentIndex: this.#segmentIndex };
    this.#log.add({ code, message, count, ...place, ...(start === undefined ? {} : { start }) });
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#log.entries();
  }

  #addSegment({ records, ...metadata }: Readonly<Record<string, unknown>>): void {
    this.metadata.push(metadata);
    if (!Array.isArray(records)) this.report("record-malformed", "the records of a segment are no list");
    else for (const record of records as readonly unknown[]) this.addRecord(record);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
