import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { FACTS_VERSION } from "../../replay/timeline/facts-version.ts";
import { CHECKPOINT_VERSION } from "../../replay/translate/checkpoint-version.ts";
import { createLocalSource } from "../sources/local/local-source.ts";
import { hintsAt, longestView, packNow, readRecorded } from "../sources/local/recorded.fixture.ts";
import type { Store } from "../storage/driver.ts";
import { openStore } from "../storage/open-store.ts";
import { startKeyframeMaker } from "./keyframe-maker.ts";
import { BY_HAND, forgetAll, keysIn, makeNow, partsOf, told, withStore } from "./made.fixture.ts";

const NEVER = new AbortController().signal;
const test = withStore();
const put = (sent: Parameters<Store["events"]["putSegments"]>[0]) =>
  test.store.events.putSegments(sent, hintsAt(0));

const manifestKey = async () => (await keysIn(test.store)).find((key) => key.endsWith("/manifest")) ?? "";

/** A segment that can be added to the recording. */
const extra = (index: number) => {
  const [first] = longestView(readRecorded("shoelace-v7")).sent;
  if (first === undefined) throw new Error("no segment");
  const bytes = deflateSync(JSON.stringify({ records: [{ type: 4, timestamp: index, data: {} }] }));
  const meta = { ...first.meta, indexInView: index, sha256: String(index), compressedSegmentSize: 1e6 };
  return { meta, bytes };
};

describe("the making of keyframes", () => {
  const recorded = readRecorded("shoelace-v7");
  const { sessionId, viewId, sent } = longestView(recorded);
  const view = { sessionId, viewId };
  beforeEach(() => put(sent));

  it("goes on where it was interrupted", async () => {
    await packNow(test.store, NEVER);
    const source = createLocalSource(test.store);
    const read: number[] = [];
    const failing = await makeNow(test.store, test.program, { stepBytes: 1 }, (_, indexes) => {
      read.push(...indexes);
      if (indexes.includes(4)) return Promise.reject(new Error("the disk is gone"));
      return source.readSegments(view, indexes, NEVER);
    });
    expect(failing.errors.join()).toContain("the disk is gone");
    expect((await told(test.store, view))?.through).toBe(2);
    const readAgain: number[] = [];
    await makeNow(test.store, test.program, {}, (_, indexes) => {
      readAgain.push(...indexes);
      return source.readSegments(view, indexes, NEVER);
    });
    expect(Math.min(...readAgain)).toBeGreaterThan(1);
    const { id: _id, ...made } = (await told(test.store, view)) ?? {};
    await forgetAll(test.store);
    await makeNow(test.store, test.program);
    expect(await told(test.store, view)).toMatchObject(made);
  });

  it("ends when it is told to, in the middle of a view", async () => {
    await packNow(test.store, NEVER);
    const begun = deferred();
    const parts = partsOf(test.store, test.program, {}, (_view, _indexes, signal) => {
      begun.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    });
    const maker = startKeyframeMaker(parts, { ...BY_HAND, onError: () => undefined });
    const pass = maker.runOnce(NEVER);
    await begun.promise;
    await Promise.all([expect(pass).rejects.toThrow("stopped"), maker.stop()]);
    expect(await keysIn(test.store)).toEqual([]);
    expect(await makeNow(test.store, test.program)).toEqual({ worked: 1, errors: [] });
  });

  it("ends when it is told to, while the thread is busy", async () => {
    await packNow(test.store, NEVER);
    const file = join(test.built, "busy.mjs");
    await writeFile(file, "for (;;);");
    const parts = partsOf(test.store, pathToFileURL(file));
    const errors: string[] = [];
    const maker = startKeyframeMaker(parts, { ...BY_HAND, onError: (message) => errors.push(message) });
    const pass = maker.runOnce(NEVER);
    await Promise.all([expect(pass).rejects.toThrow("stopped"), maker.stop()]);
    expect(errors).toEqual([]);
    expect(await keysIn(test.store)).toEqual([]);
  });

  it("begins anew where another version made what there is, or it cannot be read", async () => {
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    const bytes = await test.store.blobs.read(await manifestKey(), { offset: 0, length: 1e6 }, NEVER);
    const manifest = JSON.parse(Buffer.from(bytes ?? []).toString()) as { version: string };
    // Of checkpoints, of facts, and of how both are kept: each rises by itself.
    const parts = manifest.version.split(".").map(Number);
    expect(parts).toEqual([CHECKPOINT_VERSION, FACTS_VERSION, expect.any(Number)]);
    const earlier = parts.map((_, which) => parts.map((part, at) => part - Number(at === which)).join("."));
    for (const text of [...earlier.map((version) => JSON.stringify({ ...manifest, version })), "{"]) {
      await test.store.blobs.put(await manifestKey(), [Buffer.from(text)], NEVER);
      expect(await told(test.store, view)).toBeUndefined();
      expect(await makeNow(test.store, test.program)).toEqual({ worked: 1, errors: [] });
      expect(await told(test.store, view)).toBeDefined();
      // What the other one made is gone.
      expect(await keysIn(test.store)).toHaveLength(2);
    }
  });

  it("begins anew when a segment comes late, and tells of nothing until then", async () => {
    await forgetAll(test.store);
    const late = { ...view, viewId: "late" };
    const renamed = Array.from(sent, (segment) => ({
      ...segment,
      meta: { ...segment.meta, viewId: "late" },
    }));
    await put(renamed.filter(({ meta }) => meta.indexInView !== 2));
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    expect((await told(test.store, late))?.facts?.gaps).not.toEqual([]);
    await put(renamed.filter(({ meta }) => meta.indexInView === 2));
    expect(await told(test.store, late)).toBeUndefined();
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    expect((await told(test.store, late))?.facts?.gaps).toEqual([]);
  });

  it("leaves short views alone", async () => {
    expect(
      await makeNow(test.store, test.program, { worth: { bytes: 1e9, segments: 2, rawBytes: 1 } }),
    ).toEqual({
      worked: 0,
      errors: [],
    });
    expect(await keysIn(test.store)).toEqual([]);
  });

  it("keeps a list for those who were told of it until the next but one", async () => {
    const source = createLocalSource(test.store);
    const ids: string[] = [];
    for (const more of [[], [extra(20)], [extra(21)], [extra(22)]]) {
      if (more.length > 0) await put(more);
      await makeNow(test.store, test.program);
      ids.push((await told(test.store, view))?.id ?? "");
    }
    const has = async (id: string) => (await source.getViewFacts(sessionId, viewId, id, NEVER)) !== null;
    expect(new Set(ids).size).toBeGreaterThan(2);
    expect(await has(ids.at(-1) ?? "")).toBe(true);
    expect(await has([...new Set(ids)].at(-2) ?? "")).toBe(true);
    expect(await has(ids[0] ?? "")).toBe(false);
  });

  it("forgets what was there before the last list of a view, after a while", async () => {
    await makeNow(test.store, test.program);
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    expect((await keysIn(test.store)).length).toBeGreaterThan(2);
    const made = await told(test.store, view);
    await makeNow(test.store, test.program);
    expect(await keysIn(test.store)).toHaveLength(2);
    expect(await told(test.store, view)).toEqual(made);
  });

  it("is swept by itself: what belongs to no view goes, and the rest stays over a start", async () => {
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    const made = await keysIn(test.store);
    await test.store.blobs.put("derived/ab/abcd/left", [new Uint8Array(5)], NEVER);
    await test.store.blobs.put(`${made[0]?.slice(0, made[0].lastIndexOf("/")) ?? ""}/left`, [], NEVER);
    await test.store.close();
    test.store = await openStore({ directory: test.directory });
    expect(await told(test.store, view)).toBeDefined();
    await makeNow(test.store, test.program);
    expect(await keysIn(test.store)).toEqual(made);
  });
});

