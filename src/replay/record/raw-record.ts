import type { EpochMs } from "../../base/time.ts";

/**
 * What every Datadog record has, whatever its format: a type and a time (formats of `data` differ by type and
 * SDK). Records are narrowed by the guards beside this file, where they are used.
 */
export interface RawRecord {
  readonly type: number;
  readonly timestamp: EpochMs;
  /** Mobile host views embed web views in named slots. */
  readonly slotId?: unknown;
  readonly id?: unknown;
  readonly format?: unknown;
  readonly data?: unknown;
}

/**
 * No record is dated later, or as long before 1970: beyond (the year 3084), numbers have no room for the hundredths
 * of a millisecond that keep events apart.
 */
const LATEST = 2 ** 45;

/** Whether a parsed JSON value has a record's type and time. */
export function isRawRecord(value: unknown): value is RawRecord {
  if (typeof value !== "object" || value === null) return false;
  const { type, timestamp } = value as { readonly type?: unknown; readonly timestamp?: unknown };
  return typeof type === "number" && typeof timestamp === "number" && Math.abs(timestamp) < LATEST;
}
