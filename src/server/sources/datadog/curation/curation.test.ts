import { client, v2 } from "@datadog/datadog-api-client";
import { deflateSync, gzipSync } from "node:zlib";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../../http-server.ts";
import { openTestApp } from "../../../routes/app.fixture.ts";
import { putRecorded, readRecorded } from "../../local/recorded.fixture.ts";
import { KEYS, NEVER, setUpDatadog } from "../datadog.fixture.ts";
import { systemClock } from "../http/clock.ts";
import { SiteClient } from "../http/site-client.ts";
import { summariesOf } from "./session-summaries.ts";
import { createSitePlaylists } from "./site-playlists.ts";
import { createSiteViewership } from "./site-viewership.ts";

// Datadog's routes for playlists and viewership, as this server asks them. What answers is this server as well: it
// speaks the same API, which the official client checks elsewhere; and what that client sends is compared here.

const shop = readRecorded("shop-checkout-v7");
const tabs = readRecorded("tabs-v7");
const ME = { uuid: "00000000-0000-4000-8000-000000000001", handle: "me@x.test" };
const PAGE = { number: 0, size: 100 };
const at = 1_795_435_013_000;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: unknown;
}

async function sentOf(request: Request): Promise<Sent> {
  const { pathname, searchParams } = new URL(request.url);
  const text = await request.text();
  const names = ["accept", "content-type", "dd-api-key", "dd-application-key"];
  return {
    method: request.method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(names.map((name) => [name, request.headers.get(name)])),
    // Datadog's client writes times without milliseconds.
    body: text === "" ? "" : JSON.parse(text.replaceAll(/\.000Z|\+00:00/g, "Z")),
  };
}

