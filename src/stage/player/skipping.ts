import type { Stretch } from "../worker/protocol.ts";
import type { Span } from "./plan.ts";
import type { ViewStates } from "./view-states.ts";

/** After the last and before the next activity this much plays at the chosen speed. */
const SETTLE_MS = 1_000;
const LEAD_IN_MS = 700;
/** Shorter stretches are not worth the unrest. */
const LEAST_MS = 2_000;
/** How long a stretch may take when it is played fast. */
const FAST_MS = 1_500;
/** Stretches with more than this left are not played but jumped over. */
const JUMP_MS = 60_000;

/** What skipping does at a time: play at `speed`, or go to `jumpTo` at once. */
export type Skip =
  | { readonly kind: "fast"; readonly speed: number; readonly until: number }
  | { readonly kind: "jump"; readonly to: number };

/**
 * Whether and how the time `ts` is to be skipped, from what is known of user activity. Times without any view
 * and views without a recording are inactive too.
 */
export function skipAt(span: Span, states: ViewStates, ts: number, speed: number): Skip | undefined {
  const stretch = inactiveStretches(span, states).find(({ start, end }) => start <= ts && ts < end);
  if (stretch === undefined || stretch.end - stretch.start < LEAST_MS) return undefined;
  if (stretch.end - ts > JUMP_MS) return { kind: "jump", to: stretch.end };
  const fast = (stretch.end - stretch.start) / FAST_MS;
  return fast > speed ? { kind: "fast", speed: fast, until: stretch.end } : undefined;
}

function inactiveStretches(span: Span, states: ViewStates): readonly Stretch[] {
  const view = states.view(span.viewId);
  if (view === undefined || !view.hasReplay) return [{ start: span.from, end: span.to }];
  const idle = (states.facts(span.viewId)?.idle ?? []).map(({ start, end }) => ({
    start: start + SETTLE_MS,
    end: Math.min(end, span.to) - LEAD_IN_MS,
  }));
  return [...idle, { start: Math.max(view.end + SETTLE_MS, span.from), end: span.to - LEAD_IN_MS }];
}
