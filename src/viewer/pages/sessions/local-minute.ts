// What `<input type="datetime-local">` holds: `2026-11-24T15:04`, in the time zone of the browser.

const two = (value: number) => String(value).padStart(2, "0");

/** The minute that an epoch time is in, as such a field holds it. */
export function toLocalMinute(epochMs: number): string {
  const at = new Date(epochMs);
  const date = [String(at.getFullYear()).padStart(4, "0"), two(at.getMonth() + 1), two(at.getDate())].join(
    "-",
  );
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The epoch time of a field's minute, or undefined while the field is empty or half filled in. */
export function fromLocalMinute(text: string): number | undefined {
  const at = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? undefined : at;
}
