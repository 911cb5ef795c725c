import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { readClientHints } from "./client-hints.ts";

const receivedAt = epochMs(1);
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0";

test.each([
  [
    "Chrome on Windows",
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`,
    {
      browser: { name: "Chrome", version: "124.0.0.0" },
      os: { name: "Windows", version: "10" },
      deviceType: "desktop",
    },
  ],
  [
    "Edge",
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/124.0.0.0`,
    {
      browser: { name: "Microsoft Edge", version: "124.0.0.0" },
      os: { name: "Windows", version: "10" },
      deviceType: "desktop",
    },
  ],
  [
    "Safari on macOS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
    {
      browser: { name: "Safari", version: "17.4" },
      os: { name: "macOS", version: "10.15.7" },
      deviceType: "desktop",
    },
  ],
  [
    "Safari on an iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
    {
      browser: { name: "Safari", version: "17.4" },
      os: { name: "iOS", version: "17.4" },
      deviceType: "mobile",
    },
  ],
  [
    "Chrome on a Chromebook",
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME} Safari/537.36`,
    { browser: { name: "Chrome", version: "124.0.0.0" }, os: { name: "Chrome OS" }, deviceType: "desktop" },
  ],
  [
    "headless Chrome",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
    {
      browser: { name: "Headless Chrome", version: "156.0.0.0" },
      os: { name: "Linux" },
      deviceType: "desktop",
    },
  ],
  [
    "a crawler",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    { browser: { name: "Googlebot", version: "2.1" }, os: null, deviceType: "bot" },
  ],
  ["a program that nobody knows", "something", { browser: null, os: null, deviceType: null }],
  ["nothing", "", { browser: null, os: null, deviceType: null }],
])("the user agent of %s", (_name, userAgent, expected) => {
  expect(readClientHints(userAgent, receivedAt)).toEqual({ receivedAt, ...expected });
});

test("an endless user agent makes a short name", () => {
  const { browser } = readClientHints("Mozilla/5.0 ".repeat(10_000), receivedAt);
  expect(browser?.name).toHaveLength(64);
});
