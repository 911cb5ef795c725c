// How times read in the player. Numbers are milliseconds.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const two = (value: number) => String(value).padStart(2, "0");

/** `1:02`, `12:34`, `1:02:03`. A time before the start is `-0:01`. */
export function offsetText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / SECOND);
  const minutes = Math.floor(seconds / 60);
  const text =
    minutes < 60
      ? `${minutes}:${two(seconds % 60)}`
      : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return ms < 0 && seconds > 0 ? `-${text}` : text;
}

/** `450 ms`, `3.2 s`, `2 min 5 s`, `1 h 2 min`. */
export function durationText(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  if (ms < HOUR)
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / MINUTE);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** For a screen reader: `1 minute 5 seconds`. */
export function spokenOffset(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const spoken = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return spoken.length === 0 ? "0 seconds" : spoken.join(" ");
}

const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "long",
});

/** Date and time of day of an epoch time, in the viewer's time zone. */
export const wallClockText = (at: number): string => exact.format(at);
