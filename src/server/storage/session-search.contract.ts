import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventPlatform } from "./driver.ts";
import type { SessionSearch } from "./session-listing.ts";
import { APPLICATION, hints, rumEvent, segment, T0 } from "./incoming.fixture.ts";

const signal = new AbortController().signal;

/** What every driver of the event platform must do about finding sessions. */
export function sessionSearchContract(open: () => Promise<EventPlatform>): void {
  let events: EventPlatform;
  beforeEach(async () => {
    events = await open();
  });
  afterEach(() => events.close());
  const ids = async (search: Partial<SessionSearch> = {}): Promise<string[]> => {
    const page = await events.searchSessions({ sort: "newest", limit: 50, ...search }, signal);
    expect(page.total).toBe(page.sessions.length);
    return page.sessions.map(({ id }) => id);
  };

  describe("searching sessions", () => {
    beforeEach(async () => {
      const add = async (
        sessionId: string,
        at: number,
        length: number,
        fields: Record<string, unknown>,
        name = "Chrome",
      ) => {
        await events.putSegments(
          [segment({ index: 0, sessionId, start: at, end: at + length })],
          hints({ browser: { name } }),
        );
        await events.putRumEvents([rumEvent("view", { sessionId, date: at, version: 1 }, fields)], hints());
      };
      await add("s-1", T0, 1000, {
        usr: { id: "u1", name: "Ünal Öz" },
        view: { url: "https://x.test/Cart/100%25", error: { count: 3 } },
      });
      await add(
        "s-2",
        T0 + 10,
        5000,
        { service: "Shop", ddtags: "env:prod", view: { frustration: { count: 2 }, error: { count: 1 } } },
        "Firefox",
      );
      await add("s-3", T0 + 20, 200, {
        usr: { email: "ada@x.test" },
        device: { type: "Mobile" },
        geo: { country: "France" },
      });
      await events.putRumEvents([rumEvent("view", { sessionId: "without-replay", version: 1 })], hints());
    });

    test("only those with segments, in each order", async () => {
      expect(await ids()).toEqual(["s-3", "s-2", "s-1"]);
      expect(await ids({ sort: "longest" })).toEqual(["s-2", "s-1", "s-3"]);
      expect(await ids({ sort: "errors" })).toEqual(["s-1", "s-2", "s-3"]);
      expect(await ids({ sort: "frustrations" })).toEqual(["s-2", "s-3", "s-1"]);
    });

    test.each<[Partial<SessionSearch>, string[]]>([
      [{ text: "S-2" }, ["s-2"]],
      [{ text: "ADA@" }, ["s-3"]],
      [{ text: "cart/100%" }, ["s-1"]],
      [{ text: "cart_100" }, []],
      [{ user: "üNAL ö" }, ["s-1"]],
      [{ page: "/cart" }, ["s-1"]],
      [{ application: "APP" }, ["s-3", "s-2", "s-1"]],
      [{ service: "shop" }, ["s-2"]],
      [{ env: "Prod" }, ["s-2"]],
      [{ browser: "firefox" }, ["s-2"]],
      [{ device: "mobile" }, ["s-3"]],
      [{ country: "fra" }, ["s-3"]],
      [{ from: T0 + 10, to: T0 + 10 }, ["s-2"]],
      [{ minDuration: 1000 }, ["s-2", "s-1"]],
      [{ maxDuration: 1000 }, ["s-3", "s-1"]],
      [{ withErrors: true }, ["s-2", "s-1"]],
      [{ withFrustrations: true }, ["s-2"]],
      [{ withErrors: true, browser: "chrome" }, ["s-1"]],
      [{ text: "" }, ["s-3", "s-2", "s-1"]],
    ])("%j", async (search, expected) => {
      expect(await ids(search)).toEqual(expected);
    });

    test.each(["newest", "longest", "errors", "frustrations"] as const)(
      "pages by %s go on where the last ended, also while sessions are added",
      async (sort) => {
        const whole = await ids({ sort });
        const paged: string[] = [];
        let after: SessionSearch["after"];
        do {
          const page = await events.searchSessions({ sort, limit: 1, after }, signal);
          expect(page.total).toBeGreaterThanOrEqual(3);
          paged.push(...page.sessions.map(({ id }) => id));
          after =
            page.next === null
              ? undefined
              : (JSON.parse(JSON.stringify(page.next)) as SessionSearch["after"]);
          await events.putSegments(
            [segment({ index: 0, sessionId: `z-${paged.length}`, start: T0 + 1e6, end: T0 + 2e6 })],
            hints(),
          );
        } while (after);
        // New ones sort before (newest, longest) or after the place where the walk is: none is seen twice.
        expect(paged.filter((id) => id.startsWith("s-"))).toEqual(whole);
        expect(new Set(paged).size).toBe(paged.length);
      },
    );

    test("facets list the values of sessions with segments, most frequent first", async () => {
      expect(await events.facets(signal)).toEqual({
        applications: [APPLICATION],
        services: ["Shop"],
        envs: ["prod"],
        browsers: ["Chrome", "Firefox"],
        devices: ["mobile"],
      });
    });
  });
}
