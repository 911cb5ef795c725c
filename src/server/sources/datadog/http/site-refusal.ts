import { SourceError } from "../../source.ts";
import { siteTitle } from "../../../../wire/datadog-site.ts";
import type { DatadogSite } from "../site.ts";
import type { SiteAnswer, SiteRequest } from "./site-request.ts";

// What a refusal of Datadog's means for the person who set the server up, or who searched. Nothing that is said
// here contains a key, also when Datadog repeats one.

/** Characters of Datadog's own words. */
const LONGEST_WORDS = 600;

type Refused = Pick<SiteRequest, "what" | "permissions" | "notFound">;

/** Which of the keys Datadog takes, as far as it could be found out. */
export type KeyState = "api-key-unknown" | "api-key-known" | "not-found-out";

/** The error for an answer whose status says that there will be no other one. */
export function refusal(
  site: DatadogSite,
  request: Refused,
  { status, headers, bytes }: SiteAnswer,
  keys: KeyState,
): SourceError {
  const said = words(site, bytes);
  if (status === 400 || status === 422)
    return new SourceError(400, `${nameOf(site)} does not understand ${request.what}${said}`);
  if (status === 401 || status === 403)
    return new SourceError(502, keysRefused(site, request, status, keys) + said);
  if (status === 404)
    return new SourceError(404, `${nameOf(site)} has nothing there: ${request.notFound}${said}`);
  if (status >= 300 && status < 400) return new SourceError(502, redirected(site, headers));
  return new SourceError(502, `${nameOf(site)} answered ${request.what} with status ${status}${said}`);
}

/** The error after the last try. */
export const givenUp = (site: DatadogSite, { what }: Refused, tries: number, reason: string): SourceError =>
  new SourceError(503, `${nameOf(site)} did not answer ${what} in ${tries} tries; last: ${reason}`);

/** "Datadog EU (datadoghq.eu)" */
export const nameOf = ({ site }: DatadogSite): string => `${siteTitle(site)} (${site})`;

function keysRefused(
  site: DatadogSite,
  { what, permissions }: Refused,
  status: number,
  keys: KeyState,
): string {
  return `${nameOf(site)} refused ${what} (status ${status}): ${KEY_WORDS[keys](site.site, permissions.join(" and "))}`;
}

const KEY_WORDS: Readonly<Record<KeyState, (site: string, needed: string) => string>> = {
  "api-key-unknown": (site) =>
    `it does not know the API key (DD_API_KEY). It may be revoked, or belong to another site than ${site} (DD_SITE)`,
  "api-key-known": (_site, needed) =>
    "it knows the API key, so the application key (DD_APP_KEY) is wrong or revoked, belongs to another site or account, " +
    `or it or its owner lacks the permission ${needed}`,
  "not-found-out": (site, needed) =>
    `DD_API_KEY or DD_APP_KEY is wrong or belongs to another site than ${site} (DD_SITE), ` +
    `or the application key lacks the permission ${needed}`,
};

function redirected(site: DatadogSite, headers: Headers): string {
  const to = headers.get("location") ?? "";
  const host = URL.canParse(to, site.apiUrl) ? new URL(to, site.apiUrl).host : "another address";
  return `${nameOf(site)} sent on to ${host}; keys are sent to ${new URL(site.apiUrl).host} only. Check DD_SITE and DD_API_URL`;
}

/** ": " and what Datadog says, without the keys; nothing where it says nothing. */
function words(site: DatadogSite, bytes: Uint8Array): string {
  const text = errorsIn(new TextDecoder().decode(bytes.subarray(0, 64 * 1024)));
  const said = withoutKeys(site, text).replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_WORDS);
  return said === "" ? "" : `: ${said}`;
}

/** `{"errors": ["…"]}`, or with `{title, detail}` each. */
function errorsIn(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return /^\s*</.test(text) ? "" : text;
  }
  const { errors } = isObject(body) ? body : {};
  if (!Array.isArray(errors)) return "";
  return errors.map((error: unknown) => (isObject(error) ? detailOf(error) : String(error))).join("; ");
}

const detailOf = ({ detail, title }: Readonly<Record<string, unknown>>) => {
  if (typeof detail === "string") return detail;
  return typeof title === "string" ? title : "";
};

/** A text of Datadog's, or of something in between, in which no key is left. */
export const withoutKeys = ({ apiKey, appKey }: DatadogSite, text: string): string =>
  text.replaceAll(apiKey, "[API key]").replaceAll(appKey, "[application key]");

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
