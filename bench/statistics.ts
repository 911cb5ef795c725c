/** The value below which `share` (0 to 1) of the values are. @throws when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (found === undefined) throw new Error("there are no values");
  return found;
}

/** The middle one of some values. @throws when there is none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** A duration for a table: milliseconds. */
export const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

/** A ratio for a table. */
export const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** Bytes for a table: mebibytes. */
export const mebibytes = (bytes: number): string => (bytes / (1 << 20)).toFixed(1);