describe("a view that takes too much", () => {
  const { sessionId, viewId, sent } = longestView(readRecorded("shoelace-v7"));
  beforeEach(async () => {
    await put(sent);
    await packNow(test.store, NEVER);
  });

  async function isGivenUp(hostile: URL, limits: Parameters<typeof makeNow>[2], why: RegExp): Promise<void> {
    const { worked, errors } = await makeNow(test.store, hostile, limits);
    expect(worked).toBe(1);
    expect(errors.join()).toMatch(why);
    // Not tried again.
    expect(await makeNow(test.store, hostile, limits)).toEqual({ worked: 0, errors: [] });
    const index = await createLocalSource(test.store).getSegmentIndex(sessionId, viewId, NEVER);
    expect(index?.segments).toHaveLength(sent.length);
  }

  it("of time is given up", async () => {
    expect.hasAssertions();
    const file = join(test.built, "busy.mjs");
    await writeFile(file, "for (;;);");
    await isGivenUp(pathToFileURL(file), { messageMs: 50 }, /longer than 50 ms/);
  });

  it("of memory is given up", async () => {
    await makeNow(test.store, test.program);
    const data = Array.from({ length: 200_000 }, (_, id) => ({ id, text: `${id} ${id}` }));
    const bytes = deflateSync(JSON.stringify({ records: [{ type: 4, timestamp: 1, data }] }));
    const bomb = sent.map(({ meta, bytes: harmless }, index) => ({
      meta: { ...meta, sessionId: "bomb", viewId: "bomb", sha256: `bomb${index}` },
      bytes: index === 1 ? bytes : harmless,
    }));
    await put(bomb);
    await packNow(test.store, NEVER);
    const { errors } = await makeNow(test.store, test.program, { memory: 16 });
    expect(errors.join()).toMatch(/view bomb .*memory/);
    expect(await makeNow(test.store, test.program, { memory: 16 })).toEqual({ worked: 0, errors: [] });
    expect((await told(test.store, { sessionId, viewId }))?.pages.length).toBeGreaterThan(0);
  });
});
