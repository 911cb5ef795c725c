import { expect, test } from "vitest";
import { bytesText, countText, durationText } from "./quantities.ts";

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [430, "0.4 s"],
  [9_949, "9.9 s"],
  [12_300, "12 s"],
  [59_499, "59 s"],
  [59_500, "1 min"],
  [200_000, "3 min 20 s"],
  [3_599_600, "1 h"],
  [3_900_000, "1 h 5 min"],
  [86_400_000, "1 d"],
  [183_600_000, "2 d 3 h"],
])("a duration of %i ms is %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, "0 B"],
  [512, "512 B"],
  [1_200, "1.2 kB"],
  [12_345, "12 kB"],
  [999_600, "1 MB"],
  [3_440_000, "3.4 MB"],
  [2_500_000_000, "2.5 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test("a count has its word in the right number", () => {
  expect(countText(1, "view")).toBe("1 view");
  expect(countText(1204, "view")).toBe("1,204 views");
  expect(countText(0, "child", "children")).toBe("0 children");
});
