import { client, v2 } from "@datadog/datadog-api-client";
import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { epochMs } from "../../base/time.ts";
import { listen, type Listening } from "../http-server.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { createIntake } from "../intake/intake.ts";
import { judgeUpload } from "../intake/judge-upload.ts";
import { DEFAULT_INTAKE_LIMITS } from "../intake/limits.ts";
import { hintsAt, longestView, packNow, readRecorded } from "../sources/local/recorded.fixture.ts";
import type { Store } from "../storage/driver.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";
import { intakeRoutes } from "./intake.ts";

// Datadog's own TypeScript client against this server, over a socket. It reads no body of a 200 (its type
// says that there is none), so what it got is taken from the `fetch` that it is given.

const shop = readRecorded("shop-checkout-v7");
const { sessionId, viewId, sent } = longestView(shop);
const view = { sessionId, viewId };
const KEYS = { apiKeyAuth: "api", appKeyAuth: "app" };
const MEANS = { inflater: createNodeInflater(), limits: DEFAULT_INTAKE_LIMITS };
const NEVER = new AbortController().signal;
const ACCESS = { apiKeys: { apiKey: "api", appKey: "app" } };

interface Answer {
  readonly data: readonly { readonly id: string; readonly attributes: { readonly records: unknown[] } }[];
  readonly meta: { readonly page: { readonly after?: string } };
}

let test: TestApp;
let server: Listening;

const intakeOf = (store: Store) =>
  intakeRoutes({
    intake: createIntake({
      ...store,
      judge: (upload) => judgeUpload(upload, MEANS),
      now: () => epochMs(0),
      clientTokens: null,
      limits: DEFAULT_INTAKE_LIMITS,
    }),
  });

async function start(rateLimit = { requests: 10_000, seconds: 60 }): Promise<void> {
  test = await openTestApp({ access: ACCESS, rateLimit, intake: intakeOf });
  server = await listen(test.app.fetch, { host: "127.0.0.1", port: 0 });
}
async function stop(): Promise<void> {
  await server.close(1000);
  await test.close();
}

beforeEach(() => start());
afterEach(stop);

const put = (segments = sent) => test.store.events.putSegments(segments, hintsAt(0));

type Settings = Parameters<typeof client.createConfiguration>[0];

function official(settings: Settings = {}) {
  const bodies: Answer[] = [];
  const configuration = client.createConfiguration({
    baseServer: new client.ServerConfiguration(server.address, {}),
    authMethods: KEYS,
    fetch: async (address: string, options: RequestInit) => {
      const response = await fetch(address, options);
      if (response.ok) bodies.push((await response.clone().json()) as Answer);
      return response;
    },
    ...settings,
  });
  return { api: new v2.RumReplaySessionsApi(configuration), bodies };
}

