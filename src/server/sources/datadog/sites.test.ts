import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, buildConnector } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { readSession } from "../../../../e2e/datadog/recorded-session.ts";
import { startStandIn } from "../../../../e2e/datadog/stand-in.ts";
import { sessionQuerySchema } from "../../../wire/session.ts";
import { AssetHosts } from "../../assets/asset-hosts.ts";
import { readConfig } from "../../config.ts";
import { createNodeInflater } from "../../inflate/node-inflater.ts";
import { openFileBlobStore } from "../../storage/file-blob-store.ts";
import { createDatadogSource } from "./datadog-source.ts";
import { TestClock } from "./http/test-clock.fixture.ts";
import { SegmentCache } from "./segments/segment-cache.ts";
import { DATADOG_SITES, type DatadogSiteName } from "../../../wire/datadog-site.ts";

const NEVER = new AbortController().signal;
const KEYS = { apiKey: "a1".repeat(16), appKey: "b2".repeat(20) };
const SHOP = readSession("shop-checkout-v7");
const [SEGMENT] = SHOP.segments;
const VIEW = SEGMENT?.viewId ?? "";
const read = (file: string) =>
  readFileSync(new URL(`../../../../e2e/datadog/tls/${file}`, import.meta.url), "utf8");
const TLS = { cert: read("server.pem"), key: read("server-key.pem") };

/** A site as the environment sets it up. Every name leads to the stand-in, and is noted with its port. */
async function setUp(site: DatadogSiteName, blobHosts: string | null = null) {
  const clock = new TestClock(Math.max(...SHOP.segments.map(({ end }) => end)) + 3_600_000);
  const standIn = await startStandIn({ sessions: [SHOP], ...KEYS, now: clock.now, tls: TLS });
  const names: string[] = [];
  const connect = buildConnector({ ca: read("ca.pem") });
  const dispatcher = new Agent({
    connect(options, callback) {
      names.push(`${options.protocol}//${options.hostname}:${options.port || "443"}`);
      connect(
        { ...options, hostname: "127.0.0.1", port: String(standIn.port), servername: options.hostname },
        callback,
      );
    },
  });
  const { datadog } = readConfig({ DD_SITE: site, DD_API_KEY: KEYS.apiKey, DD_APP_KEY: KEYS.appKey });
  const [configured] = datadog.sites;
  if (configured === undefined) throw new Error("no site");
  const directory = await mkdtemp(join(tmpdir(), "datadog-site-"));
  const blobs = await openFileBlobStore(join(directory, "cache"));
  const source = createDatadogSource({
    site: configured,
    blobHosts: blobHosts === null ? null : AssetHosts.parse(blobHosts),
    inflater: createNodeInflater(),
    clock,
    cache: new SegmentCache(blobs, 1e9),
    dispatcher,
    agent: "rum-replay",
  });
  onTestFinished(async () => {
    await source.close();
    await standIn.close();
    await blobs.close();
    await rm(directory, { recursive: true });
  });
  return { source, control: standIn.control, names };
}

const headersOf = (headers: readonly (readonly [string, string])[]) =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));

describe.each(DATADOG_SITES)("the site %s", (site) => {
  it("is asked at its own address, with the keys in headers, and nothing else is", async () => {
    const { source, control, names } = await setUp(site);
    const { sessions } = await source.searchSessions(sessionQuerySchema.parse({}), NEVER);
    expect(sessions.map(({ id }) => id)).toEqual([SHOP.sessionId]);
    await source.facets(NEVER);
    await source.getSession(SHOP.sessionId, NEVER);
    await source.getRumEvents(SHOP.sessionId, { limit: 10 }, NEVER);
    const frames = await source.getSegments(SHOP.sessionId, VIEW, { first: 0, last: 0 }, NEVER);
    expect(frames.map(({ bytes }) => bytes.length > 0)).toEqual([true]);

    expect(new Set(names)).toEqual(new Set([`https://api.${site}:443`]));
    expect(new Set(control.requests.map(({ host }) => host))).toEqual(new Set([`api.${site}`]));
    const view = `/api/v2/rum/replay/sessions/${SHOP.sessionId}/views/${VIEW}`;
    const start = SHOP.rumEvents.find((event) => event["type"] === "view")?.["date"];
    expect(new Set(control.requests.map(({ method, target }) => `${method} ${target}`))).toEqual(
      new Set([
        "POST /api/v2/rum/events/search",
        "POST /api/v2/rum/analytics/aggregate",
        `GET ${view}/segments?source=event_platform&ts=${String(start)}&max_list_size=4194304`,
      ]),
    );
    for (const { headers, method, body } of control.requests)
      expect(headersOf(headers)).toEqual({
        host: `api.${site}`,
        connection: "keep-alive",
        accept: method === "GET" ? "*/*" : "application/json",
        "accept-encoding": "gzip,deflate",
        "dd-api-key": KEYS.apiKey,
        "dd-application-key": KEYS.appKey,
        "user-agent": "rum-replay",
        ...(method === "GET"
          ? {}
          : { "content-type": "application/json", "content-length": String(body.length) }),
      });
    const addresses = control.requests.map(({ target }) => target).join();
    expect(addresses).not.toContain(KEYS.apiKey);
    expect(addresses).not.toContain(KEYS.appKey);
  });
});

/** A page that names its one segment at a host. */
const withAddresses = async (host: string, allowed: string | null) => {
  const { source, control, names } = await setUp("datadoghq.eu", allowed);
  const item = {
    type: "rum_replay_segment",
    attributes: { url: `${host}/blobs/${VIEW}/0?signature=s3cret` },
  };
  control.faults.segments = [{ kind: "status", status: 200, body: { data: [item] } }];
  const reading = source.getSegments(SHOP.sessionId, VIEW, { first: 0, last: 0 }, NEVER);
  return { reading, control, names };
};

describe("segments that are named by address", () => {
  it.each([
    ["another host of the site", "https://blobs.datadoghq.eu", null],
    ["an object store that is allowed", "https://bucket.object-store.example", "*.object-store.example"],
  ])("are fetched from %s, without the keys", async (_what, host, allowed) => {
    const { reading, control, names } = await withAddresses(host, allowed);
    expect((await reading).map(({ bytes }) => Buffer.from(bytes))).toEqual([
      Buffer.from(SEGMENT?.bytes ?? []),
    ]);
    expect(names).toContain(`${host}:443`);
    const fetched = control.requests.find(({ route }) => route === "address");
    expect(fetched?.target).toBe(`/blobs/${VIEW}/0?signature=s3cret`);
    expect(headersOf(fetched?.headers ?? [])).toEqual({
      host: new URL(host).host,
      connection: "keep-alive",
      accept: "*/*",
      "user-agent": "rum-replay",
    });
  });

  it.each([
    ["another host", "https://bucket.object-store.example", null],
    ["one that only looks like the site", "https://eviladatadoghq.eu", null],
    ["one below another site", "https://datadoghq.eu.example.com", null],
    ["the site without encryption", "http://blobs.datadoghq.eu", null],
    ["another port of the site", "https://blobs.datadoghq.eu:8443", null],
    ["this machine", "https://127.0.0.1", "*.object-store.example"],
  ])("are not fetched from %s", async (_what, host, allowed) => {
    const { reading, names } = await withAddresses(host, allowed);
    const error: unknown = await reading.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 502, message: expect.stringContaining("DD_BLOB_HOSTS") as string });
    expect((error as Error).message).not.toContain("s3cret");
    expect(new Set(names)).toEqual(new Set(["https://api.datadoghq.eu:443"]));
  });
});
