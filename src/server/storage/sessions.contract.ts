import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { EventPlatform } from "./driver.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import type { StoredSession } from "./stored-session.ts";
import { APPLICATION, hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;

const withStates = (...all: readonly unknown[]) => ({ _dd: { page_states: all } });

/** What every driver of the event platform must do about RUM events, and about views and sessions as told by them. */
export function sessionsContract(open: () => Promise<EventPlatform>): void {
  let events: EventPlatform;
  beforeEach(async () => {
    events = await open();
  });
  afterEach(() => events.close());

  const put = (...rumEvents: readonly IncomingRumEvent[]) => events.putRumEvents(rumEvents, hints());
  const session = async (id = VIEW.sessionId): Promise<StoredSession | undefined> =>
    (await events.getSession(id, signal))?.session;
  const view = () => events.getView(VIEW, signal);
  const list = () => events.listRumEvents(VIEW.sessionId, { limit: 100 }, signal);
  const typesUpTo = async (maxBytes: number) =>
    (await events.listRumEvents(VIEW.sessionId, { limit: 100, maxBytes }, signal)).map(({ type }) => type);

  describe("RUM events", () => {
    test("are listed in order of date, each view once, page by page", async () => {
      await put(
        rumEvent("error", { date: T0 + 30 }),
        rumEvent("action", { date: T0 + 10 }, { action: { id: "a" } }),
        rumEvent("action", { date: T0 + 10 }, { action: { id: "b" } }),
        rumEvent("view", { date: T0, version: 1 }),
        rumEvent("view", { date: T0, version: 2 }),
      );
      const all = await list();
      expect(all.map(({ type }) => type)).toEqual(["view", "action", "action", "error"]);
      const paged = [];
      for (let after = undefined as (typeof all)[number]["position"] | undefined; ;) {
        const [next] = await events.listRumEvents(VIEW.sessionId, { after, limit: 1 }, signal);
        if (!next) break;
        paged.push(next);
        after = next.position;
      }
      expect(paged).toEqual(all);
      expect(await events.listRumEvents("another", { limit: 9 }, signal)).toEqual([]);
    });

    test("are listed up to a number of bytes, but never none", async () => {
      const filler = "é".repeat(500);
      await put(
        ...[0, 1, 2].map((at) => rumEvent("action", { date: T0 + at }, { filler })),
        rumEvent("view", { date: T0 + 3, version: 1 }, { filler }),
        rumEvent("view_update", { date: T0 + 3, version: 2 }, { filler }),
        rumEvent("error", { date: T0 + 4 }),
      );
      expect(await typesUpTo(1)).toEqual(["action"]);
      expect(await typesUpTo(1500)).toEqual(["action", "action"]);
      expect(await typesUpTo(5000)).toEqual(["action", "action", "action", "view"]);
      expect(await typesUpTo(100_000)).toEqual(["action", "action", "action", "view", "error"]);
    });

    test("the same document again is a duplicate and counts once", async () => {
      const error = rumEvent("error");
      expect(await put(error, error)).toEqual({ stored: 1, duplicates: 1 });
      const again = await Promise.all([put(error), put(error)]);
      expect(again).toEqual([0, 0].map(() => ({ stored: 0, duplicates: 1 })));
      expect((await view())?.errorCount).toBe(1);
    });

    test("a document that is no JSON object fails its own put only", async () => {
      const broken = { ...rumEvent("error", { date: T0 + 1 }), document: "[1" };
      const settled = await Promise.allSettled([put(rumEvent("error")), put(rumEvent("action"), broken)]);
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
      expect((await list()).map(({ type }) => type)).toEqual(["error"]);
    });
  });

  describe("view documents", () => {
    const versions = [
      rumEvent("view", { version: 1 }, { view: { name: "first", is_active: true } }),
      rumEvent("view_update", { version: 2 }, { view: { error: { count: 1 } } }),
      rumEvent("view", { version: 4 }, { view: { name: "second", is_active: true, error: { count: 2 } } }),
      rumEvent("view_update", { version: 5 }, { view: { error: { count: 3 } } }),
      rumEvent("view_update", { version: 7 }, { view: { is_active: false, time_spent: 5e9 } }),
    ];

    test.each([
      ["in order", [0, 1, 2, 3, 4]],
      ["backwards", [4, 3, 2, 1, 0]],
      ["mixed, some twice", [2, 4, 4, 0, 3, 1, 0, 3]],
    ])("arriving %s give the same merged document", async (_, order) => {
      for (const place of order) await put(versions[place] as IncomingRumEvent);
      const stored = await view();
      const [listed] = await list();
      expect(JSON.parse(listed?.document ?? "")).toMatchObject({
        type: "view",
        view: { name: "second", is_active: false, error: { count: 3 }, time_spent: 5e9 },
        _dd: { document_version: 7 },
      });
      expect(stored).toMatchObject({ name: "second", ended: true, errorCount: 3, start: T0, end: T0 + 5000 });
    });

    test("a version that is superseded already is a duplicate", async () => {
      await put(rumEvent("view", { version: 3 }));
      expect(await put(rumEvent("view", { version: 2 }), rumEvent("view_update", { version: 3 }))).toEqual({
        stored: 0,
        duplicates: 2,
      });
    });

    test.each([
      [
        "with a full view",
        [rumEvent("view", { version: 1 }, { view: { loading_type: "route_change" } })],
        [],
      ],
      [
        "of which the full view is late",
        [],
        [rumEvent("view", { version: 1 }, { view: { loading_type: "route_change" } })],
      ],
    ])("any number of updates merge in order, of a view %s", async (_, before, after) => {
      const updates = Array.from({ length: 450 }, (_item, at) =>
        rumEvent(
          "view_update",
          { version: at + 2 },
          { view: { name: `name ${at}` }, context: { at }, [`key${at}`]: 1 },
        ),
      );
      await put(...before);
      for (let at = 0; at < updates.length; at += 30) await put(...updates.slice(at, at + 30));
      await put(...after);
      expect(await view()).toMatchObject({ name: "name 449", loadingType: "route_change" });
      const [listed] = await list();
      const document = JSON.parse(listed?.document ?? "") as Record<string, unknown>;
      expect(document).toMatchObject({ type: "view", context: { at: 449 }, _dd: { document_version: 451 } });
      expect(Object.keys(document).filter((key) => key.startsWith("key"))).toHaveLength(450);
    });

    test("an update that makes a document too large does not grow it for good", async () => {
      await put(rumEvent("view", { version: 1 }));
      const filler = "x".repeat(50_000);
      const updates = Array.from({ length: 250 }, (_item, at) =>
        rumEvent("view_update", { version: at + 2 }, { [`key${at}`]: filler }),
      );
      await put(...updates);
      const [listed] = await list();
      expect(JSON.parse(listed?.document ?? "")).toMatchObject({ _dd: { document_version: 1 } });
    });

    test("the states of its page are told in epoch time, in order, those of updates among them", async () => {
      await put(
        rumEvent(
          "view",
          { version: 1 },
          withStates({ state: "hidden", start: 2e9 }, { state: "active", start: -5e9 }, { state: 7 }, null),
        ),
      );
      const first = [
        { at: T0 - 5000, state: "active" },
        { at: T0 + 2000, state: "hidden" },
      ];
      expect((await view())?.pageStates).toEqual(first);
      await put(rumEvent("view_update", { version: 2 }, withStates({ state: "frozen", start: 3e9 })));
      expect((await view())?.pageStates).toEqual([...first, { at: T0 + 3000, state: "frozen" }]);
      await put(rumEvent("view", { version: 3 }));
      expect((await view())?.pageStates).toEqual([]);
    });

    test("a wrong time in its segments does not stretch it, a machine that was asleep does", async () => {
      const [day, year] = [24 * 3_600_000, 365 * 24 * 3_600_000];
      await put(rumEvent("view", { version: 1 }, { view: { time_spent: 5e9 } }));
      const wrong = [
        segment({ index: 0, start: T0 - year, end: T0 + 4000 }),
        segment({ index: 1, start: T0 + 4100, end: T0 + year }),
      ];
      await events.putSegments(wrong, hints());
      expect(await view()).toMatchObject({ start: T0, end: T0 + 5000 });
      const asleep = segment({ index: 0, viewId: "view-2", start: T0, end: T0 + 2 * day });
      await put(rumEvent("view", { version: 1, viewId: "view-2" }, { view: { time_spent: 5e9 } }));
      await events.putSegments([asleep], hints());
      expect((await events.getSession(VIEW.sessionId, signal))?.session.end).toBe(T0 + 2 * day);
    });

    test("updates without a full view are a partial view until one comes", async () => {
      await put(rumEvent("view_update", { version: 2 }, { view: { name: "partial" } }));
      expect(await view()).toMatchObject({ name: "partial", url: "https://shop.test/", ended: false });
      await put(rumEvent("view", { version: 1 }, { view: { loading_type: "route_change" } }));
      expect(await view()).toMatchObject({ name: "partial", loadingType: "route_change" });
    });
  });

  test("texts of a session and its views are cut where they are too long to be shown", async () => {
    const long = "x".repeat(100_000);
    const fields = {
      service: long,
      usr: { name: long },
      view: { name: long, url: `https://shop.test/${long}` },
    };
    await put(rumEvent("view", { version: 1 }, fields));
    const { name, url } = (await view()) ?? {};
    const { user, service } = (await session()) ?? {};
    for (const text of [name, url, user?.name, service]) expect(text).toHaveLength(4096);
  });

  describe("views", () => {
    test("known from segments only have their times, and the address of a Meta record", async () => {
      await events.putSegments([segment({ index: 0, pageUrl: "https://shop.test/cart?x=1" })], hints());
      expect(await view()).toMatchObject({
        url: "https://shop.test/cart?x=1",
        start: T0,
        end: T0 + 900,
        ended: false,
        segmentCount: 1,
        packed: false,
      });
      expect((await session())?.pages).toEqual(["/cart"]);
    });

    test("the document's address is preferred, and its times join those of the segments", async () => {
      await events.putSegments([segment({ index: 1, pageUrl: "https://shop.test/" })], hints());
      const document = { view: { url: "https://shop.test/pay#now", time_spent: 9e9 }, tab: { id: "tab-1" } };
      await put(rumEvent("view", { date: T0 - 500, version: 1 }, document));
      expect(await view()).toMatchObject({
        url: "https://shop.test/pay#now",
        tabId: "tab-1",
        start: T0 - 500,
        end: T0 + 8500,
      });
    });

    test("counts come from events where documents lag behind", async () => {
      await put(
        rumEvent("view", { version: 1 }, { view: { error: { count: 0 }, action: { count: 5 } } }),
        rumEvent("error", { date: T0 + 1 }),
        rumEvent(
          "action",
          { date: T0 + 2 },
          { action: { frustration: { type: ["rage_click", "dead_click"] } } },
        ),
      );
      expect(await view()).toMatchObject({ errorCount: 1, actionCount: 5, frustrationCount: 2 });
    });

    test("a session's views come in order of start", async () => {
      await put(
        rumEvent("view", { viewId: "b", date: T0 + 9, version: 1 }),
        rumEvent("view", { viewId: "a", version: 1 }),
      );
      const found = await events.getSession(VIEW.sessionId, signal);
      expect(found?.views.map(({ viewId }) => viewId)).toEqual(["a", "b"]);
      expect(await events.getSession("another", signal)).toBeNull();
      expect(await events.getView({ sessionId: "another", viewId: "a" }, signal)).toBeNull();
    });
  });

  describe("session summaries", () => {
    test("sum up views, segments and uploads", async () => {
      const browser = { name: "Chrome", version: "131" };
      const said = hints({
        receivedAt: epochMs(T0 + 70),
        browser,
        os: { name: "Linux" },
        deviceType: "desktop",
      });
      await events.putSegments(
        [segment({ index: 0 }), segment({ index: 0, viewId: "view-2", start: T0 + 60 })],
        said,
      );
      const fields = {
        service: "shop",
        version: "1.2",
        ddtags: "sdk_version:7.16.2,env:demo:eu",
        usr: { id: 7, name: "Ada", anonymous_id: "anon" },
      };
      const ended = {
        ...fields,
        view: { is_active: false, url: "https://shop.test/b", error: { count: 2 } },
      };
      await put(rumEvent("view", { viewId: "view-2", date: T0 + 60, version: 1 }, ended));
      expect(await session()).toEqual({
        id: VIEW.sessionId,
        applicationId: APPLICATION,
        start: T0,
        end: T0 + 960,
        user: { id: "7", name: "Ada", anonymousId: "anon" },
        browser,
        os: { name: "Linux" },
        deviceType: "desktop",
        country: null,
        service: "shop",
        env: "demo:eu",
        version: "1.2",
        sdkVersion: "7.16.2",
        viewCount: 2,
        openViewCount: 1,
        pages: ["/b"],
        errorCount: 2,
        frustrationCount: 0,
        actionCount: 0,
        segmentCount: 2,
        bytes: segment({ index: 0 }).bytes.length * 2,
        lastReceivedAt: T0 + 70,
      });
    });

    test("the user last named wins, whatever order the events arrive in", async () => {
      await put(rumEvent("action", { date: T0 + 5 }, { usr: { id: "2", email: "b@x.test" } }));
      await put(rumEvent("action", { date: T0 + 1 }, { usr: { id: "1", name: "first" } }));
      await put(rumEvent("action", { date: T0 + 9 }, { usr: { anonymous_id: "anon" } }));
      expect((await session())?.user).toEqual({ id: "2", email: "b@x.test", anonymousId: "anon" });
    });

    test("what documents say of browser, system, device and country outranks request headers", async () => {
      const software = { browser: { name: "Safari" }, os: { name: "iOS", version: "17" } };
      const said = { ...software, device: { type: "Mobile" }, geo: { country: "France" } };
      await put(rumEvent("action", {}, said));
      const headers = hints({
        receivedAt: epochMs(T0 + 1e6),
        browser: { name: "Chrome" },
        deviceType: "desktop",
      });
      await events.putRumEvents([rumEvent("action", { date: T0 + 1 })], headers);
      expect(await session()).toMatchObject({ ...software, deviceType: "mobile", country: "France" });
    });

    test("page paths are distinct, in order of first visit, at most 20", async () => {
      const visits = [...Array(25).keys()].map((n) =>
        rumEvent(
          "view",
          { viewId: `v${n}`, date: T0 + n, version: 1 },
          { view: { url: `https://shop.test/${n % 22}?n=${n}` } },
        ),
      );
      await put(...visits.toReversed());
      expect((await session())?.pages).toEqual([...Array(20).keys()].map((n) => `/${n}`));
    });
  });
}
