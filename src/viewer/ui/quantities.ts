// Numbers in words, short enough for a list.

const count = new Intl.NumberFormat("en");
const oneDecimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** `1 view`, `1,204 views`. `many` is the plural where it is not the word with an s. */
export const countText = (value: number, one: string, many = `${one}s`): string =>
  `${count.format(value)} ${value === 1 ? one : many}`;

/** Milliseconds as `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`, `2 d 3 h`: at most two units. */
export function durationText(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 10_000) return `${oneDecimal.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, "min", 1, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, "h", 1, "min");
  return twoUnits(Math.round(minutes / 60), 24, "d", 1, "h");
}

function twoUnits(value: number, per: number, large: string, step: number, small: string): string {
  const whole = Math.floor(value / per);
  const rest = Math.floor((value % per) / step);
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}

/** Bytes as `512 B`, `12 kB`, `3.4 MB` (powers of 1000). */
export function bytesText(bytes: number): string {
  let value = bytes;
  for (const unit of ["B", "kB", "MB"]) {
    if (value < 999.5) return `${value < 10 ? oneDecimal.format(value) : Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${oneDecimal.format(value)} GB`;
}
