import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { z } from "zod";
import type { Viewership, WatchedSession, Watcher } from "../sources/viewership.ts";
import type { Access } from "./access.ts";
import { viewerOfApi } from "./acting-viewer.ts";
import { apiGuard } from "./api-guard.ts";
import { parseInput } from "./errors.ts";
import { limitBody, readJson } from "./json-body.ts";
import { pageOf, pageParameters } from "./numbered-pages.ts";
import { DATA_HEADERS } from "./page-policy.ts";
import { DATA_SOURCES, SESSION_TYPE } from "./playlists-api.ts";
import type { RateLimit } from "./rate-limit.ts";
import { sessionEvent } from "./session-event.ts";

// Datadog's routes for who watched which replay, as its public clients call them.

/** What the routes are made of. */
export interface ViewershipApi {
  readonly access: Access;
  readonly rateLimit: RateLimit;
  readonly viewership: Viewership;
}

const WATCHES = "/api/v2/rum/replay/sessions/:sessionId/watches";
const WATCHERS = "/api/v2/rum/replay/sessions/:sessionId/watchers";
const HISTORY = "/api/v2/rum/replay/viewership-history/sessions";

const WATCH_TYPE = "rum_replay_watch";
const WATCHER_TYPE = "rum_replay_watcher";

const watchBodySchema = z.object({
  data: z.object({
    type: z.literal(WATCH_TYPE),
    attributes: z.object({
      application_id: z.string().min(1).max(200),
      event_id: z.string().min(1).max(200),
      data_source: z.enum(DATA_SOURCES).default("rum"),
      timestamp: z.iso
        .datetime({ offset: true, error: "must be a time, for example 2026-01-31T12:00:00Z" })
        .transform((text) => Date.parse(text)),
    }),
  }),
});

const pageQuerySchema = z.object(pageParameters);
const time = z
  .string()
  .regex(/^\d{1,16}$/, "must be a time in epoch milliseconds")
  .transform(Number)
  .optional();
const historyQuerySchema = z.object({
  "filter[watched_at][start]": time,
  "filter[watched_at][end]": time,
  "filter[created_by]": z.string().min(1, "must be the uuid of a user").optional(),
  "filter[session_ids]": z
    .string()
    .transform((list) => list.split(","))
    .optional(),
  "filter[application_id]": z.string().optional(),
  ...pageParameters,
});

/** The routes for watches, watchers and the viewership history. */
export function viewershipApi({ access, rateLimit, viewership }: ViewershipApi): Hono {
  const routes = new Hono();
  const guard = apiGuard(access, rateLimit, "rum_replay_viewership");
  routes.post(WATCHES, guard, limitBody, async (c) => {
    const { data } = await readJson(c, watchBodySchema);
    const { application_id: applicationId, event_id: eventId, data_source: dataSource } = data.attributes;
    const { timestamp: at } = data.attributes;
    const watch = { sessionId: c.req.param("sessionId"), at, applicationId, eventId, dataSource };
    const id = await viewership.record(watch, viewerOfApi(c, access.userHeader), signalOf(c));
    const attributes = { ...data.attributes, timestamp: new Date(at).toISOString() };
    return c.json({ data: { id, type: WATCH_TYPE, attributes } }, 201, DATA_HEADERS);
  });
  routes.delete(WATCHES, guard, async (c) => {
    await viewership.forget(c.req.param("sessionId"), viewerOfApi(c, access.userHeader), signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
  routes.get(WATCHERS, guard, async (c) => {
    const page = pageOf(parseInput(pageQuerySchema, c.req.query()));
    const watchers = await viewership.listWatchers(c.req.param("sessionId"), page, signalOf(c));
    return c.json({ data: watchers.map(watcherData) }, 200, DATA_HEADERS);
  });
  routes.get(HISTORY, guard, compress(), async (c) => {
    const query = parseInput(historyQuerySchema, c.req.query());
    const asked = {
      viewerUuid: query["filter[created_by]"],
      sessionIds: query["filter[session_ids]"],
      applicationId: query["filter[application_id]"],
      from: query["filter[watched_at][start]"],
      to: query["filter[watched_at][end]"],
      page: pageOf(query),
    };
    const watched = await viewership.listWatched(asked, viewerOfApi(c, access.userHeader), signalOf(c));
    return c.json({ data: watched.map(watchedData) }, 200, DATA_HEADERS);
  });
  return routes;
}

const signalOf = (c: Context): AbortSignal => c.req.raw.signal;

const watcherData = ({ viewer, lastWatchedAt, watchCount }: Watcher) => ({
  id: viewer.uuid,
  type: WATCHER_TYPE,
  attributes: {
    handle: viewer.handle,
    name: viewer.name ?? viewer.handle,
    last_watched_at: new Date(lastWatchedAt).toISOString(),
    watch_count: watchCount,
  },
});

const watchedData = ({ id, lastWatchedAt, eventId, dataSource, summary }: WatchedSession) => ({
  id,
  type: SESSION_TYPE,
  attributes: {
    last_watched_at: new Date(lastWatchedAt).toISOString(),
    event_id: eventId,
    track: dataSource,
    ...(summary && { session_event: sessionEvent(summary) }),
  },
});
