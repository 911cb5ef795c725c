import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSession } from "../../e2e/datadog/recorded-session.ts";
import { startStandIn } from "../../e2e/datadog/stand-in.ts";
import { keepStatusSchema } from "../wire/keep.ts";
import { keepPath, sessionPath, SESSIONS_PATH, SOURCE_STATUS_PATH, SOURCES_PATH } from "../wire/paths.ts";
import { sessionDetailSchema, sessionPageSchema } from "../wire/session.ts";
import { sourcesSchema } from "../wire/source.ts";
import { readConfig } from "./config.ts";
import { openStandIn } from "./forward/stand-in-intake.fixture.ts";
import { rumEvent } from "./intake/intake.fixture.ts";
import { createLogger } from "./logger.ts";
import { openProduct, type Places, type Product } from "./product.ts";

const SAMPLES = fileURLToPath(new URL("../../samples/recordings", import.meta.url));
const NEVER = new AbortController().signal;

let directory: string;
let places: Places;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "product-"));
  places = {
    client: join(directory, "client"),
    samples: SAMPLES,
    scanThread: pathToFileURL(join(directory, "none.js")),
    judgeThread: pathToFileURL(join(directory, "none.js")),
  };
  await mkdir(join(places.client, "src/stage"), { recursive: true });
  await writeFile(join(places.client, "index.html"), "<title>viewer</title>");
  await writeFile(join(places.client, "src/stage/stage.html"), "<title>stage</title>");
});
afterEach(() => rm(directory, { recursive: true }));

const open = (environment: Record<string, string> = {}, signal = NEVER) => {
  const config = readConfig({ DATA_DIR: join(directory, "data"), ...environment });
  return openProduct(config, places, createLogger({ write: () => undefined }), signal);
};

const count = async ({ app }: Product) => {
  const answer: unknown = await (await app.request(SESSIONS_PATH)).json();
  return sessionPageSchema.parse(answer).total;
};

/** A Datadog that has one recording, an hour after it was made, and takes keys of its own. */
async function standInWith(recording: string) {
  const session = readSession(recording, Date.now() - 3_600_000);
  const keys = { apiKey: `api-${recording}`, appKey: `app-${recording}` };
  const standIn = await startStandIn({ sessions: [session], ...keys });
  return { ...standIn, keys, sessionId: session.sessionId };
}

const actionEvent = (id: string) => JSON.stringify(rumEvent({ action: { id, type: "click" } }));

