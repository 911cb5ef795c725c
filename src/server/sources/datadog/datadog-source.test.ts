import { describe, expect, it } from "vitest";
import { rumEventPageSchema } from "../../../wire/rum-event.ts";
import { segmentIndexSchema } from "../../../wire/segment-index.ts";
import {
  facetsSchema,
  sessionDetailSchema,
  sessionPageSchema,
  sessionQuerySchema,
} from "../../../wire/session.ts";
import { longestView, readRecorded } from "../local/recorded.fixture.ts";
import { NEVER, setUpDatadog, type Setting } from "./datadog.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId, viewId, sent } = longestView(shop);

async function search({ source }: Setting, query: object) {
  const page = await source.searchSessions(sessionQuerySchema.parse(query), NEVER);
  expect(sessionPageSchema.parse(page)).toEqual(page);
  return page;
}

describe("a Datadog site as a source", () => {
  it("lists sessions page by page, newest first, each once", async () => {
    const setting = await setUpDatadog();
    const starts: number[] = [];
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search(setting, { limit: "3", cursor });
      expect(page.sessions.length).toBeLessThanOrEqual(3);
      starts.push(...page.sessions.map(({ start }) => start));
      ids.push(...page.sessions.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  });

  it("knows a session and its views", async () => {
    const { source } = await setUpDatadog();
    const detail = await source.getSession(sessionId, NEVER);
    expect(sessionDetailSchema.parse(detail)).toEqual(detail);
    expect(detail?.views.map(({ id }) => id)).toEqual(shop.viewIds);
    expect(detail?.session).toMatchObject({
      id: sessionId,
      source: "datadoghq.eu",
      service: "fernwood-shop",
      env: "demo",
    });
    expect(detail?.views.map(({ segmentCount }) => segmentCount > 0)).toEqual(shop.viewIds.map(() => true));
    await expect(source.getSession("nobody", NEVER)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("30 days") as string,
    });
  });

  it("has the RUM events of a session in order of date, each once", async () => {
    const { source } = await setUpDatadog();
    const events: string[] = [];
    const dates: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await source.getRumEvents(sessionId, { limit: 10, cursor }, NEVER);
      expect(rumEventPageSchema.parse(page)).toEqual(page);
      events.push(...(page?.events.map(({ id }) => id) ?? []));
      dates.push(...(page?.events.map(({ date }) => date) ?? []));
      cursor = page?.cursor;
    } while (cursor !== undefined);
    const views = shop.rumEvents.filter((event) => event.type === "view");
    const documents = shop.rumEvents.length - views.length + new Set(views.map((one) => one.viewId)).size;
    expect(new Set(events).size).toBe(documents);
    expect(events).toHaveLength(documents);
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  });

  it("serves a view's segments, of each page once", async () => {
    const { source, standIn } = await setUpDatadog();
    standIn.control.pageSegments = 2;
    const first = await source.getSegmentIndex(sessionId, viewId, NEVER);
    expect(segmentIndexSchema.parse(first)).toEqual(first);
    const frames = await source.getSegments(sessionId, viewId, { first: 0, last: 4 }, NEVER);
    expect(frames.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    const index = await source.getSegmentIndex(sessionId, viewId, NEVER);
    expect(index?.segments.map((each) => each.index)).toEqual([0, 1, 2, 3, 4]);
    expect(index).toMatchObject({ complete: true });
    expect(index?.loading).toBeUndefined();
    const served = standIn.control.requests.flatMap(({ segments }) => segments);
    expect(served.toSorted()).toEqual(sent.map(({ meta }) => `${viewId}-${meta.indexInView}`));
  });

  it("offers the values of its filters", async () => {
    const { source } = await setUpDatadog();
    const facets = await source.facets(NEVER);
    expect(facetsSchema.parse(facets)).toEqual(facets);
    expect(facets.services).toContain("fernwood-shop");
    expect(facets.browsers.toSorted()).toEqual(["Chrome", "Firefox", "Safari"]);
  });
});