/** An embedded server as a Datadog site, and both ways to ask it. */
async function openSite() {
  const app = await openTestApp({ access: { apiKeys: KEYS } });
  for (const recorded of [shop, tabs]) await putRecorded(app.store, recorded);
  const sent: Sent[] = [];
  const server = await listen(
    async (request, env) => {
      sent.push(await sentOf(request.clone()));
      return app.app.fetch(request, env);
    },
    { host: "127.0.0.1", port: 0 },
  );
  const site = { site: "datadoghq.eu", apiUrl: server.address, ...KEYS } as const;
  const dispatcher = new Agent();
  const siteClient = new SiteClient({ site, clock: systemClock, dispatcher, agent: "rum-replay" });
  onTestFinished(async () => {
    await siteClient.close();
    await server.close(1000);
    await app.close();
  });
  const official = client.createConfiguration({
    baseServer: new client.ServerConfiguration(server.address, {}),
    authMethods: { apiKeyAuth: KEYS.apiKey, appKeyAuth: KEYS.appKey },
  });
  return {
    playlists: createSitePlaylists(siteClient, systemClock),
    viewership: createSiteViewership(siteClient, systemClock),
    officialPlaylists: new v2.RumReplayPlaylistsApi(official),
    officialViewership: new v2.RumReplayViewershipApi(official),
    /** Both send the same. */
    same: async (ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<void> => {
      sent.length = 0;
      await theirs();
      const expected = sent.splice(0);
      await ours();
      expect(sent).toEqual(expected);
      expect(expected).toHaveLength(1);
    },
  };
}

const rum = (sessionId: string) => ({ id: sessionId, ts: at, dataSource: "rum" });

test("playlists are made, changed, filled, listed, emptied and deleted", async () => {
  const { playlists } = await openSite();
  const made = await playlists.create({ name: "Checkout", description: "what breaks" }, ME, NEVER);
  expect(made).toMatchObject({ name: "Checkout", description: "what breaks", sessionCount: 0 });
  expect(made.createdBy).toMatchObject({ handle: "API" });
  expect(await playlists.get(made.id, NEVER)).toEqual(made);
  const changed = await playlists.update(made.id, { name: "Cart", description: null }, NEVER);
  expect(changed).toMatchObject({ name: "Cart", description: null, createdAt: made.createdAt });
  const add = (...ids: readonly string[]) => playlists.addSessions(made.id, ids.map(rum), NEVER);
  expect(await add(tabs.sessionId, shop.sessionId)).toEqual([tabs.sessionId, shop.sessionId]);
  expect(await add(tabs.sessionId)).toEqual([]);
  const listed = await playlists.listSessions(made.id, PAGE, NEVER);
  expect(listed.map(({ id }) => id)).toEqual([tabs.sessionId, shop.sessionId]);
  expect(listed[1]).toMatchObject({
    dataSource: "rum",
    summary: { id: shop.sessionId, source: "datadoghq.eu", service: "fernwood-shop", viewCount: 7 },
  });
  expect(await playlists.list({ text: "car", page: PAGE }, NEVER)).toMatchObject([{ sessionCount: 2 }]);
  await playlists.removeSessions(made.id, [shop.sessionId], NEVER);
  expect((await playlists.listSessions(made.id, PAGE, NEVER)).map(({ id }) => id)).toEqual([tabs.sessionId]);
  expect(await playlists.listContaining(tabs.sessionId, NEVER)).toBeNull();
  await playlists.delete(made.id, NEVER);
  await expect(playlists.get(made.id, NEVER)).rejects.toMatchObject({ status: 404 });
});

test("what is refused is told in the site's own words, also when they come compressed", async () => {
  const server = await listen(
    () => {
      const body = gzipSync(JSON.stringify({ errors: ["this account has no playlists"] }));
      return new Response(new Uint8Array(body), { status: 400, headers: { "content-encoding": "gzip" } });
    },
    { host: "127.0.0.1", port: 0 },
  );
  const site = { site: "datadoghq.eu", apiUrl: server.address, ...KEYS } as const;
  const siteClient = new SiteClient({ site, clock: systemClock, dispatcher: new Agent(), agent: "a" });
  onTestFinished(async () => {
    await siteClient.close();
    await server.close(1000);
  });
  const asked = createSitePlaylists(siteClient, systemClock).list({ page: PAGE }, NEVER);
  await expect(asked).rejects.toThrow("this account has no playlists");
});

test("a search whose answer comes compressed is read", async () => {
  const server = await listen(
    () => {
      const body = deflateSync(JSON.stringify({ data: [] }));
      return new Response(new Uint8Array(body), { headers: { "content-encoding": "deflate" } });
    },
    { host: "127.0.0.1", port: 0 },
  );
  const site = { site: "datadoghq.eu", apiUrl: server.address, ...KEYS } as const;
  const siteClient = new SiteClient({ site, clock: systemClock, dispatcher: new Agent(), agent: "a" });
  onTestFinished(async () => {
    await siteClient.close();
    await server.close(1000);
  });
  const listed = [{ id: "s-1", event: undefined }];
  expect(await summariesOf(siteClient, systemClock, listed, NEVER)).toEqual(new Map());
});

test("a watch is told, and who watched what comes back", async () => {
  const { viewership } = await openSite();
  const watch = { sessionId: shop.sessionId, at, applicationId: "app-1", eventId: "e-1", dataSource: "rum" };
  expect(await viewership.record(watch, ME, NEVER)).toMatch(/./);
  await viewership.record({ ...watch, at: at + 1000 }, ME, NEVER);
  expect(await viewership.listWatchers(shop.sessionId, PAGE, NEVER)).toMatchObject([
    { viewer: { handle: "API" }, lastWatchedAt: at + 1000, watchCount: 2 },
  ]);
  const sessionIds = [shop.sessionId, tabs.sessionId];
  expect(await viewership.listWatched({ sessionIds, page: PAGE }, ME, NEVER)).toMatchObject([
    { id: shop.sessionId, lastWatchedAt: at + 1000 },
  ]);
  const [watched] = await viewership.listWatched({ page: PAGE }, ME, NEVER);
  expect(watched).toMatchObject({ summary: { id: shop.sessionId, viewCount: 7 }, eventId: "e-1" });
  await viewership.forget(shop.sessionId, ME, NEVER);
  expect(await viewership.listWatchers(shop.sessionId, PAGE, NEVER)).toEqual([]);
  await expect(viewership.listWatchers("nobody", PAGE, NEVER)).rejects.toMatchObject({ status: 404 });
});

test("playlists are asked for on the wire as by the official client", async () => {
  const { playlists, officialPlaylists: theirs, same } = await openSite();
  const text = { name: "Checkout", description: "what breaks" };
  const body: v2.Playlist = { data: { type: "rum_replay_playlist", attributes: text } };
  await same(
    () => playlists.create(text, ME, NEVER),
    () => theirs.createRumReplayPlaylist({ body }),
  );
  const filters = { filterCreatedByUuid: ME.uuid, filterQuery: "a & b", pageNumber: 1, pageSize: 7 };
  await same(
    () => playlists.list({ creatorUuid: ME.uuid, text: "a & b", page: { number: 1, size: 7 } }, NEVER),
    () => theirs.listRumReplayPlaylists(filters),
  );
  await same(
    () => playlists.get("1", NEVER),
    () => theirs.getRumReplayPlaylist({ playlistId: 1 }),
  );
  await same(
    () => playlists.update("1", text, NEVER),
    () => theirs.updateRumReplayPlaylist({ playlistId: 1, body }),
  );
  const { sessionId } = shop;
  await same(
    () => playlists.addSessions("1", [rum(sessionId)], NEVER),
    () => theirs.addRumReplaySessionToPlaylist({ playlistId: 1, sessionId, ts: at, dataSource: "rum" }),
  );
  await same(
    () => playlists.listSessions("1", { number: 0, size: 7 }, NEVER),
    () => theirs.listRumReplayPlaylistSessions({ playlistId: 1, pageNumber: 0, pageSize: 7 }),
  );
  const data = [{ id: sessionId, type: "rum_replay_session" as const }];
  await same(
    () => playlists.removeSessions("1", [sessionId], NEVER),
    () => theirs.bulkRemoveRumReplayPlaylistSessions({ playlistId: 1, body: { data } }),
  );
  // Gone the second time, which both are told.
  await same(
    () => expect(playlists.delete("1", NEVER)).rejects.toMatchObject({ status: 404 }),
    () => theirs.deleteRumReplayPlaylist({ playlistId: 1 }),
  );
});

test("viewership is asked for on the wire as by the official client", async () => {
  // Two for each of the four requests.
  expect.assertions(8);
  const { viewership, officialViewership: theirs, same } = await openSite();
  const { sessionId } = shop;
  const attributes = { applicationId: "a", dataSource: "rum", eventId: "e", timestamp: new Date(at) };
  const body: v2.Watch = { data: { type: "rum_replay_watch", attributes } };
  const watch = { sessionId, at, applicationId: "a", eventId: "e", dataSource: "rum" };
  await same(
    () => viewership.record(watch, ME, NEVER),
    () => theirs.createRumReplaySessionWatch({ sessionId, body }),
  );
  await same(
    () => viewership.listWatchers(sessionId, { number: 0, size: 7 }, NEVER),
    () => theirs.listRumReplaySessionWatchers({ sessionId, pageNumber: 0, pageSize: 7 }),
  );
  const page = { number: 0, size: 7 };
  const query = { viewerUuid: ME.uuid, sessionIds: ["a", "b"], applicationId: "c", from: 1, to: 2, page };
  await same(
    () => viewership.listWatched(query, ME, NEVER),
    () =>
      theirs.listRumReplayViewershipHistorySessions({
        filterCreatedBy: ME.uuid,
        filterSessionIds: "a,b",
        filterApplicationId: "c",
        filterWatchedAtStart: 1,
        filterWatchedAtEnd: 2,
        pageNumber: 0,
        pageSize: 7,
      }),
  );
  await same(
    () => viewership.forget(sessionId, ME, NEVER),
    () => theirs.deleteRumReplaySessionWatch({ sessionId }),
  );
});

test("sessions of which a list says nothing are looked for by search; expired ones are left out", async () => {
  const { standIn, clock } = await setUpDatadog();
  const site = { site: "datadoghq.eu", apiUrl: standIn.address, ...KEYS } as const;
  const siteClient = new SiteClient({ site, clock, dispatcher: new Agent(), agent: "rum-replay" });
  onTestFinished(() => siteClient.close());
  const listed = [shop.sessionId, "expired"].map((id) => ({ id, event: undefined }));
  const found = await summariesOf(siteClient, clock, listed, NEVER);
  expect([...found.keys()]).toEqual([shop.sessionId]);
  expect(found.get(shop.sessionId)).toMatchObject({ source: "datadoghq.eu", service: "fernwood-shop" });
});

test.each([
  (document: object) => document,
  (document: object) => ({ attributes: document }),
  (document: object) => ({ id: "x", type: "rum", attributes: { attributes: document, tags: [] } }),
])("a session's event is read in every form that is plausible: %s", async (form) => {
  const { standIn, clock } = await setUpDatadog();
  const site = { site: "datadoghq.eu", apiUrl: standIn.address, ...KEYS } as const;
  const siteClient = new SiteClient({ site, clock, dispatcher: new Agent(), agent: "rum-replay" });
  onTestFinished(() => siteClient.close());
  const document = { type: "session", date: at, session: { id: "s-1", view: { count: 3 } } };
  const listed = [{ id: "s-1", event: form(document) as Record<string, unknown> }];
  const found = await summariesOf(siteClient, clock, listed, NEVER);
  expect(found.get("s-1")).toMatchObject({ id: "s-1", start: at, viewCount: 3 });
  expect(standIn.control.requests).toEqual([]);
});
