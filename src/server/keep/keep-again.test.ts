import { describe, expect, it } from "vitest";
import { hintsAt, putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { ended, keep, NEVER, RECORDED, served, setUpKeep, shop, stored } from "./keep.fixture.ts";

const { sessionId } = shop;

/** Requests for a session's events, not those that look the session up. */
const eventSearches = (requests: readonly { readonly route: string; readonly body: string }[]) =>
  requests.filter(({ route, body }) => route === "search" && !body.includes("@type:(session OR view)"));

describe("keeping that is gone on with", () => {
  it.each([1, 4, 9])("fetches nothing twice after a stop at request %d and a restart", async (at) => {
    const { standIn, start } = await setUpKeep();
    const { control } = standIn;
    control.pageSegments = 1;
    const life = await start();
    const stopped = new Promise<void>((resolve) => {
      control.onStall = () => resolve(life.keeper.stop(life.source, sessionId).then(() => undefined));
    });
    control.always = (route, count) => (route === "segments" && count === at ? { kind: "silence" } : null);
    await life.keeper.start(life.source, sessionId);
    await stopped;
    expect(await ended(life)).toMatchObject({ state: "stopped" });
    expect((await stored(life)).size).toBe(at);
    await life.close();
    const next = await start();
    expect(await next.keeper.status(next.source, sessionId)).toMatchObject({ state: "stopped" });
    expect(await keep(next)).toMatchObject({ state: "kept", missing: [] });
    expect(served(standIn).toSorted()).toEqual(RECORDED);
    expect([...(await stored(next)).keys()].toSorted()).toEqual(RECORDED);
    expect(eventSearches(control.requests)).toHaveLength(1);
  });

  it("asks for nothing but the session when all of it is here", async () => {
    const { standIn, start } = await setUpKeep();
    const life = await start();
    await keep(life);
    await life.close();
    standIn.control.requests.length = 0;
    expect(await keep(await start())).toMatchObject({ state: "kept", missing: [] });
    expect(standIn.control.requests.map(({ route }) => route)).toEqual(["search"]);
    expect(eventSearches(standIn.control.requests)).toEqual([]);
  });

  it("begins a storage anew when its place is not taken any more, and stores each segment once", async () => {
    const { standIn, start } = await setUpKeep();
    const { control } = standIn;
    control.pageSegments = 1;
    const life = await start();
    control.always = (route, count) =>
      route === "segments" && count === 3 ? { kind: "status", status: 401 } : null;
    expect(await keep(life)).toMatchObject({ state: "stopped" });
    await life.close();
    control.always = null;
    control.faults.segments = [{ kind: "status", status: 400, body: { errors: ["Invalid paging token"] } }];
    const next = await start();
    expect(await keep(next)).toMatchObject({ state: "kept", missing: [] });
    expect([...(await stored(next)).keys()].toSorted()).toEqual(RECORDED);
  });

  it("gets through a storm of 429s and failures with everything, each segment once", async () => {
    const { standIn, clock, start } = await setUpKeep();
    const { control } = standIn;
    control.pageSegments = 1;
    control.limits.segments = { requests: 3, seconds: 10 };
    control.always = (_route, count) => {
      if (count % 3 === 0) return { kind: "status", status: 429, headers: { "Retry-After": "2" } };
      return count % 7 === 1 ? { kind: "status", status: 500 } : null;
    };
    const life = await start();
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    expect(clock.passed.length).toBeGreaterThan(0);
    expect(served(standIn).toSorted()).toEqual(RECORDED);
    expect([...(await stored(life)).keys()].toSorted()).toEqual(RECORDED);
  });

  it("goes on with the other views when one fails, says which, and completes it later", async () => {
    const { standIn, start } = await setUpKeep();
    const { control } = standIn;
    const failing = shop.segments[0]?.viewId ?? "";
    const life = await start();
    control.always = (route) => {
      const path = control.requests.at(-1)?.path ?? "";
      return route === "segments" && path.includes(failing) ? { kind: "status", status: 500 } : null;
    };
    const status = await keep(life);
    expect(status).toMatchObject({ state: "stopped", message: expect.stringContaining(failing) as string });
    const others = RECORDED.filter((name) => !name.startsWith(failing));
    expect([...(await stored(life)).keys()].toSorted()).toEqual(others);
    control.always = null;
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    expect(served(standIn).toSorted()).toEqual(RECORDED);
  });
});

describe("keeping beside others", () => {
  it("stores once what the SDK has sent here too, segments and events", async () => {
    const { clock, standIn, start } = await setUpKeep();
    // Made anew by the source, so that not even the bytes are the same.
    standIn.control.shape = "JSON:API records";
    const life = await start();
    const recorded = readRecorded("shop-checkout-v7");
    await life.store.events.putSegments(recorded.segments.slice(0, 5), hintsAt(clock.now()));
    await life.store.events.putRumEvents(recorded.rumEvents, hintsAt(clock.now()));
    const before = await life.local.getRumEvents(sessionId, { limit: 1000 }, NEVER);
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    const here = await stored(life);
    expect([...here.keys()].toSorted()).toEqual(RECORDED);
    for (const { meta, bytes } of recorded.segments.slice(0, 5))
      expect(Buffer.from(here.get(`${meta.viewId}-${meta.indexInView}`) ?? []).equals(bytes)).toBe(true);
    const after = await life.local.getRumEvents(sessionId, { limit: 1000 }, NEVER);
    expect(after?.events.map(({ id }) => id)).toEqual(before?.events.map(({ id }) => id));
    // The SDK says it again.
    await putRecorded(life.store, recorded, clock.now());
    expect((await stored(life)).size).toBe(RECORDED.length);
  });

  it("does not ask for segments of a view that the SDK has sent here completely", async () => {
    const { clock, standIn, start } = await setUpKeep();
    const life = await start();
    await putRecorded(life.store, readRecorded("shop-checkout-v7"), clock.now());
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    const counted = shop.rumEvents.filter((event) => JSON.stringify(event).includes("segments_count"));
    expect(counted.length).toBeGreaterThan(0);
    expect(served(standIn)).toEqual([]);
  });

  it("takes what a viewer has fetched, and leaves the viewer what it took", async () => {
    const { standIn, start } = await setUpKeep();
    standIn.control.pageSegments = 1;
    const life = await start();
    const viewIds = [...new Set(shop.segments.map(({ viewId }) => viewId))];
    await life.source.getSession(sessionId, NEVER);
    // Some are read to the end, one is under way, the rest nobody has asked for.
    const [first = "", second = ""] = viewIds;
    await life.source.getSegments(sessionId, first, { first: 0, last: 100 }, NEVER);
    const looking = life.source.getSegmentIndex(sessionId, second, NEVER);
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    await looking;
    expect(served(standIn).toSorted()).toEqual(RECORDED);
    expect([...(await stored(life)).keys()].toSorted()).toEqual(RECORDED);
  });

  it("is done one at a time of a source; who waits can be called off", async () => {
    const { standIn, start } = await setUpKeep();
    const { control } = standIn;
    const life = await start();
    const stalled = new Promise<void>((resolve) => {
      control.onStall = resolve;
    });
    control.faults.segments = [{ kind: "silence" }];
    expect(await life.keeper.start(life.source, sessionId)).toMatchObject({ state: "keeping" });
    expect(await life.keeper.start(life.source, "other")).toEqual({ state: "waiting", ahead: 1 });
    expect(await life.keeper.start(life.source, "another")).toEqual({ state: "waiting", ahead: 2 });
    expect(await life.keeper.start(life.source, "other")).toEqual({ state: "waiting", ahead: 1 });
    await stalled;
    expect(control.requests.filter(({ body }) => body.includes("other"))).toEqual([]);
    expect(await life.keeper.stop(life.source, "other")).toEqual({ state: "none" });
    expect(await life.keeper.status(life.source, "another")).toEqual({ state: "waiting", ahead: 1 });
    await life.keeper.close();
    expect(await life.keeper.status(life.source, sessionId)).toMatchObject({ state: "stopped" });
    await expect(life.keeper.start(life.source, sessionId)).rejects.toMatchObject({ status: 503 });
  });
});
