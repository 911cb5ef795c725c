import { isFiniteNumber } from "../../record/json-value.ts";

const OTHERS = new Map([
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["NaN", Number.NaN],
]);

/** A number as JSON can hold it: those that are none there stand as text. */
export type StoredNumber = number | string;

/** Writes a number. */
export const storeNumber = (value: number): StoredNumber => (Number.isFinite(value) ? value : String(value));

/** Reads what {@link storeNumber} wrote; NaN for what it never writes. */
export const restoreNumber = (stored: StoredNumber): number =>
  typeof stored === "number" ? stored : (OTHERS.get(stored) ?? Number.NaN);

export const isStoredNumber = (value: unknown): value is StoredNumber =>
  isFiniteNumber(value) || (typeof value === "string" && OTHERS.has(value));