/** Every page of a walk; `between` runs after each. */
async function walk(
  request: Partial<v2.RumReplaySessionsApiGetSegmentsRequest>,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Answer[]> {
  const { api, bodies } = official();
  for (;;) {
    const paging = bodies.at(-1)?.meta.page.after;
    await api.getSegments({ ...view, ...request, ...(paging === undefined ? {} : { paging }) });
    await between();
    if (bodies.at(-1)?.meta.page.after === undefined) return bodies;
  }
}

const idsOf = (pages: readonly Answer[]) => pages.flatMap((page) => page.data.map((segment) => segment.id));
const ids = (...indexes: readonly number[]) => indexes.map((index) => `${viewId}-${index}`);

/** Status of the client's own error. */
const code = async (
  request: Partial<v2.RumReplaySessionsApiGetSegmentsRequest>,
  authMethods: client.AuthMethodsConfiguration = KEYS,
) => {
  const error: unknown = await official({ authMethods })
    .api.getSegments({ ...view, ...request })
    .then(() => "no error")
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(client.ApiException);
  return (error as client.ApiException<unknown>).code;
};

describe("the official client", () => {
  it("walks a view by pages, for both sources together and each", async () => {
    await put(sent.slice(0, 2));
    await packNow(test.store, NEVER);
    await put(sent.slice(2));
    const maxListSize = 1;
    const ts = sent[0]?.meta.start ?? 0;
    expect(idsOf(await walk({ maxListSize, ts }))).toEqual(ids(0, 1, 2, 3, 4));
    expect(idsOf(await walk({ maxListSize, source: "blob" }))).toEqual(ids(0, 1));
    expect(idsOf(await walk({ maxListSize, source: "event_platform" }))).toEqual(ids(2, 3, 4));
    const [whole, ...more] = await walk({});
    expect(more).toEqual([]);
    expect(whole?.data.map((segment) => segment.attributes.records.length)).toEqual(
      sent.map((segment) => segment.meta.recordsCount),
    );
  });

  it.each(["event_platform", undefined] as const)(
    "gets every segment of %s once while others are posted and packed",
    async (source) => {
      await put();
      // What was there at the first page counts, so this begins behind it; each round overlaps the next page.
      let round: Promise<unknown> = Promise.resolve();
      let index = 100;
      const pages = await walk({ maxListSize: 1, ...(source ? { source } : {}) }, async () => {
        await round;
        const posts = [(index += 1), (index += 1), (index += 1)].map(post);
        round = Promise.all([packNow(test.store, NEVER), ...posts]);
      });
      await round;
      expect(idsOf(pages)).toEqual(ids(0, 1, 2, 3, 4));
      expect(pages).toHaveLength(5);
      expect(idsOf(await walk({}))).toHaveLength(5 + 5 * 3);
    },
  );

  it("has an error of its own for 400, 401, 403 and 404", async () => {
    await put();
    expect(await code({ paging: "nonsense" })).toBe(400);
    expect(await code({}, { apiKeyAuth: "api" })).toBe(401);
    expect(await code({}, { apiKeyAuth: "api", appKeyAuth: "wrong" })).toBe(403);
    expect(await code({ viewId: "nothing" })).toBe(404);
    expect(await code({ sessionId: "nobody" })).toBe(404);
  });

  it("understands a 429 as its own error type, and comes back when it may", async () => {
    await stop();
    await start({ requests: 1, seconds: 1 });
    await put();
    const { api } = official();
    await api.getSegments(view);
    const error: unknown = await api.getSegments(view).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(client.ApiException);
    const { code: status, body } = error as client.ApiException<v2.APIErrorResponse>;
    expect(status).toBe(429);
    expect(body).toBeInstanceOf(v2.APIErrorResponse);
    expect(body.errors).toEqual([expect.stringContaining("1 requests in 1 seconds")]);
    // It waits for X-RateLimit-Reset.
    const patient = official({ enableRetry: true });
    await patient.api.getSegments(view);
    expect(patient.bodies).toHaveLength(1);
  });
});

/** Posts a segment as the SDK does. */
async function post(index: number): Promise<void> {
  const at = 1_795_435_013_194 + index;
  const metadata = {
    start: at,
    end: at,
    creation_reason: "segment_duration_limit",
    records_count: 1,
    has_full_snapshot: false,
    index_in_view: index,
    source: "browser",
    application: { id: sent[0]?.meta.applicationId },
    session: { id: sessionId },
    view: { id: viewId },
  };
  const text = `${JSON.stringify({ records: [{ type: 7, timestamp: at }], ...metadata })}\n`;
  const segment = deflateSync(text);
  const event = {
    ...metadata,
    raw_segment_size: Buffer.byteLength(text),
    compressed_segment_size: segment.length,
  };
  const form = new FormData();
  form.append("segment", new Blob([segment], { type: "application/octet-stream" }), `${sessionId}-${at}`);
  form.append("event", new Blob([JSON.stringify(event)], { type: "application/json" }), "blob");
  const path = "/api/v2/replay?ddsource=browser&dd-evp-origin-version=7.16.2";
  const address = `${server.address}/intake?ddforward=${encodeURIComponent(path)}`;
  const response = await fetch(address, { method: "POST", body: form });
  expect([response.status, await response.text()]).toEqual([202, "{}"]);
}
