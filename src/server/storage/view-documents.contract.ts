import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventPlatform } from "./driver.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import { hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;

const withStates = (...all: readonly unknown[]) => ({ _dd: { page_states: all } });

/** What every driver of the event platform must make of a view's documents, in whatever order they come. */
export function viewDocumentsContract(open: () => Promise<EventPlatform>): void {
  let events: EventPlatform;
  beforeEach(async () => {
    events = await open();
  });
  afterEach(() => events.close());

  const put = (...rumEvents: readonly IncomingRumEvent[]) => events.putRumEvents(rumEvents, hints());
  const view = () => events.getView(VIEW, signal);
  const list = () => events.listRumEvents(VIEW.sessionId, { limit: 100 }, signal);

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
}
