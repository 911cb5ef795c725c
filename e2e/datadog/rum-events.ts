import type { JsonObject, RecordedSession } from "./recorded-session.ts";
import type { Searchable } from "./rum-query.ts";

// RUM events as Datadog keeps them: each view once, as it was last, and an event for the session itself, which the SDK
// does not send. What the intake finds out by user agent and address is made up.

/** An event as the search finds and gives it. */
export interface StoredEvent extends Searchable {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly date: number;
  readonly service: string | undefined;
}

/** What is made up of a session's client. */
const CLIENTS = [
  { browser: ["Chrome", "156"], os: "Linux", device: "Desktop", country: ["Spain", "ES"] },
  { browser: ["Firefox", "147"], os: "Windows", device: "Desktop", country: ["France", "FR"] },
  { browser: ["Safari", "26"], os: "iOS", device: "Mobile", country: ["Japan", "JP"] },
] as const;

/** All events of a session; `among` is its place among the sessions. */
export function storedEvents(
  { sessionId, rumEvents }: RecordedSession,
  among: number,
): readonly StoredEvent[] {
  const views = lastVersions(rumEvents.filter(({ type }) => type === "view"));
  const others = rumEvents.filter(({ type }) => type !== "view");
  const documents = [sessionDocument(sessionId, views, others), ...views, ...others];
  const client = CLIENTS[among % CLIENTS.length];
  return documents.map((document, place) => storedEvent(document, `${sessionId}-${place}`, client));
}

const version = (document: JsonObject) => Number(valueAt(document, "_dd", "document_version") ?? 0);

function lastVersions(views: readonly JsonObject[]): readonly JsonObject[] {
  const last = new Map<unknown, JsonObject>();
  for (const view of views) {
    const known = last.get(valueAt(view, "view", "id"));
    if (known === undefined || version(known) < version(view)) last.set(valueAt(view, "view", "id"), view);
  }
  return [...last.values()].toSorted((a, b) => Number(a["date"]) - Number(b["date"]));
}

function sessionDocument(
  sessionId: string,
  views: readonly JsonObject[],
  others: readonly JsonObject[],
): JsonObject {
  const [first] = views;
  const last = views.at(-1);
  const start = Number(first?.["date"] ?? others[0]?.["date"]);
  const ends = views.map(
    (view) => Number(view["date"]) + Number(valueAt(view, "view", "time_spent") ?? 0) / 1e6,
  );
  const total = (name: string) =>
    views.reduce((sum, view) => sum + Number(valueAt(view, "view", name, "count") ?? 0), 0);
  return {
    type: "session",
    date: start,
    application: first?.["application"],
    service: first?.["service"],
    ddtags: first?.["ddtags"],
    usr: first?.["usr"],
    session: {
      id: sessionId,
      type: "user",
      has_replay: views.some((view) => valueAt(view, "session", "has_replay") === true),
      is_active: false,
      time_spent: (Math.max(start, ...ends) - start) * 1e6,
      view: { count: views.length },
      error: { count: total("error") },
      action: { count: total("action") },
      frustration: { count: total("frustration") },
      initial_view: viewAddress(first),
      last_view: viewAddress(last),
    },
  };
}

function viewAddress(view: JsonObject | undefined): JsonObject {
  const url = valueAt(view ?? {}, "view", "url");
  return typeof url === "string"
    ? { id: valueAt(view ?? {}, "view", "id"), url, url_path: new URL(url).pathname }
    : {};
}

function storedEvent(
  document: JsonObject,
  id: string,
  client: (typeof CLIENTS)[number] | undefined,
): StoredEvent {
  const { ddtags, service } = document;
  const tags = (typeof ddtags === "string" ? ddtags : "").split(",").flatMap((tag): [string, string][] => {
    const colon = tag.indexOf(":");
    return colon < 1 ? [] : [[tag.slice(0, colon), tag.slice(colon + 1)]];
  });
  const url = valueAt(document, "view", "url");
  const view =
    typeof url === "string" ? { url_path: new URL(url).pathname, url_host: new URL(url).host } : {};
  return {
    id,
    date: Number(document["date"]),
    service: typeof service === "string" ? service : undefined,
    tags: new Map([...tags, ...(typeof service === "string" ? [["service", service] as const] : [])]),
    attributes: {
      ...document,
      ...(document["view"] === undefined ? {} : { view: { ...(document["view"] as object), ...view } }),
      browser: {
        name: client?.browser[0],
        version: `${client?.browser[1]}.0.1`,
        version_major: client?.browser[1],
      },
      os: { name: client?.os },
      device: { type: client?.device },
      geo: { country: client?.country[0], country_iso_code: client?.country[1] },
    },
  };
}

/** The value at a path of keys. */
export function valueAt(document: JsonObject, ...path: readonly string[]): unknown {
  let value: unknown = document;
  for (const key of path)
    value = typeof value === "object" && value !== null ? (value as JsonObject)[key] : undefined;
  return value;
}
