import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rumEventPageSchema } from "../../../wire/rum-event.ts";
import { segmentIndexSchema } from "../../../wire/segment-index.ts";
import { sessionDetailSchema, sessionPageSchema, sessionQuerySchema } from "../../../wire/session.ts";
import type { BlobStore, Store } from "../../storage/driver.ts";
import { openStore } from "../../storage/open-store.ts";
import type { WalkOptions, WalkPosition } from "../source.ts";
import { createLocalSource } from "./local-source.ts";
import { hintsAt, packNow, putRecorded, readRecorded } from "./recorded.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId } = shop;
const segmentsOf = (viewId: string) => shop.segments.filter((segment) => segment.meta.viewId === viewId);
/** The view of the shop with most segments. */
const viewId = shop.viewIds.toSorted((a, b) => segmentsOf(b).length - segmentsOf(a).length)[0] ?? "";
const view = { sessionId, viewId };
const sent = segmentsOf(viewId);
const NEVER = new AbortController().signal;

let directory: string;
let store: Store;
let at = 0;
const local = () => createLocalSource(store, () => at);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "local-source-"));
  store = await openStore({ directory });
  at = 0;
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const find = async (filter: object) =>
  (await local().searchSessions(sessionQuerySchema.parse(filter), NEVER)).sessions.map(({ id }) => id);
const live = async () => (await local().getSession(sessionId, NEVER))?.session.live;

/** The shop's session as if none of its views had ended. */
async function putOpen(received: number) {
  await store.events.putSegments(shop.segments, hintsAt(received));
  const open = shop.rumEvents.filter((event) => event.type !== "view");
  await store.events.putRumEvents(open, hintsAt(received));
}

describe("sessions of the embedded store", () => {
  it("are summed up as agreed", async () => {
    await putRecorded(store, shop);
    const page = await local().searchSessions(sessionQuerySchema.parse({}), NEVER);
    expect(sessionPageSchema.parse(page)).toEqual(page);
    expect(page).toMatchObject({
      total: 1,
      sessions: [
        {
          id: sessionId,
          source: "local",
          viewCount: shop.viewIds.length,
          segmentCount: shop.segments.length,
          bytes: shop.segments.reduce((sum, segment) => sum + segment.bytes.length, 0),
          browser: { name: "Chrome", version: "156" },
          os: { name: "Linux" },
          deviceType: "desktop",
        },
      ],
    });
    expect(page.sessions[0]?.errorCount).toBeGreaterThan(0);
    expect(page.sessions[0]?.frustrationCount).toBeGreaterThan(0);
    expect(page.sessions[0]?.pages[0]).toBe("/");
    expect(page.cursor).toBeUndefined();
  });

  it("come page by page, each once", async () => {
    const others = ["tabs-v7", "shoelace-v7", "privacy-mask-v7"].map(readRecorded);
    for (const recorded of [shop, ...others]) await putRecorded(store, recorded);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query = sessionQuerySchema.parse({ limit: "2", cursor });
      const page = await local().searchSessions(query, NEVER);
      ids.push(...page.sessions.map((session) => session.id));
      expect(page.total).toBe(4);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids.toSorted()).toEqual([shop, ...others].map((recorded) => recorded.sessionId).toSorted());
  });

  it("are filtered by what the picker asks", async () => {
    await putRecorded(store, shop);
    await putRecorded(store, readRecorded("tabs-v7"));
    expect(await find({ errors: "1", frustrations: "1" })).toEqual([sessionId]);
    expect(await find({ q: "/product/" })).toEqual([sessionId]);
    expect(await find({ browser: "Firefox" })).toEqual([]);
  });

  it("refuse a cursor that they did not give out", async () => {
    const query = sessionQuerySchema.parse({ cursor: "x" });
    await expect(local().searchSessions(query, NEVER)).rejects.toMatchObject({ status: 400 });
  });

  it("are live while segments arrive and views are open", async () => {
    const received = Math.max(...shop.segments.map((segment) => segment.meta.end)) + 1_000;
    await putOpen(received);
    at = received + 30_000;
    expect(await live()).toBe(true);
    at = received + 70_000;
    expect(await live()).toBe(false);
  });

  it("are not live when they were over before they arrived", async () => {
    const received = Math.max(...shop.segments.map((segment) => segment.meta.end)) + 20 * 60_000;
    await putOpen(received);
    at = received + 1_000;
    expect(await live()).toBe(false);
  });

  it("have views in order of start, as agreed", async () => {
    await putRecorded(store, shop);
    const detail = await local().getSession(sessionId, NEVER);
    expect(sessionDetailSchema.parse(detail)).toEqual(detail);
    expect(detail?.views.map((one) => one.id)).toEqual(shop.viewIds);
    expect(detail?.views.every((one) => !one.complete)).toBe(true);
    expect(await local().getSession("nobody", NEVER)).toBeNull();
  });

  it("have RUM events page by page in order of date, a view once", async () => {
    await putRecorded(store, shop);
    const events: string[] = [];
    const dates: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await local().getRumEvents(sessionId, { limit: 10, cursor }, NEVER);
      expect(rumEventPageSchema.parse(page)).toEqual(page);
      expect(page?.events.length).toBeLessThanOrEqual(10);
      events.push(...(page?.events.map((event) => `${event.type} ${event.id}`) ?? []));
      dates.push(...(page?.events.map((event) => event.date) ?? []));
      cursor = page?.cursor;
    } while (cursor !== undefined);
    const views = shop.rumEvents.filter((event) => event.type === "view");
    const documents = shop.rumEvents.length - views.length + new Set(views.map((one) => one.viewId)).size;
    expect(new Set(events).size).toBe(documents);
    expect(events).toHaveLength(documents);
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    expect(await local().getRumEvents("nobody", { limit: 10 }, NEVER)).toBeNull();
  });
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
