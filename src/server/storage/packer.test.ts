import { afterEach, beforeEach, expect, test } from "vitest";
import { type EpochMs, epochMs } from "../../base/time.ts";
import type { BlobStore, Store } from "./driver.ts";
import { hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";
import { openStore } from "./open-store.ts";
import { type Packer, type PackerOptions, startPacker } from "./packer.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const signal = new AbortController().signal;
const NEVER_MS = 2 ** 30;

const temporaryDirectory = temporaryDirectories();
let directory: string;
let store: Store;
let now: EpochMs;
let errors: string[];
const packers: Packer[] = [];

beforeEach(async () => {
  directory = await temporaryDirectory();
  store = await openStore({ directory });
  now = epochMs(T0 + 10_000);
  errors = [];
});
afterEach(async () => {
  for (const packer of packers.splice(0)) await packer.stop();
  await store.close();
});

function packerOf(over: Partial<Store> = {}, options: Partial<PackerOptions> = {}): Packer {
  const packer = startPacker(
    { ...store, ...over },
    {
      endedQuietMs: 1000,
      idleMs: 5000,
      intervalMs: NEVER_MS,
      keepReplacedMs: 1000,
      now: () => now,
      onError: (message, error) => errors.push(`${message}: ${String(error)}`),
      ...options,
    },
  );
  packers.push(packer);
  return packer;
}

const put = (...indexes: readonly number[]) =>
  store.events.putSegments(
    indexes.map((index) => segment({ index })),
    hints(),
  );
async function blobKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.blobs.list("packs/", signal)) keys.push(key);
  return keys;
}

/** As a reader must: a blob that is gone means to look again. */
async function readView(indexes: readonly number[]): Promise<string[]> {
  const texts: string[] = [];
  for (const index of indexes) {
    let text: string | null = null;
    while (text === null) {
      const [found] = await store.events.readSegments(VIEW, [index], signal);
      if (!found) return texts;
      const { content } = found;
      const bytes =
        content.kind === "bytes" ? content.bytes : await store.blobs.read(content.blobKey, content, signal);
      text = bytes && new TextDecoder().decode(bytes);
    }
    texts.push(text);
  }
  return texts;
}
const sent = (indexes: readonly number[]): string[] =>
  indexes.map((index) => new TextDecoder().decode(segment({ index }).bytes));

test("a complete view becomes one blob, and its segments read the same", async () => {
  await put(0, 1, 2);
  expect(await packerOf().runOnce(signal)).toEqual({ packed: 1, failed: 0 });
  expect(await blobKeys()).toHaveLength(1);
  const contents = await store.events.readSegments(VIEW, [0, 1, 2], signal);
  expect(contents.map(({ content }) => content.kind)).toEqual(["packed", "packed", "packed"]);
  expect(await readView([0, 1, 2])).toEqual(sent([0, 1, 2]));
  expect(await packerOf().runOnce(signal)).toEqual({ packed: 0, failed: 0 });
});

test("a view that goes on is left alone until it has ended", async () => {
  now = epochMs(T0 + 2000);
  await put(0);
  const packer = packerOf();
  expect(await packer.runOnce(signal)).toEqual({ packed: 0, failed: 0 });
  const end = rumEvent("view", { version: 2 }, { view: { is_active: false } });
  await store.events.putRumEvents([end], hints());
  expect(await packer.runOnce(signal)).toEqual({ packed: 1, failed: 0 });
});

test("late segments make it pack again; the replaced blob goes after its time", async () => {
  await put(0, 2);
  const packer = packerOf();
  await packer.runOnce(signal);
  const [first] = await blobKeys();
  await put(1, 3);
  expect(await readView([0, 1, 2, 3])).toEqual(sent([0, 1, 2, 3]));
  expect(await packer.runOnce(signal)).toEqual({ packed: 1, failed: 0 });
  expect(await readView([0, 1, 2, 3])).toEqual(sent([0, 1, 2, 3]));
  expect(await blobKeys()).toHaveLength(2);
  now = epochMs(now + 1000);
  await packer.runOnce(signal);
  const left = await blobKeys();
  expect(left).toHaveLength(1);
  expect(left).not.toContain(first);
  expect(await readView([0, 1, 2, 3])).toEqual(sent([0, 1, 2, 3]));
});

