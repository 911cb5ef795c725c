import { expect, it } from "vitest";
import {
  facetsSchema,
  sessionDetailSchema,
  sessionPageSchema,
  sessionQuerySchema,
} from "../../wire/session.ts";
import { rumEventPageSchema } from "../../wire/rum-event.ts";
import { type SegmentIndex, segmentIndexSchema } from "../../wire/segment-index.ts";
import type { Recorded } from "./local/recorded.fixture.ts";
import type { ReplaySource } from "./source.ts";

// What every source keeps to, whatever is behind it. Each test runs against each driver.

const NEVER = new AbortController().signal;

/** The index when no more comes. */
async function settledIndex(
  source: ReplaySource,
  sessionId: string,
  viewId: string,
): Promise<SegmentIndex | null> {
  for (let known: number | undefined; ;) {
    const index = await source.getSegmentIndex(sessionId, viewId, NEVER, known);
    if (index?.loading === undefined) return index;
    known = index.segments.length;
  }
}

/** How many documents its RUM events come to: a view is one, however often it was sent. */
function documents({ rumEvents }: Recorded): number {
  const views = rumEvents.filter(({ type }) => type === "view");
  return rumEvents.length - views.length + new Set(views.map(({ viewId }) => viewId)).size;
}

/** `open` gives a source that has these recordings and no others; what it opens ends with the test. */
export function replaySourceContract(recorded: readonly Recorded[], open: () => Promise<ReplaySource>): void {
  const [one] = recorded;
  if (one === undefined) throw new Error("the contract needs a recording");
  const { sessionId } = one;

  it("lists each session once, page by page, as agreed", async () => {
    const source = await open();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await source.searchSessions(sessionQuerySchema.parse({ limit: "2", cursor }), NEVER);
      expect(sessionPageSchema.parse(page)).toEqual(page);
      expect(page.sessions.every((session) => session.source === source.id)).toBe(true);
      ids.push(...page.sessions.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids.toSorted()).toEqual(recorded.map((session) => session.sessionId).toSorted());
  });

  it("refuses a cursor that it did not give out", async () => {
    const source = await open();
    const query = sessionQuerySchema.parse({ cursor: "x" });
    await expect(source.searchSessions(query, NEVER)).rejects.toMatchObject({ status: 400 });
    await expect(source.getRumEvents(sessionId, { cursor: "x", limit: 1 }, NEVER)).rejects.toMatchObject({
      status: 400,
    });
  });

  it.each<[string, object]>([
    ["a session's id", { q: sessionId }],
    ["a page", { page: "/checkout" }],
    ["a page and errors", { page: "/CHECKOUT".toLowerCase(), errors: "1" }],
    ["errors and frustrations", { errors: "1", frustrations: "1" }],
    ["service and environment", { service: "fernwood", env: "demo" }],
  ])("finds a session by %s", async (_what, filter) => {
    const source = await open();
    const { sessions } = await source.searchSessions(sessionQuerySchema.parse(filter), NEVER);
    expect(sessions.map(({ id }) => id)).toContain(sessionId);
  });

  it.each<[string, object]>([
    ["another id", { q: "00000000-0000-4000-8000-000000000000" }],
    ["a page nobody saw", { page: "/nowhere" }],
    ["a user nobody is", { user: "nobody@nowhere.example" }],
    ["another time", { to: 1_000_000_000_000 }],
    ["a length it does not have", { minDuration: 10_000_000_000 }],
  ])("finds none by %s", async (_what, filter) => {
    const source = await open();
    const { sessions } = await source.searchSessions(sessionQuerySchema.parse({ from: 1, ...filter }), NEVER);
    expect(sessions).toEqual([]);
  });

  it.each(["longest", "errors", "frustrations"] as const)("lists sessions by %s, each once", async (sort) => {
    const source = await open();
    const measures: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await source.searchSessions(sessionQuerySchema.parse({ sort, limit: "2", cursor }), NEVER);
      measures.push(
        ...page.sessions.map(({ start, end, errorCount, frustrationCount }) =>
          sort === "longest" ? end - start : sort === "errors" ? errorCount : frustrationCount,
        ),
      );
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(measures).toHaveLength(recorded.length);
    expect(measures).toEqual(measures.toSorted((a, b) => b - a));
  });

  it("says what filters can be set to", async () => {
    const facets = await (await open()).facets(NEVER);
    expect(facetsSchema.parse(facets)).toEqual(facets);
    expect(facets.services).toContain("fernwood-shop");
  });

  it("knows a session and its views in order of start", async () => {
    const source = await open();
    const detail = await source.getSession(sessionId, NEVER);
    expect(sessionDetailSchema.parse(detail)).toEqual(detail);
    expect(detail?.views.map(({ id }) => id)).toEqual(one.viewIds);
    expect(detail?.views.every(({ segmentCount }) => segmentCount > 0)).toBe(true);
    expect(detail?.session).toMatchObject({
      id: sessionId,
      source: source.id,
      viewCount: one.viewIds.length,
    });
  });

  it("has the RUM events of a session in order of date, a view once", async () => {
    const source = await open();
    const events: string[] = [];
    const dates: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await source.getRumEvents(sessionId, { limit: 10, cursor }, NEVER);
      expect(rumEventPageSchema.parse(page)).toEqual(page);
      events.push(...(page?.events.map(({ type, id }) => `${type} ${id}`) ?? []));
      dates.push(...(page?.events.map(({ date }) => date) ?? []));
      cursor = page?.cursor;
    } while (cursor !== undefined);
    expect(new Set(events).size).toBe(documents(one));
    expect(events).toHaveLength(documents(one));
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  });

  it("has every segment of every view, and their records as they were", async () => {
    const source = await open();
    for (const viewId of one.viewIds) {
      const sent = one.segments.filter(({ meta }) => meta.viewId === viewId);
      const index = await settledIndex(source, sessionId, viewId);
      expect(segmentIndexSchema.parse(index)).toEqual(index);
      expect(index?.segments.map(({ bytes: _bytes, ...entry }) => entry)).toEqual(
        sent.map(({ meta }) => ({
          index: meta.indexInView,
          start: meta.start,
          end: meta.end,
          records: meta.recordsCount,
          hasFullSnapshot: meta.hasFullSnapshot,
        })),
      );
      const last = sent.length - 1;
      const frames = await source.getSegments(sessionId, viewId, { first: 0, last }, NEVER);
      expect(frames.map((frame) => frame.index)).toEqual(sent.map(({ meta }) => meta.indexInView));
      expect(frames.map(({ bytes }) => bytes.length)).toEqual(index?.segments.map(({ bytes }) => bytes));
      const some = await source.getSegments(sessionId, viewId, { first: last, last: last + 5 }, NEVER);
      expect(some.map((frame) => frame.index)).toEqual([last]);
    }
  });

  it("has nothing of a view that is none", async () => {
    const source = await open();
    expect(await source.getSegmentIndex(sessionId, "nothing", NEVER)).toBeNull();
    expect(await source.getSegments(sessionId, "nothing", { first: 0, last: 9 }, NEVER)).toEqual([]);
    expect(
      await source.getKeyframe(sessionId, one.viewIds[0] ?? "", { list: "none", after: 0 }, NEVER),
    ).toBeNull();
    expect(await source.getViewFacts(sessionId, one.viewIds[0] ?? "", "none", NEVER)).toBeNull();
    expect(await source.getResource(sessionId, "none", NEVER)).toBeNull();
  });

  it("does nothing for someone who is gone", async () => {
    const source = await open();
    const gone = AbortSignal.abort(new Error("gone"));
    await expect(source.searchSessions(sessionQuerySchema.parse({}), gone)).rejects.toThrow("gone");
    await expect(source.getSegmentIndex(sessionId, one.viewIds[0] ?? "", gone)).rejects.toThrow("gone");
  });
}
