import { parse } from "bowser";
import type { EpochMs } from "../../base/time.ts";
import type { ClientHints, NamedVersion } from "../storage/stored-session.ts";

const LONGEST_USER_AGENT = 1000;
const LONGEST_NAME = 64;

/** Browser, system and kind of device from a user agent: the browser SDK sends none of them. */
export function readClientHints(userAgent: string, receivedAt: EpochMs): ClientHints {
  if (userAgent === "") return { receivedAt, browser: null, os: null, deviceType: null };
  const { browser, os, platform } = parse(userAgent.slice(0, LONGEST_USER_AGENT));
  // Its user agent is Chrome's but for this word.
  const name = userAgent.includes("HeadlessChrome/") ? "Headless Chrome" : browser.name;
  return {
    receivedAt,
    browser: named(name, browser.version),
    os: named(os.name, os.name === "Windows" ? os.versionName : os.version),
    deviceType: platform.type ?? (os.name === "Chrome OS" ? "desktop" : null),
  };
}

function named(name: string | undefined, version: string | undefined): NamedVersion | null {
  if (!name) return null;
  const known = { name: name.slice(0, LONGEST_NAME) };
  return version ? { ...known, version: version.slice(0, LONGEST_NAME) } : known;
}
