import { epochMs } from "../../base/time.ts";
import { type Claim, DOCUMENT_RANK, type SessionClaims, type SessionUser } from "./claims.ts";
import type { NamedVersion, PageState } from "./stored-session.ts";
import { isJsonObject, type JsonObject } from "./view-document.ts";

// Reads what the store keeps apart of a RUM event's document (formats: github.com/DataDog/rum-events-format).
// Documents are the client's: every field may be absent or of another type, which counts as absent.

const NANOSECONDS_PER_MS = 1e6;

/** Characters. Addresses are the longest of what is read here. */
const LONGEST_TEXT = 4096;

/** The SDK sends the last 500. */
const MOST_PAGE_STATES = 1000;
const LONGEST_STATE = 32;

/** What a view's merged document says of the view. Times are epoch milliseconds. */
export interface ViewFacts {
  readonly url: string | null;
  readonly name: string | null;
  readonly tabId: string | null;
  readonly loadingType: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly ended: boolean;
  /** From `at` on, the page was so; in order. Empty where nothing is said. */
  readonly pageStates: readonly PageState[];
  readonly errors: number;
  readonly frustrations: number;
  readonly actions: number;
}

/**
 * Parses a document.
 * @throws {Error} when it is not the JSON text of an object.
 */
export function parseDocument(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error(`a RUM event must be a JSON object, got ${text.slice(0, 40)}`);
  return value;
}

/** The view's own facts out of its merged document. */
export function readViewFacts(document: JsonObject): ViewFacts {
  const start = numberAt(document, "date");
  const spent = numberAt(document, "view", "time_spent") ?? 0;
  return {
    url: textAt(document, "view", "url"),
    name: textAt(document, "view", "name"),
    tabId: textAt(document, "tab", "id"),
    loadingType: textAt(document, "view", "loading_type"),
    start,
    end: start === null ? null : start + Math.max(0, spent) / NANOSECONDS_PER_MS,
    ended: at(document, "view", "is_active") === false,
    pageStates: start === null ? [] : readPageStates(document, start),
    errors: countAt(document, "view", "error", "count"),
    frustrations: countAt(document, "view", "frustration", "count"),
    actions: countAt(document, "view", "action", "count"),
  };
}

/** `_dd.page_states`: their starts are nanoseconds since the view's, below 0 for what was so before it. */
function readPageStates(document: JsonObject, viewStart: number): readonly PageState[] {
  const states = at(document, "_dd", "page_states");
  if (!Array.isArray(states)) return [];
  return states
    .slice(-MOST_PAGE_STATES)
    .flatMap((entry: unknown) => {
      const start = isJsonObject(entry) ? numberAt(entry, "start") : null;
      const state = isJsonObject(entry) ? textAt(entry, "state") : null;
      if (start === null || state === null) return [];
      return [{ at: epochMs(viewStart + start / NANOSECONDS_PER_MS), state: state.slice(0, LONGEST_STATE) }];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** Address of the page an event happened on. */
export const readViewUrl = (document: JsonObject): string | null => textAt(document, "view", "url");

/** How many frustration signals an action event carries. */
export function countFrustrations(document: JsonObject): number {
  const types = at(document, "action", "frustration", "type");
  return Array.isArray(types) ? types.length : 0;
}

/** What a document says of its session. A view speaks for the time up to which it was sent. */
export function readClaims(document: JsonObject): SessionClaims {
  const spent = numberAt(document, "view", "time_spent") ?? 0;
  const said = (numberAt(document, "date") ?? 0) + spent / NANOSECONDS_PER_MS;
  const claim = <T>(value: T, rank = DOCUMENT_RANK): Claim<T> => ({ value, rank, at: said });
  const tags = readTags(textAt(document, "ddtags") ?? "");
  const user = readUser(document);
  const browser = readNamedVersion(document, "browser");
  const os = readNamedVersion(document, "os");
  const texts = {
    anonymousId: textAt(document, "usr", "anonymous_id"),
    deviceType: textAt(document, "device", "type")?.toLowerCase() ?? null,
    country: textAt(document, "geo", "country"),
    service: textAt(document, "service") ?? tags.get("service") ?? null,
    env: tags.get("env") ?? null,
    version: textAt(document, "version") ?? tags.get("version") ?? null,
    sdkVersion: textAt(document, "_dd", "browser_sdk_version") ?? tags.get("sdk_version") ?? null,
  };
  return {
    ...(user ? { user: claim(user) } : {}),
    ...(browser ? { browser: claim(browser) } : {}),
    ...(os ? { os: claim(os) } : {}),
    ...Object.fromEntries(
      Object.entries(texts).flatMap(([name, value]) => (value === null ? [] : [[name, claim(value)]])),
    ),
  };
}

/** `usr` where it names somebody; the anonymous id alone does not. */
function readUser(document: JsonObject): SessionUser | null {
  const id = textAt(document, "usr", "id");
  const name = textAt(document, "usr", "name");
  const email = textAt(document, "usr", "email");
  if (id === null && name === null && email === null) return null;
  return {
    ...(id === null ? {} : { id }),
    ...(name === null ? {} : { name }),
    ...(email === null ? {} : { email }),
  };
}

function readNamedVersion(document: JsonObject, key: string): NamedVersion | null {
  const name = textAt(document, key, "name");
  const version = textAt(document, key, "version");
  return name === null ? null : { name, ...(version === null ? {} : { version }) };
}

/** `ddtags` is `name:value` pairs with commas between; a value may contain colons. */
function readTags(ddtags: string): Map<string, string> {
  const pairs = ddtags.split(",").flatMap((tag): [string, string][] => {
    const colon = tag.indexOf(":");
    const value = tag.slice(colon + 1).trim();
    return colon < 1 || value === "" ? [] : [[tag.slice(0, colon).trim(), value]];
  });
  return new Map(pairs);
}

function at(document: JsonObject, ...path: readonly string[]): unknown {
  let value: unknown = document;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** Identifiers may be sent as numbers. What is longer than anybody reads is cut: lists of sessions show it. */
function textAt(document: JsonObject, ...path: readonly string[]): string | null {
  const value = at(document, ...path);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value.slice(0, LONGEST_TEXT) : null;
}

function numberAt(document: JsonObject, ...path: readonly string[]): number | null {
  const value = at(document, ...path);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

const countAt = (document: JsonObject, ...path: readonly string[]): number =>
  Math.max(0, Math.trunc(numberAt(document, ...path) ?? 0));
