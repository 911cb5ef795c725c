import { isObject } from "../../src/replay/record/json-value.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { IncrementalType, isMetaData, RecordType } from "../../src/replay/record/shared-record.ts";
import { tablesOf } from "./change-tables.ts";
import { changeTurn } from "./change-turn.ts";
import { renumberShared, shifted } from "./shared-records.ts";
import type { Stretch } from "./stretch.ts";
import type { Turn } from "./turn.ts";
import { idSpan, v1Turn } from "./v1-turn.ts";

// A stretch over and over as one view with one full snapshot:
//
//   snapshot body │ reset body │ reset body │ …
//
// A reset puts the page back to what it was at the snapshot, as one change of the page as it stands.

/** Between the last record of one repetition and the first of the next. */
const PAUSE_MS = 50;

export interface PlacedRecord {
  readonly record: RawRecord;
  /** With this record a repetition begins: the page is as it was at the snapshot. */
  readonly isReset: boolean;
}

/** Milliseconds from one repetition to the next. */
export const periodOf = ({ head, snapshot, body }: Stretch): number => {
  const times = [...head, snapshot, ...body].map(({ timestamp }) => timestamp);
  return Math.ceil(Math.max(...times) - Math.min(...times)) + PAUSE_MS;
};

/** The records of `turns` repetitions of a stretch, the first `shiftMs` later than recorded. */
export function* oneView(stretch: Stretch, turns: number, shiftMs: number): Generator<PlacedRecord> {
  const { head, snapshot, body } = stretch;
  for (const record of [...head, snapshot, ...body]) {
    yield { record: { ...record, timestamp: shifted(record.timestamp, shiftMs) }, isReset: false };
  }
  const make = turnMaker(stretch);
  const period = periodOf(stretch);
  for (let index = 1; index < turns; index += 1) {
    const later = shiftMs + index * period;
    const turn = make(index, later);
    for (const record of lead(stretch, turn, later)) yield { record, isReset: false };
    yield { record: turn.reset(), isReset: true };
    for (const record of body) yield { record: turn.next(record), isReset: false };
  }
}

function turnMaker(stretch: Stretch): (index: number, shiftMs: number) => Turn {
  if (stretch.format === "v1") {
    const span = idSpan(stretch);
    return (index, shiftMs) => v1Turn(stretch, span, index, shiftMs);
  }
  const tables = tablesOf(stretch);
  return (index, shiftMs) => changeTurn(stretch, tables, index, shiftMs);
}

/** What is put back beside the tree: the viewport, and where the page is scrolled to. A Meta would need a snapshot. */
function* lead({ head, snapshot, leftovers }: Stretch, turn: Turn, shiftMs: number): Generator<RawRecord> {
  const timestamp = shifted(snapshot.timestamp, shiftMs);
  const incremental = (data: object) => ({ type: RecordType.Incremental, timestamp, data });
  const meta = head.find(({ type }) => type === RecordType.Meta)?.data;
  if (leftovers.resized && isMetaData(meta)) {
    yield incremental({ source: IncrementalType.ViewportResize, width: meta.width, height: meta.height });
  }
  for (const record of head) {
    if (record.type !== RecordType.Meta)
      yield renumberShared(record, { shiftMs, interactions: 0, node: turn.node });
  }
  if (leftovers.rootScrolled)
    yield incremental({ source: IncrementalType.Scroll, id: leftovers.rootId, x: 0, y: 0 });
  const { data } = snapshot;
  const offset = isObject(data) ? data["initialOffset"] : undefined;
  if (isObject(offset)) {
    const [documentId] = leftovers.kept;
    yield incremental({
      source: IncrementalType.Scroll,
      id: documentId,
      x: offset["left"],
      y: offset["top"],
    });
  }
}
