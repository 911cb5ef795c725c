import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { EventPlatform } from "./driver.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import type { StoredSession } from "./stored-session.ts";
import { APPLICATION, hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;

/** What every driver of the event platform must know of views and sessions from their segments and RUM events. */
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
