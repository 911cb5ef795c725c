import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  playlistPath,
  playlistSessionsPath,
  PLAYLISTS_PATH,
  sessionPlaylistsPath,
  SESSIONS_PATH,
  watchersPath,
  WATCHED_PATH,
  watchesPath,
} from "../../wire/paths.ts";
import { playlistSchema, playlistsSchema, sessionPlaylistsSchema } from "../../wire/playlist.ts";
import { sessionPageSchema } from "../../wire/session.ts";
import { watchedSchema, watchersSchema } from "../../wire/viewership.ts";
import { putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

// The viewer's own routes for playlists and watch history.

const shop = readRecorded("shop-checkout-v7");
const tabs = readRecorded("tabs-v7");
const ADA = { "X-User": "ada@x.test" };
const BOB = { "X-User": "bob@x.test" };

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp({ access: { userHeader: "X-User" } });
  for (const recorded of [shop, tabs]) await putRecorded(test.store, recorded);
});
afterEach(() => test.close());

const send = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = ADA,
): Promise<Response> =>
  Promise.resolve(
    test.app.request(path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
const got = async (path: string, headers = ADA): Promise<unknown> =>
  (await send("GET", path, undefined, headers)).json();
const create = async (name: string, headers = ADA) =>
  playlistSchema.parse(await (await send("POST", PLAYLISTS_PATH, { name }, headers)).json());
const add = (id: string, ...recorded: readonly { readonly sessionId: string }[]) =>
  send("POST", playlistSessionsPath(id), {
    sessions: recorded.map(({ sessionId }) => ({ id: sessionId, start: 1.5 })),
  });
const sessionsIn = async (id: string, query = "") =>
  sessionPageSchema.parse(await got(`${playlistSessionsPath(id)}${query}`));
const watch = (sessionId: string, headers = ADA) =>
  send("POST", watchesPath(sessionId), { applicationId: "app-1", viewId: "view-1" }, headers);

describe("the viewer's playlists", () => {
  it("are made, listed with who made them, changed and deleted", async () => {
    const made = await create(" Checkout ");
    expect(made).toMatchObject({ name: "Checkout", sessionCount: 0, createdBy: "ada@x.test" });
    await create("Cart", BOB);
    const list = async () => playlistsSchema.parse(await got(PLAYLISTS_PATH)).playlists;
    expect((await list()).map(({ name, createdBy }) => `${name} ${createdBy}`)).toEqual([
      "Cart bob@x.test",
      "Checkout ada@x.test",
    ]);
    const changed = await send("PUT", playlistPath(made.id), { name: "Orders", description: "all of them" });
    expect(playlistSchema.parse(await changed.json())).toMatchObject({ description: "all of them" });
    expect(playlistSchema.parse(await got(playlistPath(made.id))).name).toBe("Orders");
    expect((await send("DELETE", playlistPath(made.id))).status).toBe(204);
    expect((await send("GET", playlistPath(made.id))).status).toBe(404);
    expect(await list()).toHaveLength(1);
  });

  it("hold sessions, which come as in the picker, in the order in which they were added", async () => {
    const { id } = await create("Checkout");
    expect((await add(id, tabs, shop)).status).toBe(204);
    const page = await sessionsIn(id);
    expect(page).toMatchObject({ total: 2, sessions: [{ id: tabs.sessionId }, { id: shop.sessionId }] });
    expect(page.cursor).toBeUndefined();
    expect(page.sessions[1]).toMatchObject({ source: "local", service: "fernwood-shop", viewCount: 7 });
    expect((await sessionsIn(id, "?cursor=1")).sessions).toEqual([]);
    const holding = await got(sessionPlaylistsPath(shop.sessionId));
    expect(sessionPlaylistsSchema.parse(holding).playlistIds).toEqual([id]);
    const removed = await send("DELETE", playlistSessionsPath(id), { ids: [tabs.sessionId] });
    expect(removed.status).toBe(204);
    expect((await sessionsIn(id)).sessions.map((session) => session.id)).toEqual([shop.sessionId]);
  });

  it("refuse what they cannot take, in words", async () => {
    const { id } = await create("Checkout");
    expect((await send("POST", PLAYLISTS_PATH, { name: " " })).status).toBe(400);
    expect((await send("POST", playlistSessionsPath(id), { sessions: [] })).status).toBe(400);
    const unknown = await add(id, { sessionId: "nobody" });
    expect([unknown.status, await unknown.json()]).toEqual([404, { errors: ["there is no session nobody"] }]);
    expect((await add("999", shop)).status).toBe(404);
    expect((await send("GET", `${PLAYLISTS_PATH}?source=other`)).status).toBe(400);
  });

  it("cannot be changed by pages of other sites, nor by nobody", async () => {
    const crossSite = { ...ADA, "Sec-Fetch-Site": "cross-site" };
    expect((await send("POST", PLAYLISTS_PATH, { name: "x" }, crossSite)).status).toBe(403);
    expect((await send("POST", PLAYLISTS_PATH, { name: "x" }, {})).status).toBe(401);
    const form = { method: "POST", headers: { ...ADA, "Content-Type": "text/plain" }, body: '{"name":"x"}' };
    expect((await test.app.request(PLAYLISTS_PATH, form)).status).toBe(400);
  });
});

const found = async (query: string) => {
  const page = sessionPageSchema.parse(await got(`${SESSIONS_PATH}?${query}`));
  return page.sessions.map(({ id }) => id);
};

describe("the viewer's watch history", () => {
  it("says who watched a session, and who of them asks", async () => {
    expect((await watch(shop.sessionId)).status).toBe(204);
    await watch(shop.sessionId);
    await watch(shop.sessionId, BOB);
    const { watchers } = watchersSchema.parse(await got(watchersPath(shop.sessionId)));
    expect(watchers.map(({ name, isMe, watchCount }) => ({ name, isMe, watchCount }))).toEqual(
      expect.arrayContaining([
        { name: "bob@x.test", isMe: false, watchCount: 1 },
        { name: "ada@x.test", isMe: true, watchCount: 2 },
      ]),
    );
    expect(watchers).toHaveLength(2);
  });

  it("says which sessions whoever asks has watched, and the picker finds them by that", async () => {
    await watch(shop.sessionId);
    await watch(tabs.sessionId, BOB);
    const watched = async (headers: typeof ADA) => {
      const ids = `${shop.sessionId},${tabs.sessionId},nobody`;
      const answer = watchedSchema.parse(await got(`${WATCHED_PATH}?ids=${ids}`, headers));
      return answer.watched.map(({ id }) => id);
    };
    expect(await watched(ADA)).toEqual([shop.sessionId]);
    expect(await watched(BOB)).toEqual([tabs.sessionId]);
    expect(await found("watched=1")).toEqual([shop.sessionId]);
    expect(await found("watched=0")).toEqual([tabs.sessionId]);
  });

  it("knows everyone as the local user where no reverse proxy says who it is", async () => {
    const open = await openTestApp();
    await putRecorded(open.store, tabs);
    const body = JSON.stringify({ applicationId: "app-1", viewId: "view-1" });
    const headers = { "Content-Type": "application/json", ...ADA };
    await open.app.request(watchesPath(tabs.sessionId), { method: "POST", headers, body });
    const answer = await open.app.request(watchersPath(tabs.sessionId));
    expect(await answer.json()).toMatchObject({ watchers: [{ name: "local user", isMe: true }] });
    await open.close();
  });

  it("has no sessions that the store does not have", async () => {
    expect((await watch("nobody")).status).toBe(404);
    expect((await send("GET", watchersPath("nobody"))).status).toBe(404);
  });
});
