import type { Report } from "../document/report.ts";
import { isFiniteNumber, isList } from "../record/json-value.ts";
import type { RawRecord } from "../record/raw-record.ts";
import {
  isFocusData,
  isFrustrationData,
  isVisualViewportData,
  RecordType,
  type VisualViewportData,
} from "../record/shared-record.ts";
import type { EventSink } from "./event-sink.ts";

/** Whether a record says something about the view that changes nothing in the page. */
export function isMarkRecord({ type }: RawRecord): boolean {
  return (
    type === RecordType.Focus ||
    type === RecordType.ViewEnd ||
    type === RecordType.VisualViewport ||
    type === RecordType.Frustration
  );
}

type Mark = Pick<RawRecord, "type" | "data">;

/** Marks on their way to events: those between a Meta record and its full snapshot wait behind it. */
export class MarkEvents {
  readonly #report: Report;
  #waiting: Mark[] | null;

  /** `waiting`: as {@link waiting} told it. */
  constructor(report: Report, waiting: readonly StoredMark[] | null) {
    this.#report = report;
    this.#waiting = waiting && waiting.map(([type, data]) => ({ type, data: essence({ type, data }) }));
  }

  /** Whether marks wait for a full snapshot. */
  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** What waits, as plain data; null: marks do not wait. */
  waiting(): StoredMark[] | null {
    return this.#waiting && this.#waiting.map((mark) => [mark.type, essence(mark)]);
  }

  /** Marks wait from now on. */
  wait(): void {
    this.#waiting ??= [];
  }

  /** Appends a mark's event, now or when marks no longer wait. */
  push(record: RawRecord, sink: EventSink): void {
    if (this.#waiting) this.#waiting.push(record);
    else this.#emit(record, sink);
  }

  /** Marks no longer wait. */
  release(sink: EventSink): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const mark of waiting) this.#emit(mark, sink);
  }

  #emit(mark: Mark, sink: EventSink): void {
    if (!pushMark(mark, sink))
      this.#report("record-malformed", `the data of a record of type ${mark.type} are not of its form`);
  }
}

/** A mark that waits: its record's type, and of its data what its event says. */
export type StoredMark = readonly [type: number, data: unknown];

/** Whether a value can be read as one; its data are checked when they are. */
export const isStoredMark = (value: unknown): value is StoredMark =>
  isList(value) && typeof value[0] === "number";

/** A mark's data without what nobody reads; null when they are malformed. */
function essence({ type, data }: Mark): object | null {
  if (type === RecordType.Focus && isFocusData(data)) return { has_focus: data.has_focus };
  if (type === RecordType.VisualViewport && isVisualViewportData(data)) return viewportOf(data);
  if (type !== RecordType.Frustration || !isFrustrationData(data)) return null;
  const { frustrationTypes, recordIds } = data;
  return {
    frustrationTypes: frustrationTypes.filter((name) => typeof name === "string"),
    recordIds: recordIds.filter((id) => isFiniteNumber(id)),
  };
}

function viewportOf(data: VisualViewportData): VisualViewportData {
  const { scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height } = data;
  return { scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height };
}

/** Appends a mark as a Custom event (its own number means something else in rrweb); false when it is malformed. */
function pushMark({ type, data }: Mark, sink: EventSink): boolean {
  if (type === RecordType.ViewEnd) sink.custom("view-end", {});
  else if (type === RecordType.Focus && isFocusData(data)) sink.custom("focus", { hasFocus: data.has_focus });
  else if (type === RecordType.VisualViewport && isVisualViewportData(data))
    sink.custom("visual-viewport", viewportOf(data));
  else if (type === RecordType.Frustration && isFrustrationData(data)) {
    const { frustrationTypes, recordIds } = data;
    sink.custom("frustration", { types: [...frustrationTypes], recordIds: [...recordIds] });
  } else return false;
  return true;
}
