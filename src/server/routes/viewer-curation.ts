import { type Context, Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import {
  playlistPath,
  playlistSessionsPath,
  PLAYLISTS_PATH,
  sessionPlaylistsPath,
  watchersPath,
  WATCHED_PATH,
  watchesPath,
} from "../../wire/paths.ts";
import {
  addedSessionsSchema,
  MOST_PLAYLISTS,
  type PlaylistItem,
  playlistSessionsQuerySchema,
  playlistTextSchema,
  removedSessionsSchema,
} from "../../wire/playlist.ts";
import type { SessionPage } from "../../wire/session.ts";
import { MOST_WATCHED, watchedQuerySchema, type WatcherItem, watchSchema } from "../../wire/viewership.ts";
import type { Playlist, Playlists } from "../sources/playlists.ts";
import { type ReplaySource, SourceError } from "../sources/source.ts";
import type { Viewership, Watcher } from "../sources/viewership.ts";
import { viewerOfPage } from "./acting-viewer.ts";
import { chosenSource, queryOf, signalOf } from "./chosen-source.ts";
import { parseInput } from "./errors.ts";
import { limitBody, readJson } from "./json-body.ts";
import { DATA_HEADERS } from "./page-policy.ts";

// The viewer's own routes for playlists and watch history, of the source that the query names.

/** Sessions of a playlist at once. */
const PAGE_SIZE = 50;
const MOST_WATCHERS = 100;

interface CurationParts {
  /** Not empty; the first is the default. */
  readonly sources: readonly ReplaySource[];
  /** Header in which a reverse proxy says who the viewer is. */
  readonly userHeader: string | null;
}

/** The routes of `src/wire/paths.ts` for playlists and watch history, all behind `guard`. */
export function viewerCuration(parts: CurationParts, guard: MiddlewareHandler): Hono {
  const routes = new Hono();
  playlistRoutes(routes, parts, guard);
  membershipRoutes(routes, parts, guard);
  watchRoutes(routes, parts, guard);
  return routes;
}

function playlistRoutes(
  routes: Hono,
  { sources, userHeader }: CurationParts,
  guard: MiddlewareHandler,
): void {
  const of = (c: Context) => playlistsOf(chosenSource(c, sources));
  routes.get(PLAYLISTS_PATH, guard, compress(), async (c) => {
    const page = { number: 0, size: MOST_PLAYLISTS };
    return json(c, { playlists: (await of(c).list({ page }, signalOf(c))).map(playlistItem) });
  });
  routes.post(PLAYLISTS_PATH, guard, limitBody, async (c) => {
    const made = await of(c).create(await textOf(c), viewerOfPage(c, userHeader), signalOf(c));
    return json(c, playlistItem(made), 201);
  });
  routes.get(PLAYLIST, guard, async (c) =>
    json(c, playlistItem(await of(c).get(param(c, "playlist"), signalOf(c)))),
  );
  routes.put(PLAYLIST, guard, limitBody, async (c) => {
    const changed = await of(c).update(param(c, "playlist"), await textOf(c), signalOf(c));
    return json(c, playlistItem(changed));
  });
  routes.delete(PLAYLIST, guard, async (c) => {
    await of(c).delete(param(c, "playlist"), signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
}

function membershipRoutes(routes: Hono, { sources }: CurationParts, guard: MiddlewareHandler): void {
  const of = (c: Context) => playlistsOf(chosenSource(c, sources));
  routes.get(PLAYLIST_SESSIONS, guard, compress(), async (c) => {
    const { cursor: number } = parseInput(playlistSessionsQuerySchema, queryOf(c));
    return json(c, await sessionPage(of(c), param(c, "playlist"), number, signalOf(c)));
  });
  routes.post(PLAYLIST_SESSIONS, guard, limitBody, async (c) => {
    const { sessions } = await readJson(c, addedSessionsSchema);
    const added = sessions.map(({ id, start }) => ({ id, ts: Math.round(start), dataSource: "rum" }));
    await of(c).addSessions(param(c, "playlist"), added, signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
  routes.delete(PLAYLIST_SESSIONS, guard, limitBody, async (c) => {
    const { ids } = await readJson(c, removedSessionsSchema);
    await of(c).removeSessions(param(c, "playlist"), ids, signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
  routes.get(SESSION_PLAYLISTS, guard, async (c) => {
    const found = await of(c).listContaining(param(c, "session"), signalOf(c));
    return json(c, found === null ? {} : { playlistIds: found });
  });
}

function watchRoutes(routes: Hono, { sources, userHeader }: CurationParts, guard: MiddlewareHandler): void {
  const of = (c: Context) => viewershipOf(chosenSource(c, sources));
  routes.get(WATCHERS, guard, async (c) => {
    const page = { number: 0, size: MOST_WATCHERS };
    const watchers = await of(c).listWatchers(param(c, "session"), page, signalOf(c));
    const { uuid } = viewerOfPage(c, userHeader);
    return json(c, { watchers: watchers.map((watcher) => watcherItem(watcher, uuid)) });
  });
  routes.post(WATCHES, guard, limitBody, async (c) => {
    const { applicationId, viewId: eventId } = await readJson(c, watchSchema);
    const watch = {
      sessionId: param(c, "session"),
      at: Date.now(),
      applicationId,
      eventId,
      dataSource: "rum",
    };
    await of(c).record(watch, viewerOfPage(c, userHeader), signalOf(c));
    return c.body(null, 204, DATA_HEADERS);
  });
  routes.get(WATCHED_PATH, guard, async (c) => {
    const { ids: sessionIds } = parseInput(watchedQuerySchema, queryOf(c));
    const asked = { sessionIds, page: { number: 0, size: MOST_WATCHED } };
    const found = await of(c).listWatched(asked, viewerOfPage(c, userHeader), signalOf(c));
    return json(c, { watched: found.map(({ id, lastWatchedAt }) => ({ id, lastWatchedAt })) });
  });
}

const json = (c: Context, data: object, status: 200 | 201 = 200) => c.json(data, status, DATA_HEADERS);

const param = (c: Context, name: "playlist" | "session") => c.req.param(name) ?? "";

function playlistsOf({ playlists, title }: ReplaySource): Playlists {
  if (playlists === undefined) throw new SourceError(404, `${title} keeps no playlists`);
  return playlists;
}

function viewershipOf({ viewership, title }: ReplaySource): Viewership {
  if (viewership === undefined) throw new SourceError(404, `${title} does not keep who watched what`);
  return viewership;
}

async function textOf(c: Context) {
  const { name, description } = await readJson(c, playlistTextSchema);
  return { name, description: description === undefined || description === "" ? null : description };
}

async function sessionPage(
  playlists: Playlists,
  id: string,
  number: number,
  signal: AbortSignal,
): Promise<SessionPage> {
  const { sessionCount: total } = await playlists.get(id, signal);
  const listed = await playlists.listSessions(id, { number, size: PAGE_SIZE }, signal);
  return {
    // Those of which the source says nothing more cannot be shown: they have expired.
    sessions: listed.flatMap(({ summary }) => summary ?? []),
    total,
    ...(listed.length < PAGE_SIZE ? {} : { cursor: String(number + 1) }),
  };
}

const playlistItem = (playlist: Playlist): PlaylistItem => ({
  id: playlist.id,
  name: playlist.name,
  sessionCount: playlist.sessionCount,
  ...(playlist.description === null ? {} : { description: playlist.description }),
  ...(playlist.createdBy && { createdBy: playlist.createdBy.name ?? playlist.createdBy.handle }),
  ...(playlist.updatedAt === null ? {} : { updatedAt: playlist.updatedAt }),
});

const watcherItem = ({ viewer, lastWatchedAt, watchCount }: Watcher, me: string): WatcherItem => ({
  name: viewer.name ?? viewer.handle,
  lastWatchedAt,
  watchCount,
  isMe: viewer.uuid === me,
});

// The wire's paths as route patterns. They encode their ids, the colon of a parameter too: undone here.
const pattern = (path: string) => decodeURIComponent(path);
const PLAYLIST = pattern(playlistPath(":playlist"));
const PLAYLIST_SESSIONS = pattern(playlistSessionsPath(":playlist"));
const SESSION_PLAYLISTS = pattern(sessionPlaylistsPath(":session"));
const WATCHERS = pattern(watchersPath(":session"));
const WATCHES = pattern(watchesPath(":session"));
