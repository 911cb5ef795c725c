import { countBefore } from "../../base/binary-search.ts";
import type { Presence } from "../../replay/timeline/presence.ts";
import type { StageView } from "../../wire/stage.ts";
import { type Contest, type Plan, planSession, type Span } from "./plan.ts";

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A view that is on screen at a time, whatever else is learnt. */
interface Hold {
  readonly viewId: string;
  readonly ts: number;
}

/** Which view is shown when, as it is known now: the plan, and in it what a person looks at, which does not change. */
export class Programme {
  #session: Stretch;
  #views: readonly StageView[];
  #pinned: string | undefined;
  #hold: Hold | undefined;
  readonly #presence = new Map<string, Presence>();
  #plan: Plan = { spans: [], contests: [] };
  #spans: readonly Span[] = [];
  readonly #changed: (spans: readonly Span[]) => void;

  /** `changed` is told whenever another view is shown somewhere. */
  constructor(
    session: Stretch,
    views: readonly StageView[],
    changed: (spans: readonly Span[]) => void = () => undefined,
  ) {
    this.#session = session;
    this.#views = views;
    this.#changed = changed;
    this.#make();
  }

  get session(): Stretch {
    return this.#session;
  }

  /** A time kept within the session. */
  within(ts: number): number {
    return Math.min(Math.max(ts, this.#session.start), this.#session.end);
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** Where the records of several views decide which of them is shown. */
  get contests(): readonly Contest[] {
    return this.#plan.contests;
  }

  /** The views whose records decide what is shown at `ts`; none where that is clear, or held. */
  rivalsAt(ts: number): readonly string[] {
    const hold = this.#hold;
    if (hold !== undefined && spanAt(this.#spans, ts)?.viewId === hold.viewId) {
      if (spanAt(this.#spans, ts) === spanAt(this.#spans, hold.ts)) return [];
    }
    const contest = this.contests[countBefore(this.contests, ({ from }) => from <= ts) - 1];
    return contest !== undefined && ts < contest.to ? contest.viewIds : [];
  }

  /** The tab of this view is shown wherever it is open; undefined: the one with the focus is. */
  pin(viewId: string | undefined): void {
    this.#pinned = viewId;
    this.#hold = undefined;
    this.#make();
  }

  /** This view is shown at `ts`, and on to where the plan has the next change. */
  hold(viewId: string, ts: number): void {
    this.#hold = { viewId, ts: this.within(ts) };
    this.#show();
  }

  /** A person goes to `ts`: what was held elsewhere is so no more. */
  leaveFor(ts: number): void {
    const hold = this.#hold;
    if (hold === undefined) return;
    if (spanAt(this.#spans, this.within(ts)) === spanAt(this.#spans, hold.ts)) return;
    this.#hold = undefined;
    this.#show();
  }

  /** What a view's records say, replacing what was known of it. What is seen at `seenAt` stays. */
  learn(viewId: string, presence: Presence, seenAt: number | undefined): void {
    this.#presence.set(viewId, presence);
    if (this.contests.length > 0) this.#makeAround(seenAt);
  }

  /** The session has gone on. What is seen at `seenAt` stays. */
  grow(session: Stretch, views: readonly StageView[], seenAt: number | undefined): void {
    this.#session = session;
    this.#views = views;
    this.#makeAround(seenAt);
  }

  #makeAround(seenAt: number | undefined): void {
    const seen = seenAt === undefined ? undefined : spanAt(this.#spans, seenAt);
    if (seen !== undefined && seenAt !== undefined) this.#hold = { viewId: seen.viewId, ts: seenAt };
    this.#make();
  }

  #make(): void {
    this.#plan = planSession({
      session: this.#session,
      views: this.#views,
      pinned: this.#pinned,
      presence: (viewId) => this.#presence.get(viewId),
    });
    this.#show();
  }

  #show(): void {
    const before = this.#spans;
    const spans = heldSpans(this.#plan.spans, this.#views, this.#hold);
    if (areSame(before, spans)) return;
    this.#spans = spans;
    this.#changed(spans);
  }
}

/** The span that holds `ts`; the first or the last one for times outside. */
export function spanAt(spans: readonly Span[], ts: number): Span | undefined {
  const index = countBefore(spans, ({ from }) => from <= ts) - 1;
  return spans[Math.max(index, 0)];
}

/** The span that begins when the one at `ts` ends. */
export function spanAfter(spans: readonly Span[], ts: number): Span | undefined {
  return spans[countBefore(spans, ({ from }) => from <= ts)];
}

/** The plan with a view in the place of another: within the span of the time, as long as the view lasts. */
function heldSpans(
  spans: readonly Span[],
  views: readonly StageView[],
  hold: Hold | undefined,
): readonly Span[] {
  if (hold === undefined) return spans;
  const span = spanAt(spans, hold.ts);
  const view = views.find(({ id }) => id === hold.viewId);
  if (span === undefined || view === undefined || span.viewId === view.id) return spans;
  const from = Math.max(span.from, view.start);
  const to = Math.min(span.to, view.end);
  if (from >= to || hold.ts < from || hold.ts > to) return spans;
  const place = spans.indexOf(span);
  const parts = [
    { viewId: span.viewId, from: span.from, to: from },
    { viewId: view.id, from, to },
    { viewId: span.viewId, from: to, to: span.to },
  ].filter((part) => part.to > part.from);
  return joined([...spans.slice(0, place), ...parts, ...spans.slice(place + 1)]);
}

/** The spans with those of one view that touch made one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last?.viewId === span.viewId) result[result.length - 1] = { ...last, to: span.to };
    else result.push(span);
  }
  return result;
}

/** Whether the same is shown at the same times. */
const areSame = (a: readonly Span[], b: readonly Span[]) =>
  a.length === b.length &&
  a.every(({ viewId, from, to }, at) => {
    const other = b[at];
    return other?.viewId === viewId && other.from === from && other.to === to;
  });
