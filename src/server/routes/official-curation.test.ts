import { client, v2 } from "@datadog/datadog-api-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen, type Listening } from "../http-server.ts";
import { putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

// Datadog's own TypeScript client against this server's playlists and viewership, over a socket.

const shop = readRecorded("shop-checkout-v7");
const tabs = readRecorded("tabs-v7");
const KEYS = { apiKeyAuth: "api", appKeyAuth: "app" };
const NONE = 12_345;
const NOBODY = "00000000-0000-4000-8000-000000000000";
/** Whole seconds: the client sends no parts of them. */
const ts = 1_795_435_013_000;

let test: TestApp;
let server: Listening;
let playlists: v2.RumReplayPlaylistsApi;
let viewership: v2.RumReplayViewershipApi;

beforeEach(async () => {
  const access = { apiKeys: { apiKey: "api", appKey: "app" }, userHeader: "X-Forwarded-Email" };
  test = await openTestApp({ access });
  server = await listen(test.app.fetch, { host: "127.0.0.1", port: 0 });
  for (const recorded of [shop, tabs]) await putRecorded(test.store, recorded);
  ({ playlists, viewership } = official());
});
afterEach(async () => {
  await server.close(1000);
  await test.close();
});

function official(authMethods: client.AuthMethodsConfiguration = KEYS, user?: string) {
  const configuration = client.createConfiguration({
    baseServer: new client.ServerConfiguration(server.address, {}),
    authMethods,
    fetch: (address: string, options: RequestInit) => {
      const headers = new Headers(options.headers);
      if (user !== undefined) headers.set("X-Forwarded-Email", user);
      return fetch(address, { ...options, headers });
    },
  });
  return {
    playlists: new v2.RumReplayPlaylistsApi(configuration),
    viewership: new v2.RumReplayViewershipApi(configuration),
  };
}

const draft = (name: string, description?: string): v2.Playlist => ({
  data: {
    type: "rum_replay_playlist",
    attributes: { name, ...(description === undefined ? {} : { description }) },
  },
});
/** Its answers have the id as a text, its requests as a number. */
const create = async (name: string) =>
  Number((await playlists.createRumReplayPlaylist({ body: draft(name) })).data.id);
const add = (playlistId: number, sessionId: string) =>
  playlists.addRumReplaySessionToPlaylist({ playlistId, sessionId, ts });
const sessionsIn = async (playlistId: number, page: { pageNumber?: number; pageSize?: number } = {}) =>
  (await playlists.listRumReplayPlaylistSessions({ playlistId, ...page })).data.map(({ id }) => id);
const names = async (request: v2.RumReplayPlaylistsApiListRumReplayPlaylistsRequest = {}) =>
  (await playlists.listRumReplayPlaylists(request)).data.map(({ attributes }) => attributes?.name);

async function code(request: Promise<unknown>): Promise<number> {
  const error: unknown = await request.then(() => "no error").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(client.ApiException);
  return (error as client.ApiException<unknown>).code;
}

describe("playlists, by the official client", () => {
  it("are created, got, changed, listed and deleted", async () => {
    const { data } = await playlists.createRumReplayPlaylist({ body: draft("Checkout", "what breaks") });
    expect(data.type).toBe("rum_replay_playlist");
    expect(data.attributes).toMatchObject({
      name: "Checkout",
      description: "what breaks",
      sessionCount: 0,
      createdBy: { handle: "API", name: "API", uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
    });
    const playlistId = Number(data.id);
    expect((await playlists.getRumReplayPlaylist({ playlistId })).data).toEqual(data);
    const changed = await playlists.updateRumReplayPlaylist({ playlistId, body: draft("Cart") });
    expect(changed.data.attributes).toMatchObject({ name: "Cart", createdAt: data.attributes?.createdAt });
    expect(changed.data.attributes?.description).toBeUndefined();
    expect(await names()).toEqual(["Cart"]);
    await playlists.deleteRumReplayPlaylist({ playlistId });
    expect(await names()).toEqual([]);
    expect(await code(playlists.getRumReplayPlaylist({ playlistId }))).toBe(404);
  });

  it("are listed page by page, by name and by who made them", async () => {
    for (const name of ["One", "Two", "Three"]) await create(name);
    const ada = official(KEYS, "ada@x.test").playlists;
    const made = await ada.createRumReplayPlaylist({ body: draft("Four") });
    expect(made.data.attributes?.createdBy).toMatchObject({ handle: "ada@x.test" });
    const all = await names();
    expect(new Set(all)).toEqual(new Set(["One", "Two", "Three", "Four"]));
    const paged = [
      ...(await names({ pageSize: 3 })),
      ...(await names({ pageNumber: 1, pageSize: 3 })),
      ...(await names({ pageNumber: 2, pageSize: 3 })),
    ];
    expect(paged).toEqual(all);
    expect(await names({ filterQuery: "THR" })).toEqual(["Three"]);
    const filterCreatedByUuid = made.data.attributes?.createdBy?.uuid ?? "";
    expect(await names({ filterCreatedByUuid })).toEqual(["Four"]);
  });

  it("take sessions in, once each, and let them go, one or many", async () => {
    const playlistId = await create("Checkout");
    const statuses: number[] = [];
    const put = async (sessionId: string) => {
      const path = `/api/v2/rum/replay/playlists/${playlistId}/sessions/${sessionId}?ts=${ts}`;
      const headers = { "DD-API-KEY": "api", "DD-APPLICATION-KEY": "app" };
      statuses.push((await fetch(`${server.address}${path}`, { method: "PUT", headers })).status);
    };
    const added = await add(playlistId, tabs.sessionId);
    expect(added.data).toMatchObject({ id: tabs.sessionId, type: "rum_replay_session" });
    await put(tabs.sessionId);
    await put(shop.sessionId);
    expect(statuses).toEqual([200, 201]);
    expect(await sessionsIn(playlistId)).toEqual([tabs.sessionId, shop.sessionId]);
    expect(await sessionsIn(playlistId, { pageNumber: 1, pageSize: 1 })).toEqual([shop.sessionId]);
    const [, listed] = (await playlists.listRumReplayPlaylistSessions({ playlistId })).data;
    expect(listed?.attributes).toMatchObject({
      track: "rum",
      sessionEvent: {
        type: "session",
        service: "fernwood-shop",
        session: { id: shop.sessionId, view: { count: 7 } },
      },
    });
    expect((await playlists.getRumReplayPlaylist({ playlistId })).data.attributes?.sessionCount).toBe(2);
    await playlists.removeRumReplaySessionFromPlaylist({ playlistId, sessionId: tabs.sessionId });
    expect(await sessionsIn(playlistId)).toEqual([shop.sessionId]);
    const type = "rum_replay_session" as const;
    const data = [shop.sessionId, tabs.sessionId].map((id) => ({ id, type }));
    await playlists.bulkRemoveRumReplayPlaylistSessions({ playlistId, body: { data } });
    expect(await sessionsIn(playlistId)).toEqual([]);
  });

  it("have errors of their own for 400, 401, 403 and 404", async () => {
    const playlistId = await create("Checkout");
    expect(await code(create("  "))).toBe(400);
    expect(await code(names({ pageSize: 0 }))).toBe(400);
    expect(await code(official({}).playlists.listRumReplayPlaylists())).toBe(401);
    const wrong = official({ ...KEYS, appKeyAuth: "wrong" }).playlists;
    expect(await code(wrong.listRumReplayPlaylists())).toBe(403);
    expect(await code(add(playlistId, NOBODY))).toBe(404);
    expect(await code(add(NONE, shop.sessionId))).toBe(404);
    expect(await code(sessionsIn(NONE))).toBe(404);
    const sessionId = shop.sessionId;
    expect(await code(playlists.removeRumReplaySessionFromPlaylist({ playlistId, sessionId }))).toBe(404);
    expect(await code(playlists.updateRumReplayPlaylist({ playlistId: NONE, body: draft("x") }))).toBe(404);
    expect(await code(playlists.deleteRumReplayPlaylist({ playlistId: NONE }))).toBe(404);
  });
});

const watch = (
  sessionId: string,
  at: number,
  { api = viewership, applicationId = "app-1" } = {},
): Promise<v2.Watch> => {
  const attributes = { applicationId, eventId: `event-${at}`, timestamp: new Date(at) };
  const body: v2.Watch = { data: { type: "rum_replay_watch", attributes } };
  return api.createRumReplaySessionWatch({ sessionId, body });
};
const watched = async (
  request: v2.RumReplayViewershipApiListRumReplayViewershipHistorySessionsRequest = {},
) => {
  const { data } = await viewership.listRumReplayViewershipHistorySessions(request);
  return data.map(({ id, attributes }) => [id, attributes?.lastWatchedAt.getTime()]);
};

describe("viewership, by the official client", () => {
  it("tells who watched a session, how often and when last", async () => {
    const ada = official(KEYS, "ada@x.test").viewership;
    const { data } = await watch(shop.sessionId, ts);
    expect(data.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(data.attributes).toMatchObject({
      applicationId: "app-1",
      dataSource: "rum",
      eventId: `event-${ts}`,
      timestamp: new Date(ts),
    });
    await watch(shop.sessionId, ts + 2000, { api: ada });
    await watch(shop.sessionId, ts + 1000);
    const { sessionId } = shop;
    const watchers = await viewership.listRumReplaySessionWatchers({ sessionId });
    expect(watchers.data).toMatchObject([
      { attributes: { handle: "ada@x.test", watchCount: 1, lastWatchedAt: new Date(ts + 2000) } },
      {
        type: "rum_replay_watcher",
        attributes: { handle: "API", watchCount: 2, lastWatchedAt: new Date(ts + 1000) },
      },
    ]);
    const second = await viewership.listRumReplaySessionWatchers({ sessionId, pageSize: 1, pageNumber: 1 });
    expect(second.data.map(({ attributes }) => attributes?.handle)).toEqual(["API"]);
    await ada.deleteRumReplaySessionWatch({ sessionId });
    const left = await viewership.listRumReplaySessionWatchers({ sessionId });
    expect(left.data.map(({ attributes }) => attributes?.handle)).toEqual(["API"]);
  });

  it("tells what was watched: by the one who asks, or by another, and by every filter", async () => {
    const ada = official(KEYS, "ada@x.test").viewership;
    await watch(shop.sessionId, ts);
    await watch(tabs.sessionId, ts + 1000, { applicationId: "app-2" });
    await watch(shop.sessionId, ts + 9000, { api: ada });
    expect(await watched()).toEqual([
      [tabs.sessionId, ts + 1000],
      [shop.sessionId, ts],
    ]);
    expect(await watched({ pageNumber: 1, pageSize: 1 })).toEqual([[shop.sessionId, ts]]);
    expect(await watched({ filterApplicationId: "app-2" })).toEqual([[tabs.sessionId, ts + 1000]]);
    expect(await watched({ filterSessionIds: `${shop.sessionId},${NOBODY}` })).toEqual([
      [shop.sessionId, ts],
    ]);
    expect(await watched({ filterWatchedAtStart: ts + 1 })).toEqual([[tabs.sessionId, ts + 1000]]);
    expect(await watched({ filterWatchedAtEnd: ts + 1 })).toEqual([[shop.sessionId, ts]]);
    const watchers = await viewership.listRumReplaySessionWatchers({ sessionId: shop.sessionId });
    const filterCreatedBy = watchers.data[0]?.id ?? "";
    expect(await watched({ filterCreatedBy })).toEqual([[shop.sessionId, ts + 9000]]);
    const { data } = await viewership.listRumReplayViewershipHistorySessions();
    expect(data[1]?.attributes).toMatchObject({
      eventId: `event-${ts}`,
      track: "rum",
      sessionEvent: { session: { id: shop.sessionId } },
    });
  });

  it("has errors of its own for 400, 401 and 404", async () => {
    expect(await code(watch(shop.sessionId, ts, { applicationId: "" }))).toBe(400);
    expect(await code(watched({ pageNumber: -1 }))).toBe(400);
    expect(await code(official({}).viewership.listRumReplayViewershipHistorySessions())).toBe(401);
    expect(await code(watch(NOBODY, ts))).toBe(404);
    expect(await code(viewership.listRumReplaySessionWatchers({ sessionId: NOBODY }))).toBe(404);
    expect(await code(viewership.deleteRumReplaySessionWatch({ sessionId: NOBODY }))).toBe(404);
  });
});
