import { describe, expect, it } from "vitest";
import { assert } from "../../base/assert.ts";
import { rumEventPageSchema } from "../../wire/rum-event.ts";
import { keepStatusSchema } from "../../wire/keep.ts";
import type { ViewSummary } from "../../wire/session.ts";
import type { ReplaySource } from "../sources/source.ts";
import { keep, NEVER, RECORDED, served, setUpKeep, shop, stored } from "./keep.fixture.ts";

const { sessionId } = shop;
// Segments may end later than their view's event says, and packing is the store's.
const comparable = ({ complete: _complete, end: _end, ...view }: ViewSummary) => view;

async function eventsOf(source: ReplaySource): Promise<readonly string[]> {
  const page = rumEventPageSchema.parse(await source.getRumEvents(sessionId, { limit: 1000 }, NEVER));
  return page.events.map(({ id: _id, ...event }) => JSON.stringify(event)).toSorted();
}

const bytesOf = new Map(shop.segments.map(({ viewId, index, bytes }) => [`${viewId}-${index}`, bytes]));

describe("keeping a session", () => {
  it("brings every segment as it was recorded, once, and the same index of frames", async () => {
    const { standIn, start } = await setUpKeep();
    const life = await start();
    const status = await keep(life);
    expect(keepStatusSchema.parse(status)).toEqual(status);
    expect(status).toMatchObject({ state: "kept", missing: [] });
    expect(status).toMatchObject({
      progress: { segments: { done: RECORDED.length, known: RECORDED.length } },
    });
    expect(served(standIn).toSorted()).toEqual(RECORDED);
    const here = await stored(life);
    expect([...here.keys()].toSorted()).toEqual(RECORDED);
    for (const [name, bytes] of here) expect(Buffer.compare(bytes, bytesOf.get(name) ?? Buffer.of())).toBe(0);
    for (const viewId of new Set(shop.segments.map((each) => each.viewId))) {
      const index = await life.local.getSegmentIndex(sessionId, viewId, NEVER);
      const theirs = await life.source.getSegmentIndex(sessionId, viewId, NEVER);
      expect(index?.segments).toEqual(theirs?.segments);
    }
  });

  it("brings the session, its views and its RUM events, and says where it is from", async () => {
    const { start } = await setUpKeep();
    const life = await start();
    await keep(life);
    const [mine, theirs] = [
      await life.local.getSession(sessionId, NEVER),
      await life.source.getSession(sessionId, NEVER),
    ];
    expect(mine?.keptFrom).toMatchObject({ source: "datadoghq.eu" });
    expect(mine?.views.map(comparable)).toEqual(theirs?.views.map(comparable));
    const { start: began, service, env, country, browser, live } = theirs?.session ?? {};
    expect(mine?.session).toMatchObject({ source: "local", start: began, service, env, country, live });
    expect(mine?.session.browser?.name).toBe(browser?.name);
    expect(await eventsOf(life.local)).toEqual(await eventsOf(life.source));
    const documents = await life.store.events.listRumEvents(sessionId, { limit: 1000 }, NEVER);
    expect(documents.filter(({ type }) => type === "session")).toHaveLength(1);
  });

  it.each(["JSON:API records", "lines", "JSON:API base64", "JSON array"] as const)(
    "takes the form %s, and stores what can be read again",
    async (shape) => {
      const { standIn, start } = await setUpKeep();
      standIn.control.shape = shape;
      standIn.control.token = "meta.page.after";
      standIn.control.pageSegments = 2;
      const life = await start();
      expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
      expect([...(await stored(life)).keys()].toSorted()).toEqual(RECORDED);
      expect(served(standIn).toSorted()).toEqual(RECORDED);
    },
  );

  it("names the segments that the source does not have, and keeps the rest", async () => {
    const { standIn, start } = await setUpKeep();
    const gone = shop.segments.find(({ viewId, index }) => RECORDED.includes(`${viewId}-${index + 1}`));
    assert(gone !== undefined, "no view has two segments");
    standIn.control.storage = (each) =>
      each.viewId === gone.viewId && each.index === gone.index ? "none" : "both";
    const life = await start();
    const status = await keep(life);
    const line = `view ${gone.viewId}: 1 segment (${gone.index})`;
    expect(status).toMatchObject({ state: "kept", missing: [line] });
    const name = `${gone.viewId}-${gone.index}`;
    expect([...(await stored(life)).keys()].toSorted()).toEqual(RECORDED.filter((each) => each !== name));
    await life.close();
    const next = await start();
    expect(await next.keeper.status(next.source, sessionId)).toMatchObject({
      state: "kept",
      missing: [line],
    });
  });

  it("finds what is in one storage only", async () => {
    const { standIn, start } = await setUpKeep();
    standIn.control.pageSegments = 1;
    standIn.control.storage = ({ index }) => (index % 2 === 0 ? "blob" : "event_platform");
    const life = await start();
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    expect([...(await stored(life)).keys()].toSorted()).toEqual(RECORDED);
    expect(served(standIn).toSorted()).toEqual(RECORDED);
  });

  it("says so when there is no such session, and when it is here anyway", async () => {
    const { start } = await setUpKeep();
    const life = await start();
    expect(await keep(life, "nobody")).toMatchObject({
      state: "stopped",
      message: expect.stringContaining("no session nobody") as string,
    });
    await expect(life.keeper.start(life.local, sessionId)).rejects.toMatchObject({ status: 400 });
    expect(await life.keeper.status(life.source, sessionId)).toEqual({ state: "none" });
  });

  it("says of a session that goes on that there may be more, and takes that later", async () => {
    const { standIn, clock, start } = await setUpKeep(10_000);
    standIn.control.pageSegments = 1;
    const last = shop.segments.at(-1);
    assert(last !== undefined, "no segments");
    const isLast = (each: typeof last) => each.viewId === last.viewId && each.index === last.index;
    standIn.control.storage = (each) => (isLast(each) ? "none" : "event_platform");
    const life = await start();
    const first = await keep(life);
    expect(first).toMatchObject({ state: "kept" });
    expect(JSON.stringify(first)).toContain("may still go on");
    expect((await stored(life)).size).toBe(RECORDED.length - 1);
    standIn.control.storage = () => "event_platform";
    standIn.control.requests.length = 0;
    clock.advance(60 * 60_000);
    expect(await keep(life)).toMatchObject({ state: "kept", missing: [] });
    expect((await stored(life)).size).toBe(RECORDED.length);
    // The last page of that view comes again, in case that it has grown; nothing else does.
    expect(served(standIn).length).toBeLessThanOrEqual(2);
  });
});
