import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seekEntries, type SeekEntry } from "../../replay/timeline/seek-entry.ts";
import { isThere, PLAN_LIMITS, type ViewDelivery } from "./plan.ts";
import { deliveredOf, everyIndexOf, FollowedPlan } from "./followed-plan.fixture.ts";
import { entry, view } from "./view-delivery.fixture.ts";
import type { PageRange, Wanted } from "./wanted.ts";

/** What happens next: how the need moves, or what the stage drops, or which of what is in flight arrives. */
type Step =
  | { readonly do: "need"; readonly view: number; readonly from: number; readonly ahead: number }
  | { readonly do: "drop"; readonly view: number; readonly first: number; readonly count: number }
  | { readonly do: "arrive"; readonly which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("need" as const),
    view: fc.nat(3),
    from: fc.nat(50_000),
    ahead: fc.nat(20_000),
  }),
  fc.record({ do: fc.constant("drop" as const), view: fc.nat(3), first: fc.nat(40), count: fc.nat(20) }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant("arrive" as const), which: fc.nat(5) }) },
);

const segment = fc.record({
  bytes: fc.oneof(fc.integer({ min: 1, max: 700_000 }), fc.integer({ min: 1, max: 30_000 })),
  isLost: fc.boolean(),
  hasFullSnapshot: fc.boolean(),
  hasKeyframe: fc.boolean(),
});

/** Views of which the source has keyframes and facts, and views of which it has none. */
const session = fc
  .array(fc.record({ segments: fc.array(segment, { maxLength: 30 }), isKnown: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((views) =>
    views.map(({ segments, isKnown }, at) => {
      let index = -1;
      const listed = segments.map(({ bytes, isLost, hasFullSnapshot }) => {
        index += isLost ? 2 : 1;
        return { ...entry(index, bytes, at * 100_000 + index * 1000), hasFullSnapshot };
      });
      const places = listed.filter((_, place) => isKnown && segments[place]?.hasKeyframe === true);
      return view(`v${at}`, listed, {
        start: at * 100_000,
        keyframes: places.map(({ index: after, end }) => ({ after, at: end })),
        factsThrough: isKnown ? index : -1,
      });
    }),
  );

const neverDelivered = (item: ViewDelivery) =>
  everyIndexOf(item).filter((index) => !item.delivered.has(index) && !item.dropped.has(index));
const isWithin = ({ first, last }: PageRange, index: number) => first <= index && index <= last;

/** The nearest entry for a time, counted from the view's start. */
const nearestEntry = ({ segments, keyframes, start }: ViewDelivery, from: number): SeekEntry =>
  seekEntries(segments, keyframes, start + from)[0] ?? { kind: "start", after: -1 };

function isMet({ views, need }: FollowedPlan): boolean {
  const needed = views.filter(({ viewId, segments }) => viewId === need?.viewId && segments.length > 0);
  return needed.every((item) => isThere(item, need?.from ?? 0));
}

describe("planFetches, followed step by step", () => {
  it("fetches nothing that is there, within its bounds in flight, whatever is needed, dropped and delivered", () => {
    fc.assert(
      fc.property(session, fc.array(step, { maxLength: 60 }), (views, steps) => {
        const followed = new FollowedPlan(views);
        for (const each of steps) {
          const arriving = each.do === "arrive" ? followed.inFlight[each.which] : undefined;
          if (each.do === "need") followed.seek(each.view, each.from, each.ahead);
          if (each.do === "drop") followed.drop(each.view, each.first, each.count);
          if (arriving !== undefined) followed.arrive(arriving);
          followed.plan();
          const count = (kind: Wanted["kind"]) =>
            followed.inFlight.filter((item) => item.kind === kind).length;
          expect(count("page")).toBeLessThanOrEqual(PLAN_LIMITS.maxPagesInFlight);
          expect(count("keyframe")).toBeLessThanOrEqual(PLAN_LIMITS.maxKeyframesInFlight);
        }
      }),
    );
  });

  it("comes to an end with the need met, and with all there whose facts the source does not know", () => {
    fc.assert(
      fc.property(session, fc.array(step, { maxLength: 40 }), (views, steps) => {
        const followed = new FollowedPlan(views);
        followed.seek(0, 0);
        for (const each of steps) {
          if (each.do === "need") followed.seek(each.view, each.from, each.ahead);
          if (each.do === "drop") followed.drop(each.view, each.first, each.count);
          followed.plan();
          const arriving = each.do === "arrive" ? followed.inFlight[each.which] : undefined;
          if (arriving !== undefined) followed.arrive(arriving);
        }
        followed.finish();
        expect(isMet(followed)).toBe(true);
        const unknown = followed.views.filter(({ factsThrough }) => factsThrough < 0);
        expect(unknown.flatMap(neverDelivered)).toEqual([]);
      }),
    );
  });

  it("answers a seek first: the entry's keyframe is among the first requests, and so is the segment after the entry", () => {
    fc.assert(
      fc.property(session, fc.nat(3), fc.nat(50_000), (views, place, from) => {
        const followed = new FollowedPlan(views);
        followed.seek(place === 0 ? 1 : 0, 0);
        followed.plan();
        const target = followed.seek(place, from);
        followed.plan();
        const asked = followed.inFlight.filter(({ viewId }) => viewId === target.viewId);
        const nearest = nearestEntry(target, from);
        const next = target.segments.find(({ index }) => index > nearest.after)?.index;
        const has = (each: Wanted) => each.kind === "keyframe" && each.after === nearest.after;
        const holds = (each: Wanted) => each.kind === "page" && isWithin(each, next ?? -1);
        expect(asked.some(has)).toBe(nearest.kind === "keyframe");
        expect(asked.some(holds)).toBe(next !== undefined);
      }),
    );
  });

  it("fetches nothing before the entry of a far seek in a view of which the source knows all", () => {
    fc.assert(
      fc.property(session, fc.nat(3), fc.nat(50_000), (views, place, from) => {
        const followed = new FollowedPlan(views);
        const target = followed.seek(place, from);
        fc.pre(target.factsThrough >= 0);
        followed.finish();
        const got = followed.views.filter((item) => item.viewId === target.viewId).flatMap(deliveredOf);
        expect(got.filter((index) => index <= nearestEntry(target, from).after)).toEqual([]);
      }),
    );
  });
});
