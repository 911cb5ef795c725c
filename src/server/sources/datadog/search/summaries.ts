import type { PageState } from "../../../../wire/page-state.ts";
import type { SessionSummary, User, ViewSummary } from "../../../../wire/session.ts";
import { pageStateSchema } from "../../../../wire/page-state.ts";
import { isObject } from "../segments/recorded-segment.ts";
import { booleanAt, countAt, listAt, numberAt, type RumEvent, textAt } from "./rum-event.ts";

// What the viewer is told of Datadog's session and view events. Datadog counts durations in nanoseconds.

const NANOSECONDS_PER_MS = 1e6;
/** A session is live while Datadog calls it active and it has been heard of so recently. Its intake takes a while. */
const LIVE_WITHIN_MS = 120_000;
const MOST_PAGES = 20;

/** A view with what only the source needs to know of it. */
export interface KnownView {
  readonly summary: ViewSummary;
  /** What the client counted; undefined when it was not said. */
  readonly expectedSegments: number | undefined;
}

export function knownView(event: RumEvent): KnownView | null {
  const { document, date } = event;
  const id = textAt(document, "view.id");
  if (id === undefined) return null;
  const expectedSegments = numberAt(document, "_dd.replay_stats.segments_count");
  const hasReplay = booleanAt(document, "session.has_replay") ?? false;
  const states = listAt(document, "_dd.page_states").flatMap((state) => pageState(state, date));
  const summary: ViewSummary = {
    id,
    url: textAt(document, "view.url") ?? "",
    start: date,
    end: date + Math.max(0, numberAt(document, "view.time_spent") ?? 0) / NANOSECONDS_PER_MS,
    errorCount: countAt(document, "view.error.count"),
    frustrationCount: countAt(document, "view.frustration.count"),
    actionCount: countAt(document, "view.action.count"),
    // That there are some is all that is known before they are asked for, where the client did not count.
    segmentCount: hasReplay ? (expectedSegments ?? 1) : 0,
    complete: booleanAt(document, "view.is_active") === false,
    ...given("name", textAt(document, "view.name")),
    ...given("tabId", textAt(document, "tab.id")),
    ...given("loadingType", textAt(document, "view.loading_type")),
    ...given("pageStates", states.length === 0 ? undefined : states.toSorted((a, b) => a.at - b.at)),
  };
  return { summary, expectedSegments };
}

/** `_dd.page_states`: their starts are nanoseconds since the view's. */
function pageState(state: unknown, viewStart: number): PageState[] {
  if (!isObject(state) || typeof state["start"] !== "number") return [];
  const at = viewStart + state["start"] / NANOSECONDS_PER_MS;
  const parsed = pageStateSchema.safeParse({ at, state: state["state"] });
  return parsed.success ? [parsed.data] : [];
}

/** A session out of its own event. `now` tells whether it is live. */
export function sessionSummary(event: RumEvent, source: string, now: number): SessionSummary | null {
  const { document, date } = event;
  const id = textAt(document, "session.id");
  if (id === undefined) return null;
  const end = date + Math.max(0, numberAt(document, "session.time_spent") ?? 0) / NANOSECONDS_PER_MS;
  const active = booleanAt(document, "session.is_active") ?? true;
  const pages = ["initial_view", "last_view"].flatMap((view) => {
    const page =
      textAt(document, `session.${view}.url_path`) ?? pathOf(textAt(document, `session.${view}.url`));
    return page === undefined ? [] : [page];
  });
  return {
    id,
    source,
    applicationId: textAt(document, "application.id") ?? "",
    start: date,
    end,
    viewCount: countAt(document, "session.view.count"),
    pages: [...new Set(pages)],
    errorCount: countAt(document, "session.error.count"),
    frustrationCount: countAt(document, "session.frustration.count"),
    actionCount: countAt(document, "session.action.count"),
    live: active && now - end < LIVE_WITHIN_MS,
    ...who(event),
  };
}

/** A session and its views, each saying what the other does not. */
export function joined(session: SessionSummary, views: readonly ViewSummary[]): SessionSummary {
  const pages = views.flatMap(({ url }) => pathOf(url) ?? []);
  return {
    ...session,
    start: Math.min(session.start, ...views.map(({ start }) => start)),
    end: Math.max(session.end, ...views.map(({ end }) => end)),
    viewCount: Math.max(session.viewCount, views.length),
    pages: [...new Set([...pages, ...session.pages])].slice(0, MOST_PAGES),
  };
}

/** A session of which there are views, and no event of its own yet. */
export function sessionOfViews(
  events: readonly RumEvent[],
  views: readonly ViewSummary[],
  source: string,
  now: number,
): SessionSummary | null {
  const [first] = events;
  const id = first && textAt(first.document, "session.id");
  if (first === undefined || id === undefined) return null;
  const total = (count: (view: ViewSummary) => number) => views.reduce((sum, view) => sum + count(view), 0);
  const end = Math.max(...views.map((view) => view.end));
  return joined(
    {
      id,
      source,
      applicationId: textAt(first.document, "application.id") ?? "",
      start: first.date,
      end,
      viewCount: views.length,
      pages: [],
      errorCount: total(({ errorCount }) => errorCount),
      frustrationCount: total(({ frustrationCount }) => frustrationCount),
      actionCount: total(({ actionCount }) => actionCount),
      live: views.some(({ complete }) => !complete) && now - end < LIVE_WITHIN_MS,
      ...who(first),
    },
    views,
  );
}

/** Who it was, and with what. */
function who({ document, tags, service }: RumEvent) {
  const named = (path: string) => {
    const name = textAt(document, `${path}.name`);
    const version = textAt(document, `${path}.version_major`) ?? textAt(document, `${path}.version`);
    return name === undefined ? undefined : { name, ...given("version", version) };
  };
  return {
    ...given("user", userIn(document)),
    ...given("browser", named("browser")),
    ...given("os", named("os")),
    ...given("deviceType", textAt(document, "device.type")?.toLowerCase()),
    ...given("country", textAt(document, "geo.country")),
    ...given("service", service ?? tags.get("service")),
    ...given("env", tags.get("env") ?? textAt(document, "env")),
    ...given("version", tags.get("version") ?? textAt(document, "version")),
    ...given("sdkVersion", tags.get("sdk_version") ?? textAt(document, "_dd.browser_sdk_version")),
  };
}

function userIn(document: RumEvent["document"]): User | undefined {
  const user: User = {
    ...given("id", textAt(document, "usr.id")),
    ...given("name", textAt(document, "usr.name")),
    ...given("email", textAt(document, "usr.email")),
    ...given("anonymousId", textAt(document, "usr.anonymous_id")),
  };
  return Object.keys(user).length === 0 ? undefined : user;
}

function pathOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  return new URL(address).pathname;
}

/** `{[key]: value}`, or nothing for undefined: the wire leaves out what is not known. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
