import { type Context, Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { z } from "zod";
import type { Playlist, Playlists, PlaylistSession, PlaylistText } from "../sources/playlists.ts";
import { SourceError } from "../sources/source.ts";
import type { Access } from "./access.ts";
import { viewerOfApi } from "./acting-viewer.ts";
import { apiGuard } from "./api-guard.ts";
import { parseInput } from "./errors.ts";
import { limitBody, readJson } from "./json-body.ts";
import { pageOf, pageParameters } from "./numbered-pages.ts";
import { DATA_HEADERS } from "./page-policy.ts";
import type { RateLimit } from "./rate-limit.ts";
import { sessionEvent } from "./session-event.ts";

// Datadog's routes for replay playlists, as its public clients call them.

/** What the routes are made of. */
export interface PlaylistsApi {
  readonly access: Access;
  readonly rateLimit: RateLimit;
  readonly playlists: Playlists;
}

const PLAYLISTS = "/api/v2/rum/replay/playlists";
const PLAYLIST = `${PLAYLISTS}/:playlistId`;
const SESSIONS = `${PLAYLIST}/sessions`;
const SESSION = `${SESSIONS}/:sessionId`;

const PLAYLIST_TYPE = "rum_replay_playlist";
export const SESSION_TYPE = "rum_replay_session";

export const DATA_SOURCES = ["rum", "product_analytics"] as const;

const listQuerySchema = z.object({
  "filter[created_by_uuid]": z.string().optional(),
  "filter[query]": z.string().optional(),
  ...pageParameters,
});
const pageQuerySchema = z.object(pageParameters);
const addQuerySchema = z.object({
  ts: z
    .string("must be a time in epoch milliseconds")
    .regex(/^\d{1,19}$/, "must be a time in epoch milliseconds")
    .transform(Number),
  data_source: z.enum(DATA_SOURCES, `must be ${DATA_SOURCES.join(" or ")}`).default("rum"),
});

const playlistBodySchema = z.object({
  data: z.object({
    type: z.literal(PLAYLIST_TYPE),
    attributes: z.object({
      name: z.string().trim().min(1, "must not be empty").max(200),
      description: z.string().max(5000).nullish(),
    }),
  }),
});
const sessionIdsSchema = z.object({
  data: z.array(z.object({ type: z.literal(SESSION_TYPE), id: z.string().min(1) })).max(1000),
});

/** The routes for playlists and their sessions. */
export function playlistsApi(api: PlaylistsApi): Hono {
  const routes = new Hono();
  const guard = apiGuard(api.access, api.rateLimit, "rum_replay_playlists");
  playlistRoutes(routes, guard, api);
  sessionRoutes(routes, guard, api);
  return routes;
}

function playlistRoutes(routes: Hono, guard: MiddlewareHandler, { access, playlists }: PlaylistsApi): void {
  routes.get(PLAYLISTS, guard, compress(), async (c) => {
    const query = parseInput(listQuerySchema, c.req.query());
    const asked = {
      creatorUuid: query["filter[created_by_uuid]"],
      text: query["filter[query]"],
      page: pageOf(query),
    };
    return json(c, (await playlists.list(asked, signalOf(c))).map(playlistData));
  });
  routes.post(PLAYLISTS, guard, limitBody, async (c) => {
    const by = viewerOfApi(c, access.userHeader);
    return json(c, playlistData(await playlists.create(await textOf(c), by, signalOf(c))), 201);
  });
  routes.get(PLAYLIST, guard, async (c) =>
    json(c, playlistData(await playlists.get(c.req.param("playlistId"), signalOf(c)))),
  );
  routes.put(PLAYLIST, guard, limitBody, async (c) => {
    const id = c.req.param("playlistId");
    return json(c, playlistData(await playlists.update(id, await textOf(c), signalOf(c))));
  });
  routes.delete(PLAYLIST, guard, async (c) => {
    await playlists.delete(c.req.param("playlistId"), signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
}

function sessionRoutes(routes: Hono, guard: MiddlewareHandler, { playlists }: PlaylistsApi): void {
  routes.get(SESSIONS, guard, compress(), async (c) => {
    const page = pageOf(parseInput(pageQuerySchema, c.req.query()));
    const sessions = await playlists.listSessions(c.req.param("playlistId"), page, signalOf(c));
    return json(c, sessions.map(sessionData));
  });
  routes.delete(SESSIONS, guard, limitBody, async (c) => {
    const { data } = await readJson(c, sessionIdsSchema);
    const ids = data.map(({ id }) => id);
    await playlists.removeSessions(c.req.param("playlistId"), ids, signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
  routes.put(SESSION, guard, async (c) => {
    const { playlistId, sessionId } = c.req.param();
    const { ts, data_source: dataSource } = parseInput(addQuerySchema, c.req.query());
    const added = await playlists.addSessions(playlistId, [{ id: sessionId, ts, dataSource }], signalOf(c));
    return json(c, sessionData({ id: sessionId, dataSource }), added.length > 0 ? 201 : 200);
  });
  routes.delete(SESSION, guard, async (c) => {
    const { playlistId, sessionId } = c.req.param();
    if ((await playlists.removeSessions(playlistId, [sessionId], signalOf(c))) === 0)
      throw new SourceError(404, `playlist ${playlistId} has no session ${sessionId}`);
    return c.body(null, 204, DATA_HEADERS);
  });
}

const signalOf = (c: Context): AbortSignal => c.req.raw.signal;

const json = (c: Context, data: unknown, status: 200 | 201 = 200) => c.json({ data }, status, DATA_HEADERS);

async function textOf(c: Context): Promise<PlaylistText> {
  const { name, description } = (await readJson(c, playlistBodySchema)).data.attributes;
  return { name, description: description ?? null };
}

const playlistData = ({ id, name, description, sessionCount, createdBy, ...times }: Playlist) => ({
  id,
  type: PLAYLIST_TYPE,
  attributes: {
    name,
    ...(description === null ? {} : { description }),
    session_count: sessionCount,
    ...(createdBy && {
      created_by: {
        id: createdBy.uuid,
        uuid: createdBy.uuid,
        handle: createdBy.handle,
        name: createdBy.name ?? createdBy.handle,
      },
    }),
    ...(times.createdAt === null ? {} : { created_at: new Date(times.createdAt).toISOString() }),
    ...(times.updatedAt === null ? {} : { updated_at: new Date(times.updatedAt).toISOString() }),
  },
});

const sessionData = ({ id, dataSource, summary }: PlaylistSession) => ({
  id,
  type: SESSION_TYPE,
  attributes: { track: dataSource, ...(summary && { session_event: sessionEvent(summary) }) },
});
