import { expect, test } from "vitest";
import { fromLocalMinute, toLocalMinute } from "./local-minute.ts";

test("a minute goes into the field and comes back", () => {
  const at = new Date(2026, 2, 4, 5, 6).getTime();
  expect(toLocalMinute(at)).toBe("2026-03-04T05:06");
  expect(fromLocalMinute("2026-03-04T05:06")).toBe(at);
});

test("seconds are cut off", () => {
  const at = new Date(2026, 11, 31, 23, 59, 59).getTime();
  expect(toLocalMinute(at)).toBe("2026-12-31T23:59");
});

test.each(["", "tomorrow"])("%o is no time yet", (text) => {
  expect(fromLocalMinute(text)).toBeUndefined();
});
