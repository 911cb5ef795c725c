import { type Change, ChangeType, isChange } from "../../src/replay/record/change-record.ts";
import { isList } from "../../src/replay/record/json-value.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import type { Tables } from "./change-renumbering.ts";
import { lastInteraction } from "./shared-records.ts";
import type { Stretch } from "./stretch.ts";

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
    constructed: new Set([...inSnapshot.constructed, ...inBody.constructed]),
    interactions: lastInteraction(body),
  };
}

interface Counts {
  nodes: number;
  strings: number;
  /** The greatest id and one. */
  sheets: number;
  readonly constructed: Set<number>;
}

function countIn(records: readonly RawRecord[]): Counts {
  const counts: Counts = { nodes: 0, strings: 0, sheets: 0, constructed: new Set() };
  for (const { data } of records) {
    const changes = isList(data) ? data.filter(isChange) : [];
    for (const change of changes) count(change, counts);
    countSheets(changes, counts);
  }
  return counts;
}

function count([type, ...items]: Change, counts: Counts): void {
  if (type === ChangeType.AddNode) counts.nodes += items.length;
  if (type === ChangeType.AddString) counts.strings += items.length;
  if (type === ChangeType.ClearStrings)
    throw new Error("the recording empties its string table: it is long enough");
  if (type !== ChangeType.AddRoleAnnotatedStrings) return;
  for (const item of items) if (isList(item)) counts.strings += item.length - 1;
}

/** A record's sheets and the ids that its nodes name go together one by one; rules in a list are a script's sheet. */
function countSheets(changes: readonly Change[], counts: Counts): void {
  const itemsOf = (wanted: number) =>
    changes.flatMap(([type, ...items]) => (type === wanted ? items.filter(isList) : []));
  const ids = itemsOf(ChangeType.AttachedStyleSheets).flatMap(([, ...sheets]) => sheets.map(Number));
  for (const id of ids) counts.sheets = Math.max(counts.sheets, id + 1);
  for (const [at, [rules]] of itemsOf(ChangeType.AddStyleSheet).entries()) {
    const id = ids[at];
    if (isList(rules) && id !== undefined) counts.constructed.add(id);
  }
}
