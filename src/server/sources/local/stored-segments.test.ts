import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { segmentIndexSchema } from "../../../wire/segment-index.ts";
import type { BlobStore, Store } from "../../storage/driver.ts";
import { openStore } from "../../storage/open-store.ts";
import type { WalkOptions, WalkPosition } from "../source.ts";
import { createLocalSource } from "./local-source.ts";
import { hintsAt, longestView, packNow, readRecorded } from "./recorded.fixture.ts";

const { sessionId, viewId, sent } = longestView(readRecorded("shop-checkout-v7"));
const view = { sessionId, viewId };
const NEVER = new AbortController().signal;

let directory: string;
let store: Store;
const local = () => createLocalSource(store);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stored-segments-"));
  store = await openStore({ directory });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

describe("segments of the embedded store", () => {
  const all = { first: 0, last: 99 };

  it("are listed with their gaps, and complete once they are packed", async () => {
    await store.events.putSegments(
      sent.filter((_, index) => index !== 1),
      hintsAt(0),
    );
    const index = await local().getSegmentIndex(sessionId, viewId, NEVER);
    expect(segmentIndexSchema.parse(index)).toEqual(index);
    expect(index?.segments.map((segment) => segment.index)).toEqual([0, 2, 3, 4]);
    expect(index?.segments[0]?.bytes).toBe(sent[0]?.bytes.length);
    expect(index?.complete).toBe(false);
    await packNow(store, NEVER);
    expect((await local().getSegmentIndex(sessionId, viewId, NEVER))?.complete).toBe(true);
    expect(await local().getSegmentIndex(sessionId, "nothing", NEVER)).toBeNull();
  });

  it("are the same bytes before they are packed, partly packed, and packed", async () => {
    const early = sent.slice(0, 2);
    await store.events.putSegments(early, hintsAt(0));
    const bytes = async () =>
      (await local().getSegments(sessionId, viewId, all, NEVER)).map((frame) => Buffer.from(frame.bytes));
    expect(await bytes()).toEqual(early.map((segment) => Buffer.from(segment.bytes)));
    await packNow(store, NEVER);
    await store.events.putSegments(sent.slice(2), hintsAt(0));
    expect(await bytes()).toEqual(sent.map((segment) => Buffer.from(segment.bytes)));
    await packNow(store, NEVER);
    expect(await bytes()).toEqual(sent.map((segment) => Buffer.from(segment.bytes)));
  });

  it("are taken by range, and by index", async () => {
    await store.events.putSegments(sent, hintsAt(0));
    await packNow(store, NEVER);
    const range = await local().getSegments(sessionId, viewId, { first: 1, last: 3 }, NEVER);
    expect(range.map((frame) => frame.index)).toEqual([1, 2, 3]);
    const some = await local().readSegments(view, [4, 0, 77], NEVER);
    expect(some.map((frame) => frame.index)).toEqual([0, 4]);
  });

  it("are read at once where they lie side by side in a blob", async () => {
    await store.events.putSegments(sent, hintsAt(0));
    await packNow(store, NEVER);
    const reads: number[] = [];
    const watched = watch(store.blobs, async (key, range, signal) => {
      reads.push(range.length);
      return store.blobs.read(key, range, signal);
    });
    const source = createLocalSource({ ...store, blobs: watched });
    await source.readSegments(view, [0, 1, 3], NEVER);
    const sizes = sent.map((segment) => segment.bytes.length);
    expect(reads).toEqual([(sizes[0] ?? 0) + (sizes[1] ?? 0), sizes[3]]);
  });

  it("are found again when the packer replaced their blob in between", async () => {
    await store.events.putSegments(sent.slice(0, 3), hintsAt(0));
    await packNow(store, NEVER);
    await store.events.putSegments(sent.slice(3), hintsAt(0));
    let replaced = false;
    let left: number | null = -1;
    const watched = watch(store.blobs, async (key, range, signal) => {
      if (!replaced) {
        replaced = true;
        await packNow(store, NEVER);
        left = await store.blobs.size(key, signal);
      }
      return store.blobs.read(key, range, signal);
    });
    const source = createLocalSource({ ...store, blobs: watched });
    const frames = await source.getSegments(sessionId, viewId, all, NEVER);
    expect(left).toBeNull();
    expect(frames.map((frame) => Buffer.from(frame.bytes))).toEqual(
      sent.map((segment) => Buffer.from(segment.bytes)),
    );
  });

  it("leave out what a damaged blob no longer has, and deliver the rest", async () => {
    await store.events.putSegments(sent, hintsAt(0));
    await packNow(store, NEVER);
    const [content] = (await store.events.readSegments(view, [0], NEVER)).map((segment) => segment.content);
    if (content?.kind !== "packed") throw new Error("not packed");
    const key = content.blobKey;
    const whole = (await store.blobs.size(key, NEVER)) ?? 0;
    const half = await store.blobs.read(key, { offset: 0, length: whole - 1 }, NEVER);
    await store.blobs.put(key, [half ?? new Uint8Array()], NEVER);
    const frames = await local().getSegments(sessionId, viewId, all, NEVER);
    expect(frames.map((frame) => frame.index)).toEqual([0, 1, 2, 3]);
  });

  it("stop being read when nobody wants them any more", async () => {
    await store.events.putSegments(sent, hintsAt(0));
    await packNow(store, NEVER);
    const client = new AbortController();
    const watched = watch(store.blobs, (key, range, signal) => {
      client.abort(new Error("gone"));
      return store.blobs.read(key, range, signal);
    });
    const source = createLocalSource({ ...store, blobs: watched });
    await expect(source.getSegments(sessionId, viewId, all, client.signal)).rejects.toThrow("gone");
  });
});

