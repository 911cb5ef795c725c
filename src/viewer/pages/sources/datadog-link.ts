import { appHostOf, DATADOG_SITES, type DatadogSiteName } from "../../../wire/datadog-site.ts";

// Addresses of Datadog's own interface. A replay's is (also as the SDK's `getSessionReplayLink` makes it)
//   https://app.<site>/rum/replay/sessions/<session id>?seed=<view id>&from=<epoch ms>
// and the RUM explorer's name a session in their query:
//   https://app.<site>/rum/sessions?query=@type:session @session.id:<session id> …
// An organization may have a subdomain of its own in place of `app`.

/** A moment of a session, as an address or an id names it. */
export interface LinkedSession {
  readonly kind: "session";
  readonly sessionId: string;
  /** Undefined: an id alone. */
  readonly site: DatadogSiteName | undefined;
  readonly viewId: string | undefined;
  /** Epoch ms. */
  readonly ts: number | undefined;
}

/** A search for sessions. `query` is in Datadog's search syntax. */
interface LinkedSearch {
  readonly kind: "search";
  readonly site: DatadogSiteName;
  readonly query: string;
  /** Epoch ms. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** An address of Datadog's that leads to no session; `why` is for a person. */
interface LinkedNothing {
  readonly kind: "nothing";
  readonly why: string;
}

export type DatadogLink = LinkedSession | LinkedSearch | LinkedNothing;

const UUID = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`;
const ID = new RegExp(`^${UUID}$`, "i");
const REPLAY_PATH = new RegExp(`^/rum/(?:replay/)?sessions?/(${UUID})(?:/|$)`, "i");

/** Reads a text that a person pasted; undefined when it is neither an address of Datadog's nor a session's id. */
export function readDatadogLink(text: string): DatadogLink | undefined {
  const trimmed = text.trim();
  if (ID.test(trimmed))
    return {
      kind: "session",
      sessionId: trimmed.toLowerCase(),
      site: undefined,
      viewId: undefined,
      ts: undefined,
    };
  const address = addressOf(trimmed);
  const site = address && siteOf(address.hostname);
  return address === undefined || site === undefined ? undefined : readAddress(address, site);
}

/** The address of a moment in Datadog's own interface. */
export function datadogReplayAddress(
  site: DatadogSiteName,
  { sessionId, viewId, ts }: { readonly sessionId: string; readonly viewId: string; readonly ts: number },
): string {
  const address = new URL(`https://${appHostOf(site)}/rum/replay/sessions/${encodeURIComponent(sessionId)}`);
  if (viewId !== "") address.searchParams.set("seed", viewId);
  address.searchParams.set("from", String(Math.floor(ts)));
  return address.href;
}

/** People copy addresses without the scheme, too. */
function addressOf(text: string): URL | undefined {
  if (/\s/.test(text)) return undefined;
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

/** The longest name that the host ends with: `us3.datadoghq.com` is not a subdomain of `datadoghq.com`. */
const siteOf = (host: string): DatadogSiteName | undefined =>
  DATADOG_SITES.filter((site) => host === site || host.endsWith(`.${site}`)).toSorted(
    (a, b) => b.length - a.length,
  )[0];

function readAddress({ pathname, searchParams }: URL, site: DatadogSiteName): DatadogLink {
  const query = searchParams.get("query") ?? "";
  const sessionId =
    REPLAY_PATH.exec(pathname)?.[1] ??
    idIn(searchParams, "sessionId", "session_id") ??
    termIn(query, "session.id");
  if (sessionId !== undefined)
    return {
      kind: "session",
      sessionId: sessionId.toLowerCase(),
      site,
      viewId: (idIn(searchParams, "seed", "viewId", "view_id") ?? termIn(query, "view.id"))?.toLowerCase(),
      // An explorer's `from_ts` is the start of the time that is searched, and no moment of a session.
      ts: timeIn(searchParams, "ts", "from"),
    };
  if (!pathname.startsWith("/rum")) return nothing("is of Datadog, but of no session replay");
  return readSearch(query, searchParams, site);
}

/** Of an explorer's searches, only those for sessions say which sessions are meant. */
function readSearch(query: string, parameters: URLSearchParams, site: DatadogSiteName): DatadogLink {
  const type = /@type:"?(\w+)/.exec(query)?.[1] ?? "session";
  const terms = query
    .replaceAll(/@type:"?session"?(?=\s|$)/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (type !== "session")
    return nothing(`is a search for ${type}s; copy one for sessions, or that of a replay`);
  if (terms === "") return nothing("names no session");
  const [from, to] = [timeIn(parameters, "from_ts", "start"), timeIn(parameters, "to_ts", "end")];
  return { kind: "search", site, query: terms, from, to };
}

const nothing = (why: string): LinkedNothing => ({ kind: "nothing", why: `This address ${why}.` });

const idIn = (parameters: URLSearchParams, ...names: readonly string[]): string | undefined =>
  names.map((name) => parameters.get(name)).find((value) => value !== null && ID.test(value)) ?? undefined;

const termIn = (query: string, field: string): string | undefined =>
  new RegExp(`(?<![-!])@${field.replace(".", String.raw`\.`)}:"?(${UUID})`, "i").exec(query)?.[1];

/** Before this, a number is no epoch time in milliseconds that a session was recorded at. */
const EARLIEST = Date.UTC(2015, 0, 1);

const timeIn = (parameters: URLSearchParams, ...names: readonly string[]): number | undefined =>
  names.map((name) => Number(parameters.get(name) ?? Number.NaN)).find((value) => value >= EARLIEST);
