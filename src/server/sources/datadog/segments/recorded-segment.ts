import { deflate } from "node:zlib";
import { promisify } from "node:util";

// A segment as an answer of Datadog's holds it, brought into the one form that the viewer is served: the zlib stream
// of its text. Where the answer has that stream, it is kept byte for byte.

/** What a segment says of itself, or what its records say where it says nothing. Times are epoch milliseconds. */
export interface RecordedSegment {
  readonly sessionId: string | undefined;
  readonly viewId: string | undefined;
  /** `index_in_view`; SDK 3.x, 4.0 to 4.4 and the mobile SDKs send none. */
  readonly index: number | undefined;
  readonly start: number;
  readonly end: number;
  readonly records: number;
  readonly hasFullSnapshot: boolean;
  /** A zlib stream. */
  readonly bytes: Uint8Array;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is a segment with its records in it. */
export const isSegment = (value: unknown): value is JsonObject & { readonly records: readonly unknown[] } =>
  isObject(value) && Array.isArray(value["records"]);

/** Whether a value looks like a single record. */
export const isRecord = (value: unknown): value is JsonObject =>
  isObject(value) && typeof value["type"] === "number" && typeof value["timestamp"] === "number";

const deflated = promisify(deflate);

/** Record types that hold a whole page: a snapshot of a browser (2) or of a mobile screen (10). */
const SNAPSHOTS: ReadonlySet<unknown> = new Set([2, 10]);

/**
 * A segment out of its object. `packed` is its zlib stream where the answer has one; `outer` is what was said of it
 * around it, and counts where it says nothing itself.
 */
export async function recordedSegment(
  segment: JsonObject & { readonly records: readonly unknown[] },
  packed?: Uint8Array,
  outer: JsonObject = {},
): Promise<RecordedSegment> {
  const said = { ...outer, ...segment };
  const { records } = segment;
  const times = records.flatMap((record) => (isRecord(record) ? [Number(record["timestamp"])] : []));
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  return {
    sessionId: idOf(said["session"]),
    viewId: idOf(said["view"]),
    index: indexOf(said),
    start: finite(said["start"]) ?? (times.length > 0 ? first : 0),
    end: finite(said["end"]) ?? (times.length > 0 ? last : 0),
    records: records.length,
    hasFullSnapshot:
      snapshotFlag(said) ?? records.some((record) => isObject(record) && SNAPSHOTS.has(record["type"])),
    bytes: packed ?? (await pack(segment)),
  };
}

/** With the line feed that the SDK ends it with. */
const pack = async (segment: JsonObject): Promise<Uint8Array> => deflated(`${JSON.stringify(segment)}\n`);

const idOf = (value: unknown): string | undefined => {
  const id = isObject(value) ? value["id"] : undefined;
  return typeof id === "string" ? id : undefined;
};

function indexOf(said: JsonObject): number | undefined {
  const index = said["index_in_view"];
  return typeof index === "number" && Number.isInteger(index) && index >= 0 && index <= 0xffff_ffff
    ? index
    : undefined;
}

function snapshotFlag(said: JsonObject): boolean | undefined {
  const flag = said["has_full_snapshot"] ?? said["has_full_snapshot_record"];
  return typeof flag === "boolean" ? flag : undefined;
}

const finite = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
