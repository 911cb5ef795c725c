import { isList, isObject } from "../../src/replay/record/json-value.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import { type EpochMs, epochMs } from "../../src/base/time.ts";

/** How a record of the source is to be written in a later repetition. */
export interface Renumbering {
  /** To add to its time, in milliseconds. */
  readonly shiftMs: number;
  /** To add to the ids of mouse interactions, which frustrations name. */
  readonly interactions: number;
  readonly node: (id: number) => number;
}

export const shifted = (at: EpochMs, ms: number): EpochMs => epochMs(at + ms);

/** The greatest `id` of a record, 0 when none has one. */
export const lastInteraction = (records: readonly RawRecord[]): number =>
  records.reduce((most, { id }) => (typeof id === "number" ? Math.max(most, id) : most), 0);

/** A record whose data are the same in both formats (all but snapshots, V1's mutations and type 12), written anew. */
export function renumberShared(record: RawRecord, numbers: Renumbering): RawRecord {
  const timestamp = shifted(record.timestamp, numbers.shiftMs);
  const id = typeof record.id === "number" ? { id: record.id + numbers.interactions } : {};
  return { ...record, ...id, timestamp, ...dataOf(record, numbers) };
}

function dataOf({ type, data }: RawRecord, { node, interactions }: Renumbering): { data?: unknown } {
  if (!isObject(data)) return {};
  if (type === RecordType.Frustration && isList(data["recordIds"])) {
    return { data: { ...data, recordIds: data["recordIds"].map((each) => Number(each) + interactions) } };
  }
  if (type !== RecordType.Incremental) return { data };
  const { id, positions } = data;
  if (isList(positions)) {
    const moved = positions.map((position) => onNode(position, node));
    return { data: { ...data, positions: moved } };
  }
  return { data: typeof id === "number" ? { ...data, id: node(id) } : data };
}

const onNode = (position: unknown, node: Renumbering["node"]): unknown =>
  isObject(position) ? { ...position, id: node(Number(position["id"])) } : position;
