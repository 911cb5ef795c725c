import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import type { Fault } from "../../e2e/datadog/control.ts";
import { readSession } from "../../e2e/datadog/recorded-session.ts";
import { startStandIn } from "../../e2e/datadog/stand-in.ts";
import {
  FACETS_PATH,
  rumEventsPath,
  segmentIndexPath,
  segmentPagePath,
  sessionPath,
  SESSIONS_PATH,
  SOURCE_STATUS_PATH,
  SOURCES_PATH,
} from "../wire/paths.ts";
import { readConfig } from "./config.ts";
import { createLogger } from "./logger.ts";
import { openProduct } from "./product.ts";

// The keys of a Datadog site are searched for in everything that the server says and writes.

const API_KEY = "5ec2e7aa11bb22cc33dd44ee55ff6677";
const APP_KEY = "5ec2e7bb99887766554433221100ffeeddccbbaa";

it("no answer, log line, metric or file of the server has a key of Datadog's in it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "secrets-"));
  const client = join(directory, "client");
  await mkdir(join(client, "src/stage"), { recursive: true });
  await writeFile(join(client, "index.html"), "<title>viewer</title>");
  await writeFile(join(client, "src/stage/stage.html"), "<title>stage</title>");
  const session = readSession("shop-checkout-v7", Date.now() - 3_600_000);
  const standIn = await startStandIn({ sessions: [session], apiKey: API_KEY, appKey: APP_KEY });
  const config = readConfig({
    DATA_DIR: join(directory, "data"),
    SAMPLES: "off",
    DD_SITE: "datadoghq.eu",
    DD_API_KEY: API_KEY,
    DD_APP_KEY: APP_KEY,
    DD_API_URL: standIn.address,
  });
  const said: string[] = [...config.notes];
  const log = createLogger({ write: (line: string) => void said.push(line) });
  const none = pathToFileURL(join(directory, "none.js"));
  const places = { client, samples: directory, scanThread: none, judgeThread: none };
  const product = await openProduct(config, places, log, new AbortController().signal);
  onTestFinished(async () => {
    await product.close();
    await standIn.close();
    await rm(directory, { recursive: true });
  });

  const { sessionId } = session;
  const viewId = session.segments[0]?.viewId ?? "";
  const paths = [
    SESSIONS_PATH,
    FACETS_PATH,
    sessionPath(sessionId),
    rumEventsPath(sessionId),
    segmentIndexPath(sessionId, viewId),
    `${segmentPagePath(sessionId, viewId)}?first=0&last=0`,
    SOURCE_STATUS_PATH,
    SOURCES_PATH,
  ];
  const echo = { errors: [`${API_KEY} ${APP_KEY}`] };
  const faults: (Fault | null)[] = [
    ...[400, 401, 403, 404, 200].map((status) => ({ kind: "status", status, body: echo }) as const),
    { kind: "status", status: 302, headers: { Location: `https://elsewhere.example/${API_KEY}?${APP_KEY}` } },
    null,
  ];
  for (const fault of faults) {
    standIn.control.always = () => fault;
    for (const path of paths) {
      const source = `${path.includes("?") ? "&" : "?"}source=datadoghq.eu`;
      const response = await product.app.request(`${path}${source}`);
      said.push(`${response.status} ${JSON.stringify([...response.headers])}`, await response.text());
    }
  }
  said.push(await (await product.app.request("/metrics")).text());
  const files = await readdir(join(directory, "data"), { recursive: true, withFileTypes: true });
  for (const file of files.filter((each) => each.isFile()))
    said.push((await readFile(join(file.parentPath, file.name))).toString("latin1"));

  // It was asked, refused, and answered in the end.
  expect(standIn.control.requests.length).toBeGreaterThan(20);
  expect(said.some((text) => text.includes("[API key] [application key]"))).toBe(true);
  expect(said.some((text) => text.includes(sessionId))).toBe(true);
  for (const text of said) {
    expect(text).not.toContain(API_KEY);
    expect(text).not.toContain(APP_KEY);
  }
});
