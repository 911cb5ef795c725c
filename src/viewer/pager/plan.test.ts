import { describe, expect, it } from "vitest";
import { isThere, type Need, planFetches } from "./plan.ts";
import { entries, entry, keyframe, keyframed, numbers, page, view } from "./view-delivery.fixture.ts";

const at = (viewId: string, from: number, ts = from): Need => ({ viewId, from, ts });
const nothing = { fetch: [], cancel: [] };

const ten = entries(10);
/** More than is fetched for its facts; a minute is 60 segments. */
const long = entries(2000, 20_000);

describe("planFetches", () => {
  it("plans nothing before the stage has said what it needs", () => {
    expect(planFetches([view("a", ten)], undefined)).toEqual(nothing);
  });

  it("begins at the start with a small page and goes on with a larger one", () => {
    const { fetch } = planFetches([view("a", entries(60))], at("a", 0));
    expect(fetch).toEqual([page("a", 0, 14), page("a", 15, 44)]);
  });

  it("gives a huge segment a page by itself, and ends a page before one", () => {
    const segments = [entry(0, 5_000_000), entry(1), entry(2), entry(3, 5_000_000)];
    const { fetch } = planFetches([view("a", segments)], at("a", 0));
    expect(fetch).toEqual([page("a", 0, 0), page("a", 1, 2)]);
  });

  it("spans no more numbers with a page than the server gives", () => {
    const sparse = [0, 1, 400, 499, 500, 2000].map((index, place) => entry(index, 1, place * 1000));
    const { fetch } = planFetches([view("a", sparse)], at("a", 0));
    expect(fetch).toEqual([page("a", 0, 499), page("a", 500, 500)]);
  });

  it("seeks far with the nearest keyframe and the segments after it at once, and nothing before", () => {
    const views = [view("a", long, keyframed(long, 300, 800, 1200))];
    expect(planFetches(views, at("a", 804_500))).toEqual({
      fetch: [keyframe("a", 800), page("a", 801, 807), page("a", 808, 821)],
      cancel: [],
    });
  });

  it("enters at a segment with a full snapshot where that is nearer", () => {
    const segments = long.map((item) => (item.index === 802 ? { ...item, hasFullSnapshot: true } : item));
    const [first] = planFetches([view("a", segments, keyframed(segments, 800))], at("a", 804_500)).fetch;
    expect(first).toEqual(page("a", 802, 808));
  });

  it("goes back to what is left of entries: without a keyframe to be had, to the start", () => {
    expect(planFetches([view("a", long)], at("a", 804_500)).fetch[0]).toMatchObject({ first: 0 });
  });

  it("fetches nothing before a time to which delivered segments lead already", () => {
    const delivered = numbers(0, 1000);
    const views = [view("a", long, { ...keyframed(long, 800), delivered })];
    const { fetch } = planFetches(views, at("a", 804_500));
    // The keyframe is passed: decoding from the start takes strings out of it.
    expect(fetch).toEqual([keyframe("a", 800)]);
  });

  it("fetches only what is missing between the entry and the time", () => {
    const delivered = new Set([...numbers(801, 803), ...numbers(806, 900)]);
    const views = [view("a", long, { ...keyframed(long, 800), delivered, heldKeyframes: new Set([800]) })];
    expect(planFetches(views, at("a", 804_500)).fetch).toEqual([page("a", 804, 805)]);
  });

  it("fetches the keyframes that are passed on the way, those of the pages among them", () => {
    const views = [view("a", long, keyframed(long, 2, 5, 900))];
    const { fetch } = planFetches(views, at("a", 0, 20_000));
    expect(fetch).toEqual([keyframe("a", 2), keyframe("a", 5), page("a", 0, 6), page("a", 7, 20)]);
  });

  it("asks for the start of the next view when the playhead comes near its end", () => {
    const views = [view("a", ten, { delivered: numbers(0, 9) }), view("b", entries(10, 10_000, 10_000))];
    expect(planFetches(views, at("a", 8000)).fetch[0]).toEqual(page("b", 0, 9));
  });

  it("lets what is in flight finish when nothing more urgent is left to ask for", () => {
    const views = [
      view("a", long, { inFlight: [page("a", 0, 6)] }),
      view("b", ten, { start: 9e6, delivered: numbers(0, 9) }),
    ];
    expect(planFetches(views, at("b", 9e6))).toEqual(nothing);
  });

  it("cancels what is in flight for another place when a seek asks for this one", () => {
    const inFlight = [keyframe("a", 300), page("a", 301, 307), page("a", 308, 322)];
    const views = [view("a", long, { ...keyframed(long, 300, 800), inFlight })];
    const plan = planFetches(views, at("a", 801_500));
    expect(plan.fetch).toEqual([keyframe("a", 800), page("a", 801, 807), page("a", 808, 821)]);
    expect(plan.cancel).toEqual(inFlight);
  });

  it("goes on with pages in flight that a seek needs too", () => {
    const inFlight = [page("a", 290, 310)];
    const views = [view("a", long, { ...keyframed(long, 300), inFlight })];
    expect(planFetches(views, at("a", 301_500))).toEqual({
      fetch: [keyframe("a", 300), page("a", 311, 327)],
      cancel: [],
    });
  });

  it("skips a view that failed", () => {
    expect(planFetches([view("a", ten, { failed: true })], at("a", 0))).toEqual(nothing);
  });

  it("leaves the far parts of a large session alone", () => {
    const views = [view("a", long, { delivered: numbers(0, 200) })];
    expect(planFetches(views, at("a", 0, 30_000))).toEqual(nothing);
  });

  it("fetches all of a small session whose facts the source does not know, and no view whose facts it knows", () => {
    const [a, b] = [ten, entries(10, 10_000, 1e6)];
    const rest = planFetches([view("a", a, { delivered: numbers(0, 9) }), view("b", b)], at("a", 0));
    expect(rest.fetch).toEqual([page("b", 0, 9)]);
    const known = [view("a", a, { delivered: numbers(0, 9) }), view("b", b, keyframed(b))];
    expect(planFetches(known, at("a", 0))).toEqual(nothing);
  });

  it("fetches what came after the source found out its facts, from the last keyframe of that time on", () => {
    const segments = entries(400, 1000);
    const source = { ...keyframed(segments, 100, 300), factsThrough: 310 };
    const views = [view("a", segments, { ...source, delivered: numbers(0, 200) })];
    expect(planFetches(views, at("a", 0)).fetch).toEqual([keyframe("a", 300), page("a", 301, 399)]);
  });

  it("does not fetch again what was dropped after it was decoded, unless it is needed", () => {
    const views = [view("a", entries(300, 1000), { dropped: numbers(0, 299) })];
    expect(planFetches(views, at("a", 299_500)).fetch).toEqual([page("a", 0, 149), page("a", 150, 299)]);
    const next = [view("b", ten, { start: -1, delivered: numbers(0, 9) }), ...views];
    expect(planFetches(next, at("b", 9000)).fetch).toEqual([]);
  });
});

describe("isThere", () => {
  const held = { heldKeyframes: new Set([800]), delivered: numbers(801, 804) };

  it("says whether an entry and all between it and the time are delivered", () => {
    const there = view("a", long, { ...keyframed(long, 800), ...held });
    expect([804_500, 805_500, 700_000].map((ts) => isThere(there, ts))).toEqual([true, false, false]);
    expect(isThere({ ...there, heldKeyframes: new Set() }, 804_500)).toBe(false);
  });

  it("needs the first segment for a time before it", () => {
    expect(isThere(view("a", ten), -50)).toBe(false);
    expect(isThere(view("a", ten, { delivered: numbers(0, 0) }), -50)).toBe(true);
  });
});
