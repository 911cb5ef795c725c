import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  FACETS_PATH,
  rumEventsPath,
  segmentIndexPath,
  segmentPagePath,
  sessionPath,
  SESSIONS_PATH,
  SOURCES_PATH,
} from "../../wire/paths.ts";
import { rumEventPageSchema } from "../../wire/rum-event.ts";
import { segmentIndexSchema } from "../../wire/segment-index.ts";
import { decodeSegmentPage, SEGMENT_PAGE_TYPE } from "../../wire/segment-page.ts";
import { errorBodySchema, facetsSchema, sessionDetailSchema, sessionPageSchema } from "../../wire/session.ts";
import {
  hintsAt,
  longestView,
  packNow,
  putRecorded,
  readRecorded,
} from "../sources/local/recorded.fixture.ts";
import { toCursor } from "../sources/local/cursor.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId, viewId, sent } = longestView(shop);
const NEVER = new AbortController().signal;

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
});
afterEach(() => test.close());

const ask = (path: string, headers: Record<string, string> = {}) => test.app.request(path, { headers });
const segments = (first: number | string, last: number | string, view = viewId) =>
  `${segmentPagePath(sessionId, view)}?first=${first}&last=${last}`;

async function json(path: string): Promise<unknown> {
  const response = await ask(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return response.json();
}

async function refused(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  const { errors } = errorBodySchema.parse(await answer.json());
  return [answer.status, errors.join("\n")];
}

const found = async (query: string) => sessionPageSchema.parse(await json(`${SESSIONS_PATH}?${query}`)).total;

describe("the viewer's routes", () => {
  beforeEach(() => putRecorded(test.store, shop));

  it("say which sources there are, the default first", async () => {
    expect(await json(SOURCES_PATH)).toEqual({
      sources: [{ id: "local", title: "Embedded store", keeps: ["playlists", "watches", "watched-filter"] }],
    });
  });

  it("say sessions, facets, a session, its RUM events and a view's segments as agreed", async () => {
    const { sessions } = sessionPageSchema.parse(await json(SESSIONS_PATH));
    expect(sessions.map((session) => session.id)).toEqual([sessionId]);
    const { browsers } = facetsSchema.parse(await json(FACETS_PATH));
    expect(browsers).toEqual(["Chrome"]);
    const { session, views } = sessionDetailSchema.parse(await json(sessionPath(sessionId)));
    expect(session.id).toBe(sessionId);
    expect(views.map((view) => view.id)).toEqual(shop.viewIds);
    const { events } = rumEventPageSchema.parse(await json(rumEventsPath(sessionId)));
    expect(events.some((event) => event.type === "error")).toBe(true);
    const index = segmentIndexSchema.parse(await json(segmentIndexPath(sessionId, viewId)));
    expect(index.segments).toHaveLength(sent.length);
  });

  it("take the picker's filters, and leave out those that are empty", async () => {
    expect(await found("errors=1&device=desktop")).toBe(1);
    expect(await found("device=mobile")).toBe(0);
    expect(await found("device=&from=&q=&cursor=")).toBe(1);
  });

  it("take the source by name", async () => {
    await json(`${sessionPath(sessionId)}?source=local`);
    const [status, message] = await refused(ask(`${sessionPath(sessionId)}?source=datadoghq.eu`));
    expect(status).toBe(400);
    expect(message).toBe("source: must be one of local");
  });

  it.each([
    ["sort=loudest", "sort"],
    ["limit=1000", "limit"],
    ["errors=yes", "errors"],
    ["from=yesterday", "from"],
    ["cursor=nonsense", "cursor"],
    [`cursor=${toCursor({ sort: "newest", keys: [1, 2], id: "x" })}`, "cursor"],
    [`cursor=${toCursor({ sort: "longest", keys: [1, 2], id: "x" })}`, "cursor"],
  ])("refuse %s by name", async (query, name) => {
    const [status, message] = await refused(ask(`${SESSIONS_PATH}?${query}`));
    expect(status).toBe(400);
    expect(message).toMatch(new RegExp(`^${name}: `));
  });

  it.each([
    sessionPath("nobody"),
    rumEventsPath("nobody"),
    segmentIndexPath(sessionId, "nothing"),
    segments(0, 1, "nothing"),
    "/bff/nonsense",
  ])("have nothing at %s", async (path) => {
    const [status, message] = await refused(ask(path));
    expect(status).toBe(404);
    expect(message).toMatch(/^there is no|no such address/);
  });

  it("find ids with characters that have a meaning in addresses", async () => {
    const [segment] = sent;
    if (segment === undefined) throw new Error("no segment");
    const odd = "a/b?c%20d#é";
    await test.store.events.putSegments(
      [{ ...segment, meta: { ...segment.meta, sessionId: odd, viewId: odd } }],
      hintsAt(0),
    );
    expect(sessionDetailSchema.parse(await json(sessionPath(odd))).session.id).toBe(odd);
    expect(segmentIndexSchema.parse(await json(segmentIndexPath(odd, odd))).viewId).toBe(odd);
  });
});

const put = (...indexes: readonly number[]) =>
  test.store.events.putSegments(
    sent.filter((segment) => indexes.includes(segment.meta.indexInView ?? -1)),
    hintsAt(0),
  );
const cacheControl = async (path: string) => (await ask(path)).headers.get("cache-control");

describe("pages of segments as recorded", () => {
  it("have the bytes of the range, packed or not", async () => {
    await put(0, 1, 2, 3, 4);
    for (const packed of [false, true]) {
      if (packed) await packNow(test.store, NEVER);
      const response = await ask(segments(1, 3));
      expect(response.headers.get("content-type")).toBe(SEGMENT_PAGE_TYPE);
      expect(response.headers.get("content-encoding")).toBeNull();
      const frames = decodeSegmentPage(new Uint8Array(await response.arrayBuffer()));
      expect(frames.map((frame) => frame.index)).toEqual([1, 2, 3]);
      expect(frames.map((frame) => Buffer.from(frame.bytes))).toEqual(
        sent.slice(1, 4).map((segment) => Buffer.from(segment.bytes)),
      );
    }
  });

  it("can be kept for good when the whole range is there, whether the view is complete or not", async () => {
    await put(0, 1, 2);
    const forGood = "private, max-age=31536000, immutable";
    expect(await cacheControl(segments(0, 2))).toBe(forGood);
    await packNow(test.store, NEVER);
    expect(await cacheControl(segments(0, 2))).toBe(forGood);
  });

  it("are asked for again while one of the range is missing, since it may still come", async () => {
    await put(0, 2);
    expect(await cacheControl(segments(0, 2))).toBe("private, no-cache");
    expect(await cacheControl(segments(2, 3))).toBe("private, no-cache");
    await packNow(test.store, NEVER);
    const before = await ask(segments(0, 2));
    expect(before.headers.get("cache-control")).toBe("private, no-cache");
    const etag = before.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"/);
    expect((await ask(segments(0, 2), { "if-none-match": etag })).status).toBe(304);
    await put(1);
    const after = await ask(segments(0, 2), { "if-none-match": etag });
    expect(after.status).toBe(200);
    expect(after.headers.get("etag")).not.toBe(etag);
  });

  it("are the same page before and after packing", async () => {
    await put(0, 1);
    const etag = (await ask(segments(0, 1))).headers.get("etag");
    await packNow(test.store, NEVER);
    expect((await ask(segments(0, 1))).headers.get("etag")).toBe(etag);
  });

  it("are empty where the range has nothing yet", async () => {
    await put(0);
    const response = await ask(segments(7, 9));
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBe(0);
  });

  it.each([
    ["first=0", "last"],
    ["first=2&last=1", "last"],
    ["first=-1&last=1", "first"],
    ["first=0&last=5000", "last"],
    ["first=a&last=1", "first"],
  ])("refuse %s by name", async (query, name) => {
    await put(0);
    const [status, message] = await refused(ask(`${segmentPagePath(sessionId, viewId)}?${query}`));
    expect(status).toBe(400);
    expect(message).toMatch(new RegExp(`^${name}: `));
  });
});

describe("who may ask", () => {
  it("is the viewer of this server: its host's name, its own pages, no CORS", async () => {
    const guarded = await openTestApp({ access: { hosts: new Set(["127.0.0.1"]) } });
    const status = async (address: string, headers: Record<string, string> = {}) =>
      (await guarded.app.request(address, { headers })).status;
    for (const path of [SESSIONS_PATH, "/", "/embed/sessions/a", "/stage"]) {
      expect(await status(`http://127.0.0.1${path}`)).toBe(200);
      expect(await status(`http://rebound.example${path}`)).toBe(403);
    }
    const crossSite = { "sec-fetch-site": "cross-site", origin: "https://other.example" };
    expect(await status(`http://127.0.0.1${SESSIONS_PATH}`, crossSite)).toBe(403);
    expect(await status("http://127.0.0.1/embed/sessions/a", crossSite)).toBe(200);
    const response = await guarded.app.request(`http://127.0.0.1${SESSIONS_PATH}`, {
      headers: { origin: "https://other.example" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    await guarded.close();
  });

  it("is named by the reverse proxy where one is set up, under any host's name", async () => {
    const access = { hosts: new Set(["127.0.0.1"]), userHeader: "X-Forwarded-Email" };
    const proxied = await openTestApp({ access });
    for (const path of [SESSIONS_PATH, "/", "/sessions/a", "/embed/sessions/a", "/stage"]) {
      const address = `https://replays.example${path}`;
      expect(await refused(proxied.app.request(address))).toEqual([
        401,
        expect.stringContaining("X-Forwarded-Email"),
      ]);
      const named = { "X-Forwarded-Email": "ann@example.com" };
      expect((await proxied.app.request(address, { headers: named })).status).toBe(200);
    }
    await proxied.close();
  });
});

describe("a request whose source fails", () => {
  it("says no details, and the log has them", async () => {
    await test.store.close();
    const [status, message] = await refused(ask(SESSIONS_PATH));
    expect(status).toBe(500);
    expect(message).not.toContain("SQL");
    expect(test.logged).toHaveLength(1);
    test = await openTestApp();
  });
});

describe("what a client no longer waits for", () => {
  it("reaches the source as an abort", async () => {
    await putRecorded(test.store, shop);
    const request = new Request(`http://localhost${SESSIONS_PATH}`, { signal: AbortSignal.abort() });
    expect((await test.app.request(request)).status).toBe(503);
    expect(test.logged).toEqual([]);
  });
});
