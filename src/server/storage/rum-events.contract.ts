import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventPlatform } from "./driver.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import { hints, rumEvent, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;

/** What every driver of the event platform must do about RUM events. */
export function rumEventsContract(open: () => Promise<EventPlatform>): void {
  let events: EventPlatform;
  beforeEach(async () => {
    events = await open();
  });
  afterEach(() => events.close());

  const put = (...rumEvents: readonly IncomingRumEvent[]) => events.putRumEvents(rumEvents, hints());
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
}