test("readers see every segment at every moment while views are packed again and again", async () => {
  const indexes = [0, 1, 2, 3, 4, 5, 6, 7];
  await put(...indexes);
  const packer = packerOf({}, { keepReplacedMs: 0 });
  const packed = new AbortController();
  const read = async (): Promise<void> => {
    while (!packed.signal.aborted) {
      expect(await readView(indexes)).toEqual(sent(indexes));
      // Reads of fresh segments wait for nothing: let the packer have a turn.
      await new Promise(setImmediate);
    }
  };
  const pack = async (): Promise<void> => {
    try {
      for (let round = 0; round < 15; round += 1) {
        expect(await packer.runOnce(signal)).toEqual({ packed: 1, failed: 0 });
        await put(100 + round);
      }
    } finally {
      packed.abort();
    }
  };
  await Promise.all([read(), read(), read(), pack()]);
  expect(errors).toEqual([]);
});

test("a crash between blob and commit loses nothing and leaves no blob behind", async () => {
  await put(0, 1);
  const events = { ...store.events, commitPack: () => Promise.reject(new Error("power cut")) };
  expect(await packerOf({ events }).runOnce(signal)).toEqual({ packed: 0, failed: 1 });
  expect(await blobKeys()).toHaveLength(1);
  await store.close();
  store = await openStore({ directory });
  expect(await blobKeys()).toEqual([]);
  expect(await readView([0, 1])).toEqual(sent([0, 1]));
  expect(await packerOf().runOnce(signal)).toEqual({ packed: 1, failed: 0 });
});

test("a replaced blob that was not deleted in time is swept at the next start", async () => {
  await put(0);
  await packerOf().runOnce(signal);
  await put(1);
  await packerOf().runOnce(signal);
  expect(await blobKeys()).toHaveLength(2);
  await store.close();
  store = await openStore({ directory });
  expect(await blobKeys()).toHaveLength(1);
  expect(await readView([0, 1])).toEqual(sent([0, 1]));
});

test("a view that fails is reported and tried again later; others are packed", async () => {
  await put(0);
  await store.events.putSegments([segment({ index: 0, viewId: "view-2" })], hints());
  let broken = true;
  const blobs: BlobStore = {
    ...store.blobs,
    put: (key, chunks, putSignal) => {
      const failing = broken;
      broken = false;
      return failing ? Promise.reject(new Error("disk full")) : store.blobs.put(key, chunks, putSignal);
    },
  };
  const packer = packerOf({ blobs });
  expect(await packer.runOnce(signal)).toEqual({ packed: 1, failed: 1 });
  expect(errors).toEqual(["view view-1 of session session-1 could not be packed: Error: disk full"]);
  expect(await packer.runOnce(signal)).toEqual({ packed: 0, failed: 0 });
  now = epochMs(now + 60_000);
  expect(await packer.runOnce(signal)).toEqual({ packed: 1, failed: 0 });
});

test("a blob store that is out of order ends the pass early", async () => {
  const views = [...Array(10).keys()].map((n) => segment({ index: 0, viewId: `v${n}` }));
  await store.events.putSegments(views, hints());
  const blobs = { ...store.blobs, put: () => Promise.reject(new Error("offline")) };
  expect(await packerOf({ blobs }).runOnce(signal)).toEqual({ packed: 0, failed: 3 });
});

test("a damaged old pack is an error, not a shorter one", async () => {
  await put(0);
  const packer = packerOf();
  await packer.runOnce(signal);
  const [key] = await blobKeys();
  await store.blobs.put(key ?? "", [new Uint8Array(3)], signal);
  await put(1);
  expect(await packer.runOnce(signal)).toEqual({ packed: 0, failed: 1 });
  expect(errors[0]).toContain("is damaged: found 3 of");
  expect(await readView([1])).toEqual(sent([1]));
});

test("abort reaches the blob being written, which leaves no trace", async () => {
  await put(0, 1);
  const aborter = new AbortController();
  const events = {
    ...store.events,
    readSegments: (...args: Parameters<Store["events"]["readSegments"]>) => {
      if (args[1][0] === 1) aborter.abort(new Error("shutting down"));
      return store.events.readSegments(...args);
    },
  };
  await expect(packerOf({ events }).runOnce(aborter.signal)).rejects.toThrow("shutting down");
  expect(await blobKeys()).toEqual([]);
  expect(errors).toEqual([]);
});

test("stop aborts the pass that is going on and waits for it", async () => {
  await put(0);
  const packer = packerOf();
  const pass = packer.runOnce(signal);
  await packer.stop();
  await expect(pass).rejects.toThrow("the packer was stopped");
  await expect(packer.runOnce(signal)).rejects.toThrow("the packer was stopped");
});

test("passes run by themselves", async () => {
  await put(0);
  const committed = new Promise<void>((resolve) => {
    const events = {
      ...store.events,
      commitPack: async (...args: Parameters<Store["events"]["commitPack"]>) => {
        const freed = await store.events.commitPack(...args);
        resolve();
        return freed;
      },
    };
    packerOf({ events }, { intervalMs: 1 });
  });
  await committed;
  expect(await blobKeys()).toHaveLength(1);
});
