// Points in time in words. Dates are written as the person's browser writes them; words are the page's English.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const wallClock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** `just now`, `5 minutes ago`, `yesterday`, and from a week on the date. Epoch milliseconds. */
export function relativeText(at: number, now: number): string {
  const past = now - at;
  const distance = Math.abs(past);
  if (distance < MINUTE) return "just now";
  if (distance < HOUR) return relative.format(-Math.round(past / MINUTE), "minute");
  if (distance < DAY) return relative.format(-Math.round(past / HOUR), "hour");
  if (distance < 7 * DAY) return relative.format(-Math.round(past / DAY), "day");
  return sameYear(at, now) ? day.format(at) : dayOfYear.format(at);
}

/** `Nov 23, 14:05`, with the year where it is not this one. */
export const shortMomentText = (at: number, now: number): string =>
  `${(sameYear(at, now) ? day : dayOfYear).format(at)}, ${time.format(at)}`;

/** Date, time to the second, and time zone. */
export const wallClockText = (at: number): string => wallClock.format(at);

/** Time of day to the second. */
export const timeOfDayText = (at: number): string => timeOfDay.format(at);

const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear();
