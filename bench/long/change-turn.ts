import { type Change, ChangeType, isChange } from "../../src/replay/record/change-record.ts";
import { isList } from "../../src/replay/record/json-value.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import { ChangeRenumbering, type Tables } from "./change-renumbering.ts";
import { lastInteraction, renumberShared, shifted } from "./shared-records.ts";
import type { Stretch } from "./stretch.ts";
import type { Turn } from "./turn.ts";

// A repetition of a stretch in the Change format. The tables go on from one to the next:
//
//   nodes     0 1 2 │ 3 …… n │ n+1 …… │           the document, doctype and root are never made again
//   strings   0 …… snapshot │ … body │ … body │    a snapshot's texts are there already
//   sheets    0 …… m │ m+1 …… │

/** How a stretch's tables are used up by it. @throws when it empties its string table. */
export function tablesOf({ snapshot, body, leftovers }: Stretch): Tables {
  const inSnapshot = countIn([snapshot]);
  const inBody = countIn(body.filter(({ type }) => type === RecordType.Change));
  return {
    keptNodes: leftovers.rootId + 1,
    nodes: inSnapshot.nodes + inBody.nodes,
    snapshotStrings: inSnapshot.strings,
    bodyStrings: inBody.strings,
    sheets: Math.max(inSnapshot.sheets, inBody.sheets),
    interactions: lastInteraction(body),
  };
}

/** Repetition `index` (from 1) of a stretch, `shiftMs` later than recorded. */
export function changeTurn(stretch: Stretch, tables: Tables, index: number, shiftMs: number): Turn {
  const numbers = new ChangeRenumbering(tables, index, shiftMs);
  const reset = (): RawRecord => {
    const { data, timestamp } = stretch.snapshot;
    const written = numbers.changes(data, "without-strings");
    const lastAdd = written.findLastIndex(([type]) => type === ChangeType.AddNode);
    const { children, attributes, rootId } = stretch.leftovers;
    const before = new ChangeRenumbering(tables, index - 1, 0);
    const removal = [ChangeType.RemoveNode, ...children.map(before.node)];
    const entries = Array.from(attributes, ([name, value]) => (value === null ? [name] : [name, value]));
    const attribute = entries.length === 0 ? [] : [[ChangeType.Attribute, [rootId, ...entries]]];
    const changes = written.toSpliced(lastAdd + 1, 0, removal as unknown as Change, ...(attribute as unknown as Change[]));
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

interface Counts {
  nodes: number;
  strings: number;
  /** The greatest id and one. */
  sheets: number;
}

function countIn(records: readonly RawRecord[]): Counts {
  const counts: Counts = { nodes: 0, strings: 0, sheets: 0 };
  for (const change of records.flatMap(({ data }) => (isList(data) ? data.filter(isChange) : []))) {
    count(change, counts);
  }
  return counts;
}

function count([type, ...items]: Change, counts: Counts): void {
  if (type === ChangeType.AddNode) counts.nodes += items.length;
  if (type === ChangeType.AddString) counts.strings += items.length;
  if (type === ChangeType.ClearStrings) throw new Error("the recording empties its string table: it is long enough");
  for (const item of items) {
    if (!isList(item)) continue;
    if (type === ChangeType.AddRoleAnnotatedStrings) counts.strings += item.length - 1;
    if (type !== ChangeType.AttachedStyleSheets) continue;
    for (const sheet of item.slice(1)) counts.sheets = Math.max(counts.sheets, Number(sheet) + 1);
  }
}
