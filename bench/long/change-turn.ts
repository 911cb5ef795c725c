import { type Change, ChangeType } from "../../src/replay/record/change-record.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import { ChangeRenumbering, type Tables } from "./change-renumbering.ts";
import { renumberShared, shifted } from "./shared-records.ts";
import type { Stretch } from "./stretch.ts";
import type { Turn } from "./turn.ts";

// A repetition of a stretch in the Change format. The tables go on from one to the next:
//
//   nodes     0 1 2 │ 3 …… n │ n+1 …… │           the document, doctype and root are never made again
//   strings   0 …… snapshot │ … body │ … body │    a snapshot's texts are there already
//   sheets    0 …… m │ m+1 …… │                  but those that a script made stay the same

/** Repetition `index` (from 1) of a stretch, `shiftMs` later than recorded. */
export function changeTurn(stretch: Stretch, tables: Tables, index: number, shiftMs: number): Turn {
  const numbers = new ChangeRenumbering(tables, index, shiftMs);
  const reset = (): RawRecord => {
    const { data, timestamp } = stretch.snapshot;
    const written = numbers.changes(data, "without-strings");
    const lastAdd = written.findLastIndex(([type]) => type === ChangeType.AddNode);
    const { children, attributes, rootId } = stretch.leftovers;
    const before = new ChangeRenumbering(tables, index - 1, 0);
    const removal: Change = [ChangeType.RemoveNode, ...children.map(before.node)];
    const entries = Array.from(attributes, ([name, value]) => (value === null ? [name] : [name, value]));
    const attribute: Change = [ChangeType.Attribute, [rootId, ...entries]];
    const put = entries.length === 0 ? [removal] : [removal, attribute];
    const changes = written.toSpliced(lastAdd + 1, 0, ...put);
    return { type: RecordType.Change, timestamp: shifted(timestamp, shiftMs), data: changes };
  };
  return {
    node: numbers.node,
    reset,
    next: (record) =>
      record.type === RecordType.Change
        ? {
            ...record,
            timestamp: shifted(record.timestamp, shiftMs),
            data: numbers.changes(record.data, "with-strings"),
          }
        : renumberShared(record, numbers),
  };
}
