import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { segmentPagePath } from "../../wire/paths.ts";
import { listen } from "../http-server.ts";
import { hintsAt, longestView, readRecorded } from "../sources/local/recorded.fixture.ts";
import type { Access } from "./access.ts";
import { openTestApp } from "./app.fixture.ts";
import { keptPageSender } from "./send-kept-page.ts";

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
  const send = keptPageSender({ pages: app.pages, access, metrics: app.metrics });
  let isKept = false;
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
    return { isKept, status: response.statusCode, headers: answered, body };
  };
  return { ask, metrics: app.metrics };
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

it("leaves all else to the routes: pages with a gap, other methods, other addresses", async () => {
  const { ask } = await openServer();
  for (const path of [PAGE, WITH_GAP]) await ask(path);
  expect(await ask(WITH_GAP)).toMatchObject({ isKept: false, status: 200 });
  expect(await ask(PAGE, {}, "HEAD")).toMatchObject({ isKept: false, status: 200, body: Buffer.alloc(0) });
  expect(await ask("/healthz")).toMatchObject({ isKept: false, status: 200 });
});
