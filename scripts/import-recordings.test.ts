import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { expect, onTestFinished, test } from "vitest";
import { type IntakeOptions, openIntake, type OpenIntake } from "../src/server/intake/intake.fixture.ts";
import { findRecordings, importRecording } from "./import-recordings.mjs";

const RECORDINGS = "e2e/fixtures/recordings";
const REQUESTS = "e2e/fixtures/requests";
const signal = new AbortController().signal;

async function startIntake(
  options: IntakeOptions = {},
): Promise<OpenIntake & { readonly address: string; readonly stop: () => void }> {
  const opened = await openIntake(options);
  const server = serve({ fetch: opened.app.fetch, port: 0, hostname: "127.0.0.1" });
  const stop = () => void server.close();
  onTestFinished(stop);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { ...opened, address: `http://127.0.0.1:${port}`, stop };
}

interface Recording {
  readonly sessionId: string;
  readonly sdkVersion: string;
  readonly views: readonly { readonly id: string; readonly segments: number; readonly records: number }[];
}

test.each((await readdir(RECORDINGS)).toSorted())("the recording %s is taken whole", async (name) => {
  const { address, store } = await startIntake();
  const folder = join(RECORDINGS, name);
  const recording = JSON.parse(await readFile(join(folder, "recording.json"), "utf8")) as Recording;

  const imported = await importRecording(folder, address);
  expect(imported.failures).toEqual([]);
  expect(imported.statuses).toEqual({ 202: imported.replays + imported.rumUploads });

  const found = await store.events.getSession(recording.sessionId, signal);
  expect(found?.session).toMatchObject({
    browser: { name: "Chrome", version: "156.0.0.0" },
    os: { name: "Linux" },
    sdkVersion: recording.sdkVersion,
  });
  const listing = { afterIndex: -1, limit: 1000 };
  for (const { id, segments, records } of recording.views) {
    const stored = await store.events.listSegments(
      { sessionId: recording.sessionId, viewId: id },
      listing,
      signal,
    );
    expect(stored.map(({ meta }) => meta.indexInView)).toEqual([...Array(segments).keys()]);
    expect(stored.reduce((sum, { meta }) => sum + meta.recordsCount, 0)).toBe(records);
  }

  await importRecording(folder, address);
  const again = await store.events.getSession(recording.sessionId, signal);
  expect(again?.session.segmentCount).toBe(found?.session.segmentCount);
});

test.each([
  // Sessions, views and ids are those in the requests.
  ["sdk-3", "41497a3c-bdac-4b27-872d-21b514250902", "3.11.0", 1],
  ["sdk-4", "8ee69942-ab76-4a40-97d5-f95d13ae8e97", "4.50.1", 2],
  ["sdk-7-canvas", "62928369-7b22-4bcc-bbd6-cddd6bb4ddd6", "7.16.2", 1],
])("the requests of %s are taken as they were sent", async (name, sessionId, sdkVersion, segments) => {
  const { address, store } = await startIntake();
  expect((await importRecording(join(REQUESTS, name), address)).failures).toEqual([]);
  const found = await store.events.getSession(sessionId, signal);
  expect(found?.session).toMatchObject({
    segmentCount: segments,
    sdkVersion,
    browser: { name: "Headless Chrome" },
  });
  expect(found?.views).toHaveLength(1);
});

test("a recording's own user agent is sent", async () => {
  const { address, store } = await startIntake();
  expect((await importRecording("samples/recordings/phone-v7", address)).failures).toEqual([]);
  const { sessions } = await store.events.searchSessions({ sort: "newest", limit: 10 }, signal);
  expect(sessions).toMatchObject([{ deviceType: "mobile", os: { name: "Android", version: "14" } }]);
});

test("a canvas image is there under the id that its record refers to", async () => {
  const { address, store } = await startIntake();
  await importRecording(join(REQUESTS, "sdk-7-canvas"), address);
  const application = "5f0c7d2e-4c1b-4d8e-9a77-1c2f3e4d5a6b";
  const id = "40x20-cdea74d45efc5f40a6e76cd16b0cde0b62046974854a5a0cf74a8737741cb9a5";
  expect(await store.resources.get(application, id, signal)).toMatchObject({ contentType: "image/webp" });
});

test("RUM events that the SDK deflated are those that it recorded", async () => {
  const { address, store } = await startIntake();
  expect(await importRecording(join(REQUESTS, "sdk-6-compressed"), address)).toMatchObject({
    replays: 1,
    rumUploads: 1,
    failures: [],
  });
  const { sessions } = await store.events.searchSessions({ sort: "newest", limit: 10 }, signal);
  const [session] = sessions;
  const events = await store.events.listRumEvents(session?.id ?? "", { limit: 100 }, signal);
  expect(events.map(({ type }) => type).toSorted()).toEqual([
    "action",
    "long_task",
    "resource",
    "resource",
    "resource",
    "resource",
  ]);
});

test("folders that hold recordings are found, and recordings themselves", async () => {
  const inside = await findRecordings(REQUESTS);
  expect(inside.map((folder) => folder.slice(REQUESTS.length + 1))).toEqual([
    "sdk-3",
    "sdk-4",
    "sdk-6-compressed",
    "sdk-7-canvas",
  ]);
  expect(await findRecordings(join(REQUESTS, "sdk-3"))).toEqual([join(REQUESTS, "sdk-3")]);
});

/** Runs the script as a user does. */
function run(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["scripts/import-recordings.mjs", ...args],
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
      },
    );
  });
}

test("the script prints a line a recording", async () => {
  const { address } = await startIntake();
  const { code, output } = await run(REQUESTS, "--to", address);
  expect(output).toBe(
    [
      "sdk-3: 1 replay and 1 RUM uploads: 2 × 202",
      "sdk-4: 2 replay and 1 RUM uploads: 3 × 202",
      "sdk-6-compressed: 1 replay and 1 RUM uploads: 2 × 202",
      "sdk-7-canvas: 2 replay and 0 RUM uploads: 2 × 202",
      "",
    ].join("\n"),
  );
  expect(code).toBe(0);
});

test("the script fails when an answer is not 202, and says which", async () => {
  const { address } = await startIntake({ clientTokens: ["another"] });
  const { code, output } = await run(join(REQUESTS, "sdk-3"), "--to", address);
  expect(output).toContain("sdk-3: 1 replay and 1 RUM uploads: 2 × 403\n  0000.json: 403 {");
  expect(code).toBe(1);
});

test("the script fails when nobody listens, and without a recording", async () => {
  const { address, stop } = await startIntake();
  stop();
  expect(await run(join(REQUESTS, "sdk-3"), "--to", address)).toMatchObject({
    code: 1,
    output: expect.stringContaining("2 × no answer") as unknown,
  });
  const empty = await mkdtemp(join(tmpdir(), "no-recordings-"));
  onTestFinished(() => rm(empty, { recursive: true }));
  expect(await run(empty)).toMatchObject({ code: 1, output: expect.stringMatching(/^usage: /) as unknown });
});
