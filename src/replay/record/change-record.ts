import { isList } from "./json-value.ts";
import type { RawRecord } from "./raw-record.ts";
import { RecordType } from "./shared-record.ts";

// The Change format (SDK 7, and builds of 6 behind an experiment flag): snapshots (type 2 with `format: 1`)
// and changes (type 12) are lists of changes, `[type, item, item, …]`, applied strictly in order. Items
// refer to nodes, strings and style sheets by number; the tables start over with each full snapshot.

/** First element of a change. */
export const ChangeType = {
  AddString: 0,
  AddNode: 1,
  RemoveNode: 2,
  Attribute: 3,
  Text: 4,
  Size: 5,
  ScrollPosition: 6,
  AddStyleSheet: 7,
  AttachedStyleSheets: 8,
  MediaPlaybackState: 9,
  VisualViewport: 10,
  AddRoleAnnotatedStrings: 11,
  InputValue: 12,
  InputSelection: 13,
  ClearStrings: 14,
  ImageContent: 15,
} as const;

/** One change: its type and its items. */
export type Change = readonly [type: number, ...items: unknown[]];

/** Whether a value is a change; its items are checked where they are applied. */
export const isChange = (value: unknown): value is Change => isList(value) && typeof value[0] === "number";

/** Whether a record's payload is a list of changes that begins a new document: a full snapshot. */
export function isChangeSnapshot(record: RawRecord): boolean {
  if (record.type === RecordType.FullSnapshot) return record.format === 1;
  // Builds 6.25.4 to 6.32 with the flag wrote snapshots as type 12: told by a root node.
  return record.type === RecordType.Change && isList(record.data) && firstNodeIsRoot(record.data);
}

function firstNodeIsRoot(changes: readonly unknown[]): boolean {
  const added = changes.find((change) => isChange(change) && change[0] === ChangeType.AddNode);
  const first = isChange(added) ? added[1] : undefined;
  return isList(first) && first[0] === null;
}
