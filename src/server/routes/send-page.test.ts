import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { segmentPagePath } from "../../wire/paths.ts";
import { decodeSegmentPage } from "../../wire/segment-page.ts";
import { listen } from "../http-server.ts";
import { hintsAt, longestView, packNow, readRecorded } from "../sources/local/recorded.fixture.ts";
import type { Access } from "./access.ts";
import { openTestApp } from "./app.fixture.ts";
import { pageSender } from "./send-page.ts";

const { sessionId, viewId, sent } = longestView(readRecorded("shop-checkout-v7"));
const PAGE = `${segmentPagePath(sessionId, viewId)}?first=0&last=1`;
const WITH_GAP = `${segmentPagePath(sessionId, viewId)}?first=0&last=99`;
const LOCAL: Access = { hosts: new Set(["127.0.0.1"]), apiKeys: null, userHeader: null };
const BEHIND_PROXY: Access = { ...LOCAL, userHeader: "X-Forwarded-Email" };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server with a recorded view; `ask` says of an answer also whether it came from memory. */
async function openServer(access: Access = LOCAL) {
  const app = await openTestApp({ access });
  await app.store.events.putSegments(sent, hintsAt(0));
  const send = pageSender({ pages: app.pages, sources: [app.source], access, metrics: app.metrics });
  let isKept: boolean | Promise<boolean> = false;
  const listening = await listen(app.app.fetch, { host: "127.0.0.1", port: 0 }, (incoming, outgoing) => {
    isKept = send(incoming, outgoing);
    return isKept;
  });
  closing.push(
    () => listening.close(0),
    () => app.close(),
  );
  const ask = async (path: string, headers: Record<string, string> = {}, method = "GET") => {
    const asked = request(`${listening.address}${path}`, { headers, method, agent: false }).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    const body = Buffer.concat(await response.toArray());
    const { date: _, ...answered } = response.headers;
    return { isKept: await isKept, status: response.statusCode, headers: answered, body };
  };
  return { ask, metrics: app.metrics, store: app.store };
}

describe("a page of segments that never changes", () => {
  it("is sent from memory from the second time on, with the same bytes and headers", async () => {
    const { ask } = await openServer();
    const first = await ask(PAGE);
    const second = await ask(PAGE);
    expect([first.isKept, second.isKept]).toEqual([false, true]);
    expect(second).toEqual({ ...first, isKept: true });
    expect(second.body.length).toBeGreaterThan(0);
    expect(second.headers["content-length"]).toBe(String(second.body.length));
  });

  it("is not sent to who has it", async () => {
    const { ask } = await openServer();
    const { headers } = await ask(PAGE);
    const again = { "if-none-match": `"other", ${headers.etag}` };
    expect(await ask(PAGE, again)).toMatchObject({ isKept: true, status: 304, body: Buffer.alloc(0) });
    expect(await ask(PAGE, { "if-none-match": '"other"' })).toMatchObject({ isKept: true, status: 200 });
  });

  it("is counted like one that comes from the routes", async () => {
    const { ask, metrics } = await openServer();
    for (let time = 0; time < 3; time += 1) await ask(PAGE);
    const route = "/bff/sessions/:session/views/:view/segments";
    expect(await metrics.text()).toContain(
      `rum_replay_request_duration_seconds_count{route="${route}",method="GET",status="200"} 3`,
    );
  });

  it.each([
    ["under another host's name", LOCAL, { host: "rebound.example" }, 403],
    ["for another site's page", LOCAL, { "sec-fetch-site": "cross-site" }, 403],
    ["for nobody, where a proxy names the viewer", BEHIND_PROXY, { "x-forwarded-email": " " }, 401],
  ])("is refused as elsewhere %s", async (_, access, headers, status) => {
    const { ask } = await openServer(access);
    const known = { "x-forwarded-email": "ann@example.com" };
    await ask(PAGE, known);
    expect(await ask(PAGE, known)).toMatchObject({ isKept: true, status: 200 });
    expect(await ask(PAGE, headers)).toMatchObject({ isKept: false, status });
  });
});

const NEVER = new AbortController().signal;
const page = (first: number, last: number) =>
  `${segmentPagePath(sessionId, viewId)}?source=local&first=${first}&last=${last}`;

describe("a page that is asked for the first time", () => {
  it("is sent without the routes where its view is packed, with the same bytes and headers", async () => {
    const { ask, store } = await openServer();
    const before = await ask(page(1, 3));
    await packNow(store, NEVER);
    expect(await ask(page(0, 0))).toMatchObject({ isKept: false, status: 200 });
    const bySource = `${segmentPagePath(sessionId, viewId)}?first=1&last=3`;
    expect(await ask(bySource)).toEqual({ ...before, isKept: true });
    expect(await ask(bySource, { "if-none-match": String(before.headers.etag) })).toMatchObject({
      isKept: true,
      status: 304,
    });
    expect(await ask(page(2, 2), { "sec-fetch-site": "cross-site" })).toMatchObject({
      isKept: false,
      status: 403,
    });
  });

  it("is read where it is now, also when its view was packed anew", async () => {
    const { ask, store } = await openServer();
    await packNow(store, NEVER);
    await ask(page(0, 0));
    const [last] = sent.slice(-1);
    if (last === undefined) throw new Error("a view without segments");
    const meta = { ...last.meta, indexInView: sent.length, sha256: "0".repeat(64) };
    await store.events.putSegments([{ ...last, meta }], hintsAt(0));
    await packNow(store, NEVER);
    const found = await ask(page(1, sent.length));
    expect(decodeSegmentPage(found.body).map(({ index }) => index)).toEqual(
      [...sent.keys()].slice(1).concat(sent.length),
    );
    const moved = await ask(page(1, 2));
    expect(decodeSegmentPage(moved.body).map(({ bytes }) => Buffer.from(bytes))).toEqual(
      sent.slice(1, 3).map(({ bytes }) => Buffer.from(bytes)),
    );
    expect(await ask(page(2, 3))).toMatchObject({ isKept: true, status: 200 });
  });

  it("is refused by the routes where its address is wrong", async () => {
    const { ask, store } = await openServer();
    await packNow(store, NEVER);
    await ask(page(0, 0));
    for (const wrong of [
      page(2, 1),
      page(0, 5000),
      page(0, 1).replace("local", "another"),
      `${page(0, 1)}&x`,
    ])
      expect(await ask(wrong)).toMatchObject({ isKept: false });
    expect(await ask(page(2, 1))).toMatchObject({ status: 400 });
  });
});

it("leaves all else to the routes: pages with a gap, other methods, other addresses", async () => {
  const { ask } = await openServer();
  for (const path of [PAGE, WITH_GAP]) await ask(path);
  expect(await ask(WITH_GAP)).toMatchObject({ isKept: false, status: 200 });
  expect(await ask(PAGE, {}, "HEAD")).toMatchObject({ isKept: false, status: 200, body: Buffer.alloc(0) });
  expect(await ask("/healthz")).toMatchObject({ isKept: false, status: 200 });
});
