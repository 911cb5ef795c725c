// How times read in the player. Numbers are milliseconds.

const SECOND = 1000;

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