describe("the whole server", () => {
  it("has the samples that ship with it at the first start, and keeps what it has", async () => {
    const recordings = await readdir(SAMPLES);
    const first = await open();
    expect(await count(first)).toBe(recordings.length);
    await first.close();
    const second = await open({ SAMPLES: "off" });
    expect(await count(second)).toBe(recordings.length);
    await second.close();
  });

  it("has none where they are not wanted", async () => {
    const product = await open({ SAMPLES: "off" });
    expect(await count(product)).toBe(0);
    await product.close();
  });

  it("imports them also where the intake takes some client tokens only", async () => {
    const product = await open({ REPLAY_CLIENT_TOKENS: "pub1" });
    expect(await count(product)).toBeGreaterThan(0);
    const upload = { method: "POST", body: '{"type":"view"}' };
    const intake = (token: string) =>
      product.app.request(`/api/v2/rum?ddsource=browser&dd-api-key=${token}`, upload);
    expect((await intake("other")).status).toBe(403);
    expect((await intake("pub1")).status).toBe(400);
    await product.close();
  });

  it("is asked under the names of this machine only, while everyone is the local user", async () => {
    const product = await open({ SAMPLES: "off", HOST: "127.0.0.2" });
    const status = async (host: string) =>
      (await product.app.request(`http://${host}${SESSIONS_PATH}`)).status;
    for (const host of ["127.0.0.2:8080", "127.0.0.1", "localhost:8080", "[::1]:1"]) {
      expect(await status(host)).toBe(200);
    }
    expect(await status("rebound.example:8080")).toBe(403);
    await product.close();
  });

  it("has each Datadog site as a source beside the embedded store", async () => {
    const standIns = await Promise.all(["shop-checkout-v7", "tabs-v7"].map((name) => standInWith(name)));
    const product = await open({
      SAMPLES: "off",
      DD_SITE: "datadoghq.com,datadoghq.eu",
      DD_API_KEY: standIns.map(({ keys }) => keys.apiKey).join(),
      DD_APP_KEY: standIns.map(({ keys }) => keys.appKey).join(),
      DD_API_URL: standIns.map(({ address }) => address).join(),
    });
    const get = async (path: string): Promise<unknown> => (await product.app.request(path)).json();
    expect(sourcesSchema.parse(await get(SOURCES_PATH)).sources.map(({ id }) => id)).toEqual([
      "local",
      "datadoghq.com",
      "datadoghq.eu",
    ]);
    for (const [at, source] of ["datadoghq.com", "datadoghq.eu"].entries()) {
      const { sessions } = sessionPageSchema.parse(await get(`${SESSIONS_PATH}?source=${source}`));
      expect(sessions.map((session) => [session.id, session.source])).toEqual([
        [standIns[at]?.sessionId, source],
      ]);
    }
    expect(await count(product)).toBe(0);
    expect(await get(`${SOURCE_STATUS_PATH}?source=datadoghq.eu`)).toMatchObject({ waits: [] });
    await product.close();
    await Promise.all(standIns.map((standIn) => standIn.close()));
  });

  it("counts its uploads and measures its store", async () => {
    const product = await open();
    await product.app.request("/api/v2/rum", { method: "POST", body: "nonsense" });
    const text = await (await product.app.request("/metrics")).text();
    expect(text).toContain('rum_replay_intake_uploads_total{path="/api/v2/rum",status="400"} 1');
    expect(text).toMatch(/^rum_replay_store_bytes\{part="store\.db"\} [1-9]/m);
    expect(text).toMatch(/^rum_replay_store_bytes\{part="blobs"\} \d/m);
    expect(text).toMatch(/^rum_replay_store_sessions [1-9]/m);
    await product.close();
  });

  it("passes on what its intake stores, and keeps what could not be passed on for the next start", async () => {
    const site = await openStandIn();
    const heard = () => site.heard.map(({ url, body }) => `${url} ${body.toString()}`);
    const forward = { SAMPLES: "off", INTAKE_FORWARD: "datadoghq.eu", INTAKE_FORWARD_URL: site.address };
    const path = "/api/v2/rum?ddsource=browser&dd-api-key=pub1";
    const post = (product: Product, id: string) =>
      product.app.request(path, { method: "POST", body: actionEvent(id) });
    const first = await open(forward);
    expect((await post(first, "one")).status).toBe(202);
    await site.hears(1);
    site.answer("stall");
    await post(first, "two");
    await post(first, "three");
    await site.hears(2);
    const text = await (await first.app.request("/metrics")).text();
    expect(text).toContain('rum_replay_forward_uploads_total{result="sent"} 1');
    expect(text).toContain('rum_replay_forward_uploads_total{result="dropped"} 0');
    expect(text).toContain('rum_replay_forward_failed_tries_total{cause="status"} 0');
    expect(text).toMatch(/^rum_replay_forward_queue_uploads 2$/m);
    expect(text).toMatch(/^rum_replay_forward_queue_bytes [1-9]/m);
    await first.close();
    const second = await open(forward);
    await site.hears(4);
    await second.close();
    expect(heard()).toEqual(["one", "two", "two", "three"].map((id) => `${path} ${actionEvent(id)}`));
  });

  it("imports samples without passing them on", async () => {
    const site = await openStandIn();
    const product = await open({ INTAKE_FORWARD: "datadoghq.eu", INTAKE_FORWARD_URL: site.address });
    const text = await (await product.app.request("/metrics")).text();
    expect(text).toMatch(/^rum_replay_forward_queue_uploads 0$/m);
    await product.close();
    expect(site.heard).toEqual([]);
  });

  it("lets go of the store when it cannot start", async () => {
    await expect(open({}, AbortSignal.abort(new Error("told to end")))).rejects.toThrow("told to end");
    const product = await open();
    await product.close();
  });

  it("names the variable when the data folder is none", async () => {
    await writeFile(join(directory, "data"), "a file");
    await expect(open()).rejects.toThrow(/^DATA_DIR: .* cannot hold the store .*; set a folder/);
  });

  it("says what to do where nothing is built, and touches no store", async () => {
    await rm(places.client, { recursive: true });
    await expect(open()).rejects.toThrow("npm run build");
    expect(await readdir(directory)).toEqual([]);
  });

  it("keeps a session of a Datadog site, and has it after a restart when that site is gone", async () => {
    const standIn = await standInWith("shop-checkout-v7");
    const environment = {
      SAMPLES: "off",
      DD_SITE: "datadoghq.eu",
      DD_API_KEY: standIn.keys.apiKey,
      DD_APP_KEY: standIn.keys.appKey,
      DD_API_URL: standIn.address,
    };
    const ask = async ({ app }: Product, query: string, method: string) => {
      const answer = await app.request(`${keepPath(standIn.sessionId)}${query}`, { method });
      return { status: answer.status, json: (await answer.json()) as unknown };
    };
    const first = await open(environment);
    const site = "?source=datadoghq.eu";
    expect(await ask(first, site, "GET")).toEqual({ status: 200, json: { state: "none" } });
    expect(keepStatusSchema.parse((await ask(first, site, "POST")).json)).toMatchObject({ state: "keeping" });
    await expect
      .poll(async () => (await ask(first, site, "GET")).json, { timeout: 60_000 })
      .toMatchObject({ state: "kept", missing: [] });
    expect(await ask(first, "", "POST")).toMatchObject({ status: 400 });
    expect(await ask(first, "?source=elsewhere", "POST")).toMatchObject({ status: 400 });
    await first.close();
    await standIn.close();
    const second = await open(environment);
    expect((await ask(second, site, "GET")).json).toMatchObject({ state: "kept", missing: [] });
    expect(await count(second)).toBe(1);
    const detail = await second.app.request(sessionPath(standIn.sessionId));
    expect(sessionDetailSchema.parse(await detail.json()).keptFrom).toMatchObject({ source: "datadoghq.eu" });
    await second.close();
  });
});
