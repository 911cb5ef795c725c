import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SegmentIndexEntry } from "../../wire/segment-index.ts";
import { PLAN_LIMITS, planPages, playableSegments, type PageRange, type ViewDelivery } from "./plan.ts";

const entry = (index: number, bytes = 10_000, start = index * 1000): SegmentIndexEntry => ({
  index,
  start,
  end: start + 1000,
  records: 10,
  hasFullSnapshot: index === 0,
  bytes,
});

const view = (viewId: string, start: number, segments: readonly SegmentIndexEntry[]): ViewDelivery => ({
  viewId,
  start,
  segments,
  delivered: 0,
  pages: 0,
  inFlight: [],
  failed: false,
});

const ten = Array.from({ length: 10 }, (_, index) => entry(index));

describe("planPages", () => {
  it("plans nothing before the stage has said what it needs", () => {
    expect(planPages([view("a", 0, ten)], undefined)).toEqual({ fetch: [], cancel: [] });
  });

  it("begins with a small page and goes on with a larger one", () => {
    const { fetch } = planPages([view("a", 0, ten)], { viewId: "a", ts: 0 });
    expect(fetch).toEqual([
      { viewId: "a", first: 0, last: 2 },
      { viewId: "a", first: 3, last: 9 },
    ]);
  });

  it("ends the first page by bytes where segments are large, and gives a huge one a page by itself", () => {
    const segments = [entry(0, 5_000_000), entry(1, 100_000), entry(2, 100_000), entry(3, 100_000)];
    const { fetch } = planPages([view("a", 0, segments)], { viewId: "a", ts: 0 });
    expect(fetch).toEqual([
      { viewId: "a", first: 0, last: 0 },
      { viewId: "a", first: 1, last: 3 },
    ]);
  });

  it("cancels what is in flight for another view when a seek asks for this one", () => {
    const inFlight: PageRange[] = [
      { viewId: "a", first: 0, last: 2 },
      { viewId: "a", first: 3, last: 9 },
    ];
    const views = [{ ...view("a", 0, ten), inFlight }, view("b", 500_000, ten)];
    const plan = planPages(views, { viewId: "b", ts: 505_000 });
    expect(plan.fetch.map((page) => page.viewId)).toEqual(["b", "b"]);
    expect(plan.cancel).toEqual(inFlight);
  });

  it("lets what is in flight finish when nothing more urgent is left to ask for", () => {
    const inFlight: PageRange[] = [{ viewId: "a", first: 0, last: 2 }];
    const views = [
      { ...view("a", 0, ten.slice(0, 3)), inFlight },
      { ...view("b", 9e6, ten), delivered: 10 },
    ];
    expect(planPages(views, { viewId: "b", ts: 9e6 })).toEqual({ fetch: [], cancel: [] });
  });

  it("asks for the start of the next view when the playhead comes near its end", () => {
    const views = [{ ...view("a", 0, ten), delivered: 10, pages: 2 }, view("b", 10_000, ten)];
    expect(planPages(views, { viewId: "a", ts: 8000 }).fetch[0]).toEqual({ viewId: "b", first: 0, last: 2 });
  });

  it("skips a view that failed", () => {
    const views = [{ ...view("a", 0, ten), failed: true }];
    expect(planPages(views, { viewId: "a", ts: 0 }).fetch).toEqual([]);
  });

  it("leaves the far parts of a large session alone", () => {
    const large = Array.from({ length: 100 }, (_, index) => entry(index, 900_000, index * 60_000));
    const views = [{ ...view("a", 0, large), delivered: 2, pages: 2 }];
    expect(planPages(views, { viewId: "a", ts: 30_000 }).fetch).toEqual([]);
  });
});

const session = fc
  .array(
    fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 700_000 }), skip: fc.boolean() }), {
      maxLength: 30,
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((views) =>
    views.map((segments, at) => {
      let index = -1;
      const listed = segments.map(({ bytes, skip }) => {
        index += skip ? 2 : 1;
        return entry(index, bytes, at * 100_000 + index * 1000);
      });
      return view(`v${at}`, at * 100_000, listed);
    }),
  );

describe("planPages, followed step by step", () => {
  it("delivers every segment once and in order of index, within its bound in flight", () => {
    fc.assert(
      fc.property(session, fc.infiniteStream(fc.nat(3)), (start, picks) => {
        const limits = { ...PLAN_LIMITS, backgroundBytes: Infinity };
        let views = start;
        const got = new Map<string, number[]>(start.map(({ viewId }) => [viewId, []]));
        for (let step = 0; step < 500; step += 1) {
          const target = views[(picks.next().value ?? 0) % views.length];
          const need = { viewId: target?.viewId ?? "", ts: (target?.start ?? 0) + 2000 };
          const { fetch, cancel } = planPages(views, need, limits);
          views = views.map((item) => follow(item, fetch, cancel));
          expect(views.flatMap((item) => item.inFlight).length).toBeLessThanOrEqual(limits.maxInFlight);
          // Any one view's oldest page arrives.
          const arriving = views.find((item) => item.inFlight.length > 0);
          if (arriving === undefined) break;
          views = views.map((item) => (item === arriving ? arrive(item, got) : item));
        }
        for (const { viewId, segments } of start) {
          expect(got.get(viewId)).toEqual(segments.map((segment) => segment.index));
        }
      }),
    );
  });

  it("answers a seek first", () => {
    fc.assert(
      fc.property(session, fc.nat(3), fc.nat(30_000), (views, pick, offset) => {
        const target = views[pick % views.length];
        if (target === undefined || target.segments.length === 0) return;
        const need = { viewId: target.viewId, ts: target.start + offset };
        const [first] = planPages(views, need).fetch;
        expect(first?.viewId).toBe(target.viewId);
        expect(first?.first).toBe(target.segments[0]?.index);
      }),
    );
  });
});

function follow(item: ViewDelivery, fetch: readonly PageRange[], cancel: readonly PageRange[]): ViewDelivery {
  const kept = item.inFlight.filter((page) => !cancel.includes(page));
  return { ...item, inFlight: [...kept, ...fetch.filter((page) => page.viewId === item.viewId)] };
}

function arrive(item: ViewDelivery, got: Map<string, number[]>): ViewDelivery {
  const [page, ...inFlight] = item.inFlight;
  if (page === undefined) return item;
  const indexes = item.segments.map((segment) => segment.index);
  const segments = indexes.filter((index) => index >= page.first && index <= page.last);
  got.get(item.viewId)?.push(...segments);
  return { ...item, inFlight, delivered: item.delivered + segments.length, pages: item.pages + 1 };
}

describe("playableSegments", () => {
  const [zero, one, , three] = ten;
  const listed = [zero, one, three].filter((item) => item !== undefined);

  it("waits at a hole while the view may still be growing", () => {
    expect(playableSegments(listed, [], true).map((item) => item.index)).toEqual([0, 1]);
  });

  it("goes past a hole when patience is over", () => {
    expect(playableSegments(listed, [], false).map((item) => item.index)).toEqual([0, 1, 3]);
  });

  it("leaves out what came after its successors were delivered", () => {
    expect(playableSegments(ten, listed, false).map((item) => item.index)).toEqual([
      0, 1, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });
});
