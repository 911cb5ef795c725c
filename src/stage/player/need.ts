import { countBefore } from "../../base/binary-search.ts";
import type { Contest, Span } from "./plan.ts";
import { spanAfter, spanAt } from "./programme.ts";
import type { ViewStates } from "./view-states.ts";

/** How far ahead of the playhead segments are wanted, at the speed of one. */
const AHEAD_MS = 45_000;

/** What is wanted next of a view: what shows it at `from`, and what follows up to `ts`. */
export interface Need {
  readonly viewId: string;
  readonly from: number;
  readonly ts: number;
}

/** What is shown when, and where the records of several views decide that. */
export interface Planned {
  readonly spans: readonly Span[];
  readonly contests: readonly Contest[];
  /** The views whose records decide what is shown at `ts`. */
  rivalsAt(ts: number): readonly string[];
}

/**
 * What is wanted next: first what it takes to know which view is shown at the playhead, and its picture, then the same
 * for the time ahead, then the beginning of the next view. Undefined when all of that is there.
 */
export function needAt(planned: Planned, states: ViewStates, ts: number, speed: number): Need | undefined {
  const until = ts + AHEAD_MS * Math.max(speed, 1);
  const { spans, contests } = planned;
  const rival = planned.rivalsAt(ts).find((id) => isWanted(states, id, ts));
  if (rival !== undefined) return { viewId: rival, from: ts, ts };
  let from = ts;
  for (let span = spanAt(spans, ts); span !== undefined; span = spanAfter(spans, span.from)) {
    const { viewId } = span;
    const ready = states.readyUntil(viewId, from);
    if (ready === -Infinity) return { viewId, from, ts: from };
    if (!states.hasPicture(viewId) && ready < Infinity) return { viewId, from, ts: Math.max(from, ready) };
    const to = Math.min(Math.max(until, from), span.to);
    if (ready <= to) return { viewId, from, ts: to };
    const rest = rivalNeed(contests, states, from, to);
    if (rest !== undefined) return rest;
    if (span.from > until) return undefined;
    from = span.to;
  }
  return undefined;
}

/** Whether segments of the view are missing to know where the user was up to `ts`. */
const isWanted = (states: ViewStates, viewId: string, ts: number) =>
  !states.isReady(viewId, ts) && !states.knowsPresence(viewId, ts);

/** What is missing to decide between views from `from` to `to`. */
function rivalNeed(
  contests: readonly Contest[],
  states: ViewStates,
  from: number,
  to: number,
): Need | undefined {
  for (let at = countBefore(contests, (contest) => contest.to <= from); at < contests.length; at++) {
    const contest = contests[at];
    if (contest === undefined || contest.from > to) return undefined;
    const ts = Math.min(to, contest.to);
    const viewId = contest.viewIds.find((id) => isWanted(states, id, ts));
    if (viewId !== undefined) return { viewId, from, ts };
  }
  return undefined;
}
