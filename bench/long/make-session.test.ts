import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBusySession } from "../busy/make-busy-session.ts";
import { makeSession } from "./make-session.ts";
import { readSourceRecording } from "./source-recording.ts";
import { verifySession } from "./verify.ts";

const RECORDINGS = new URL("../../e2e/fixtures/recordings/", import.meta.url).pathname;
/** Enough for three turns of each: a turn follows one that was itself put back. */
const MINUTES = 1.5;
const PATIENCE_MS = 60_000;
const SYNC_FLUSH_AND_END = Buffer.from([0x00, 0x00, 0xff, 0xff, 0x03, 0x00]);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rum-replay-made-"));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(await readdir(RECORDINGS))(
  "%s goes on as one view, and is the same page at each turn",
  async (name) => {
    const source = await readSourceRecording(join(RECORDINGS, name));
    const to = join(folder, name);
    const { resets } = await makeSession(source, "one-view", MINUTES, to);
    expect(resets.size).toBeGreaterThan(1);
    const { faults, equalResets } = await verifySession(to, resets);
    expect(faults).toEqual([]);
    expect(equalResets).toBe(resets.size);
  },
);

test(
  "views are repeated with ids and times of their own, and decode without a fault",
  { timeout: PATIENCE_MS },
  async () => {
    const source = await readSourceRecording(join(RECORDINGS, "shop-checkout-v7"));
    const to = join(folder, "views");
    const { resets } = await makeSession(source, "views", MINUTES, to);
    expect((await verifySession(to, resets)).faults).toEqual([]);
    const { views } = JSON.parse(await readFile(join(to, "recording.json"), "utf8")) as {
      views: { id: string; start: number; end: number }[];
    };
    expect(new Set(views.map(({ id }) => id)).size).toBe(views.length);
    const length = (views.at(-1)?.end ?? 0) - (views[0]?.start ?? 0);
    expect(length).toBeGreaterThanOrEqual(MINUTES * 60_000 - 1);
  },
);

test.each(["change", "v1"] as const)(
  "the busy page in the format %s decodes without a fault",
  async (format) => {
    const to = join(folder, format);
    await makeBusySession(format, 0.5, to);
    const { faults, records, segments } = await verifySession(to, new Set());
    expect(faults).toEqual([]);
    // Twenty batches and twenty moves a second; five seconds a segment.
    expect(records).toBeGreaterThan(1100);
    expect(segments).toBe(6 + 1);
  },
);

test("segments end as those of the SDK do", async () => {
  const to = join(folder, "ending");
  await makeBusySession("change", 0.1, to);
  const bytes = await readFile(join(to, "segments", "0-0.bin"));
  expect(bytes.subarray(0, 2).toString("hex")).toBe("789c");
  expect(bytes.subarray(-10, -4)).toEqual(SYNC_FLUSH_AND_END);
});
