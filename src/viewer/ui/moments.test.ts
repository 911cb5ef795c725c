import { expect, test } from "vitest";
import { relativeText, shortMomentText } from "./moments.ts";

const NOW = new Date(2026, 10, 24, 15, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [59_000, "just now"],
  [-30_000, "just now"],
  [MINUTE, "1 minute ago"],
  [59 * MINUTE, "59 minutes ago"],
  [5 * HOUR, "5 hours ago"],
  [DAY, "yesterday"],
  [6 * DAY, "6 days ago"],
  [-3 * HOUR, "in 3 hours"],
])("%i ms before now is %s", (past, text) => {
  expect(relativeText(NOW - past, NOW)).toBe(text);
});

test("what is a week old has its date, and its year when that is another", () => {
  expect(relativeText(NOW - 8 * DAY, NOW)).not.toContain("2026");
  expect(relativeText(NOW - 400 * DAY, NOW)).toContain("2025");
});

test("a short moment has the year only when it is another", () => {
  expect(shortMomentText(NOW - HOUR, NOW)).not.toContain("2026");
  expect(shortMomentText(NOW - 400 * DAY, NOW)).toContain("2025");
});
