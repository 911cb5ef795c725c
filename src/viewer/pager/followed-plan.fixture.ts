import { assert } from "../../base/assert.ts";
import { type Need, PLAN_LIMITS, planFetches, type ViewDelivery } from "./plan.ts";
import { view } from "./view-delivery.fixture.ts";
import { isSame, type Wanted } from "./wanted.ts";

/** Views to which things are delivered as the plan says. */
export class FollowedPlan {
  views: readonly ViewDelivery[];
  need: Need | undefined;
  readonly #limits = { ...PLAN_LIMITS, backgroundBytes: Infinity, aheadMs: 3000 };

  constructor(views: readonly ViewDelivery[]) {
    this.views = views;
  }

  get inFlight(): readonly Wanted[] {
    return this.views.flatMap((each) => each.inFlight);
  }

  plan(): readonly Wanted[] {
    const { fetch, cancel } = planFetches(this.views, this.need, this.#limits);
    this.views = this.views.map((item) => ({
      ...item,
      inFlight: [
        ...item.inFlight.filter((each) => !cancel.includes(each)),
        ...fetch.filter(({ viewId }) => viewId === item.viewId),
      ],
    }));
    return fetch;
  }

  seek(place: number, from: number, ahead = 0): ViewDelivery {
    const target = this.views[place % this.views.length] ?? view("none", []);
    const ts = target.start + from;
    this.need = { viewId: target.viewId, from: ts, ts: ts + ahead };
    return target;
  }

  /** Fails when a segment comes that is there. */
  arrive(arrived: Wanted): void {
    this.views = this.views.map((item) => {
      if (item.viewId !== arrived.viewId) return item;
      const inFlight = item.inFlight.filter((other) => !isSame(arrived, other));
      if (arrived.kind === "keyframe")
        return { ...item, inFlight, heldKeyframes: new Set([...heldOf(item), arrived.after]) };
      const indexes = indexesOf(item, arrived.first, arrived.last);
      assert(indexes.length > 0, "a page has segments");
      assert(!indexes.some((index) => item.delivered.has(index)), "what comes is not there");
      return { ...item, inFlight, delivered: new Set([...deliveredOf(item), ...indexes]) };
    });
  }

  drop(place: number, first: number, count: number): void {
    const target = this.views[place % this.views.length];
    this.views = this.views.map((item) => {
      if (item !== target) return item;
      const gone = indexesOf(item, first, first + count).filter((index) => item.delivered.has(index));
      return {
        ...item,
        delivered: new Set(deliveredOf(item).filter((index) => !gone.includes(index))),
        dropped: new Set([...droppedOf(item), ...gone]),
      };
    });
  }

  /** Everything arrives until nothing is wanted any more. */
  finish(): void {
    for (let rounds = 0; this.plan().length > 0 || this.inFlight.length > 0; rounds += 1) {
      const [first] = this.inFlight;
      if (first !== undefined) this.arrive(first);
      assert(rounds < 1000, "it comes to an end");
    }
  }
}

const indexesOf = ({ segments }: ViewDelivery, first: number, last: number) =>
  segments.map(({ index }) => index).filter((index) => index >= first && index <= last);
export const everyIndexOf = (item: ViewDelivery) => indexesOf(item, 0, Infinity);
export const deliveredOf = (item: ViewDelivery) =>
  everyIndexOf(item).filter((index) => item.delivered.has(index));
const droppedOf = (item: ViewDelivery) => everyIndexOf(item).filter((index) => item.dropped.has(index));
const heldOf = (item: ViewDelivery) =>
  item.keyframes.map(({ after }) => after).filter((after) => item.heldKeyframes.has(after));