/** The blob store with another `read`. */
const watch = (blobs: BlobStore, read: BlobStore["read"]): BlobStore => ({
  read,
  put: (...put) => blobs.put(...put),
  size: (...size) => blobs.size(...size),
  delete: (...removed) => blobs.delete(...removed),
  list: (...list) => blobs.list(...list),
});

async function step(options: Omit<WalkOptions, "limit">, limit = 2) {
  const found = await local().walkSegments(view, { ...options, limit }, NEVER);
  if (found === null) throw new Error("no such view");
  return found;
}

async function rest(after: WalkPosition | undefined, storage?: WalkOptions["storage"]) {
  const indexes: number[] = [];
  let position = after;
  for (;;) {
    const { entries, more } = await step({ after: position, storage });
    indexes.push(...entries.map((entry) => entry.segment.indexInView));
    position = entries.at(-1)?.position ?? position;
    if (!more) return indexes;
  }
}

describe("a walk over a view's segments", () => {
  it("yields what was there at its first page once, whatever arrives or is packed meanwhile", async () => {
    await store.events.putSegments([...sent.slice(0, 1), ...sent.slice(2, 4)], hintsAt(0));
    const first = await step({}, 1);
    await packNow(store, NEVER);
    await store.events.putSegments([...sent.slice(1, 2), ...sent.slice(4)], hintsAt(0));
    expect(first.entries.map((entry) => entry.segment.indexInView)).toEqual([0]);
    expect(await rest(first.entries[0]?.position)).toEqual([2, 3]);
    expect(await rest(undefined)).toEqual([0, 1, 2, 3, 4]);
  });

  it("keeps to a storage as it was at its first page", async () => {
    await store.events.putSegments(sent.slice(0, 2), hintsAt(0));
    await packNow(store, NEVER);
    await store.events.putSegments(sent.slice(2), hintsAt(0));
    const fresh = await step({ storage: "event_platform" }, 1);
    const packed = await step({ storage: "blob" }, 1);
    expect(fresh.entries[0]).toMatchObject({ storage: "event_platform", segment: { indexInView: 2 } });
    expect(packed.entries[0]).toMatchObject({ storage: "blob", segment: { indexInView: 0 } });
    await packNow(store, NEVER);
    expect(await rest(fresh.entries[0]?.position, "event_platform")).toEqual([3, 4]);
    expect(await rest(packed.entries[0]?.position, "blob")).toEqual([1]);
    expect(await rest(undefined, "blob")).toEqual([0, 1, 2, 3, 4]);
    expect(await rest(undefined, "event_platform")).toEqual([]);
  });

  it("is none where there is no such view", async () => {
    expect(await local().walkSegments(view, { limit: 1 }, NEVER)).toBeNull();
  });
});
