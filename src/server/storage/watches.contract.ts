import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { Store } from "./driver.ts";
import { APPLICATION, hints, segment, T0 } from "./incoming.fixture.ts";
import type { NewWatch, WatchedSearch, WatchStore } from "./stored-watch.ts";

const signal = new AbortController().signal;
const ADA = { uuid: "00000000-0000-0000-0000-00000000000a", handle: "ada@x.test" };
const BOB = { uuid: "00000000-0000-0000-0000-00000000000b", handle: "bob@x.test" };
const PAGE = { offset: 0, limit: 10 };

/** What every driver of the port to watches must do. */
export function watchesContract(open: () => Promise<Store>): void {
  let store: Store;
  let watches: WatchStore;
  beforeEach(async () => {
    store = await open();
    ({ watches } = store);
    for (const [at, sessionId] of ["s-1", "s-2", "s-3"].entries())
      await store.events.putSegments([segment({ index: 0, sessionId, start: T0 + at })], hints());
  });
  afterEach(() => store.close());

  const watch = (sessionId: string, viewer: NewWatch["viewer"], seconds: number, more: object = {}) =>
    watches.add({
      sessionId,
      viewer,
      at: epochMs(T0 + seconds * 1000),
      applicationId: APPLICATION,
      eventId: `event-${seconds}`,
      dataSource: "rum",
      ...more,
    });
  const watched = async (search: Partial<WatchedSearch> = {}) => {
    const found = await watches.listWatched({ viewerUuid: ADA.uuid, ...PAGE, ...search }, signal);
    return found.map(({ session, eventId }) => `${session.id} ${eventId}`);
  };
  const found = async (by: string, is: boolean) => {
    const page = await store.events.searchSessions(
      { sort: "newest", limit: 10, watched: { by, is } },
      signal,
    );
    expect(page.total).toBe(page.sessions.length);
    return page.sessions.map(({ id }) => id);
  };

  describe("watches", () => {
    test("are counted for each viewer of a session, who watched last comes first", async () => {
      await watch("s-1", ADA, 10);
      await watch("s-1", BOB, 30);
      await watch("s-1", ADA, 20);
      await watch("s-2", BOB, 40);
      const ada = { viewer: ADA, lastWatchedAt: T0 + 20_000, watchCount: 2 };
      const bob = { viewer: BOB, lastWatchedAt: T0 + 30_000, watchCount: 1 };
      expect(await watches.listWatchers("s-1", PAGE, signal)).toEqual([bob, ada]);
      expect(await watches.listWatchers("s-1", { offset: 1, limit: 1 }, signal)).toEqual([ada]);
      expect(await watches.listWatchers("s-3", PAGE, signal)).toEqual([]);
    });

    test("have ids of their own, also of the same moment", async () => {
      expect(await watch("s-1", ADA, 10)).not.toBe(await watch("s-1", ADA, 10));
    });

    test("list what a viewer watched: each session once, the last first, by any filter", async () => {
      await watch("s-1", ADA, 10);
      await watch("s-2", ADA, 20, { applicationId: "other", dataSource: "product_analytics" });
      await watch("s-1", ADA, 30);
      await watch("s-3", BOB, 40);
      expect(await watched()).toEqual(["s-1 event-30", "s-2 event-20"]);
      expect(await watched({ offset: 1 })).toEqual(["s-2 event-20"]);
      expect(await watched({ limit: 1 })).toEqual(["s-1 event-30"]);
      expect(await watched({ viewerUuid: BOB.uuid })).toEqual(["s-3 event-40"]);
      expect(await watched({ sessionIds: ["s-2", "s-3"] })).toEqual(["s-2 event-20"]);
      expect(await watched({ sessionIds: [] })).toEqual([]);
      expect(await watched({ applicationId: "other" })).toEqual(["s-2 event-20"]);
      expect(await watched({ from: T0 + 21_000 })).toEqual(["s-1 event-30"]);
      expect(await watched({ to: T0 + 20_000 })).toEqual(["s-2 event-20", "s-1 event-10"]);
      const [, second] = await watches.listWatched({ viewerUuid: ADA.uuid, ...PAGE }, signal);
      expect(second).toMatchObject({ lastWatchedAt: T0 + 20_000, dataSource: "product_analytics" });
    });

    test("can be forgotten, by one viewer and of one session", async () => {
      await watch("s-1", ADA, 10);
      await watch("s-1", BOB, 20);
      await watch("s-2", ADA, 30);
      expect(await watches.forget("s-1", ADA.uuid)).toBe(true);
      expect(await watched()).toEqual(["s-2 event-30"]);
      expect((await watches.listWatchers("s-1", PAGE, signal))?.map(({ viewer }) => viewer)).toEqual([BOB]);
      // There is nothing more to forget.
      expect(await watches.forget("s-1", ADA.uuid)).toBe(true);
    });

    test("of sessions that the store does not have are none", async () => {
      expect(await watch("nobody", ADA, 10)).toBeNull();
      expect(await watches.forget("nobody", ADA.uuid)).toBe(false);
      expect(await watches.listWatchers("nobody", PAGE, signal)).toBeNull();
    });

    test("are what sessions can be searched by", async () => {
      await watch("s-1", ADA, 10);
      await watch("s-3", ADA, 10);
      await watch("s-2", BOB, 10);
      expect(await found(ADA.uuid, true)).toEqual(["s-3", "s-1"]);
      expect(await found(ADA.uuid, false)).toEqual(["s-2"]);
      expect(await found(BOB.uuid, false)).toEqual(["s-3", "s-1"]);
      expect(await found("someone", false)).toEqual(["s-3", "s-2", "s-1"]);
    });
  });
}
