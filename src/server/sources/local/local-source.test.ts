import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { epochMs } from "../../../base/time.ts";
import { rumEventPageSchema } from "../../../wire/rum-event.ts";
import { sessionDetailSchema, sessionPageSchema, sessionQuerySchema } from "../../../wire/session.ts";
import type { Store } from "../../storage/driver.ts";
import { openStore } from "../../storage/open-store.ts";
import type { IncomingRumEvent } from "../../storage/stored-rum-event.ts";
import { createLocalSource } from "./local-source.ts";
import { hintsAt, putRecorded, readRecorded } from "./recorded.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId } = shop;
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

  it("have fewer RUM events on a page where those are large, and all of them on all pages", async () => {
    const event = shop.rumEvents.find(({ type }) => type === "action");
    if (event === undefined) throw new Error("no action");
    const recorded = JSON.parse(event.document) as object;
    const large = [0, 1, 2, 3, 4, 5].map((place): IncomingRumEvent => {
      const document = JSON.stringify(Object.assign(recorded, { place, filler: "x".repeat(1 << 20) }));
      const { type, viewId, applicationId } = event;
      const date = epochMs(event.date + place);
      return { type, sessionId, viewId, applicationId, date, documentVersion: 0, document };
    });
    await store.events.putRumEvents(large, hintsAt(0));
    const first = await local().getRumEvents(sessionId, { limit: 100 }, NEVER);
    expect(first?.events).toHaveLength(4);
    const second = await local().getRumEvents(sessionId, { limit: 100, cursor: first?.cursor }, NEVER);
    expect(second?.events).toHaveLength(2);
    expect(second?.cursor).toBeUndefined();
  });
});
