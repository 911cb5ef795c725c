import { expect, test } from "vitest";
import { cacheControl } from "./freshness.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();

test.each([
  [{}, "private, max-age=3600"],
  [{ "cache-control": "public, max-age=86400" }, "private, max-age=86400"],
  [{ "cache-control": "max-age=86400, s-maxage=5, immutable" }, "private, max-age=86400, immutable"],
  [{ "cache-control": "max-age=100", age: "40" }, "private, max-age=60"],
  [{ "cache-control": "max-age=100", age: "140" }, "private, no-cache"],
  [{ "cache-control": "max-age=9999999999" }, "private, max-age=31536000"],
  [{ "cache-control": "No-Store" }, "no-store"],
  [{ "cache-control": "private, no-cache" }, "private, no-cache"],
  [{ "cache-control": "max-age=0, must-revalidate" }, "private, no-cache"],
  [{ "cache-control": "max-age=60", expires: at(5) }, "private, max-age=60"],
  [{ expires: at(90) }, "private, max-age=90"],
  [{ expires: at(90), date: at(30) }, "private, max-age=60"],
  [{ expires: at(-1) }, "private, no-cache"],
  [{ expires: "0" }, "private, no-cache"],
])("%j is kept as %s", (headers, expected) => {
  expect(cacheControl(headers, NOW)).toBe(expected);
});
