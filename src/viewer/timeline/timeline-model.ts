import type { ViewFacts } from "../player/playback-store.ts";
import type { PlayerView } from "../player/playback-store.ts";
import { viewLabel } from "../player/view-label.ts";
import { intersection, type Span, uncovered, union } from "./spans.ts";

/** A view's bar. Views that overlap (several tabs) lie in lanes below each other. */
export interface TimelineBar extends Span {
  readonly id: string;
  readonly label: string;
  readonly lane: number;
  readonly hasReplay: boolean;
}

/** A stretch without a picture that can be trusted, and why. */
export interface TimelineGap extends Span {
  readonly text: string;
}

/** All that the timeline draws apart from events and the playhead. Times are epoch ms. */
export interface TimelineModel extends Span {
  readonly lanes: number;
  readonly bars: readonly TimelineBar[];
  /** Stretches without activity, which "skip inactivity" passes quickly. */
  readonly idle: readonly Span[];
  readonly gaps: readonly TimelineGap[];
  /** What can be played without waiting, by lane. */
  readonly ready: readonly (Span & { readonly lane: number })[];
}

/** Shorter stretches between two views are no gap: a page needs a moment to load. */
const SHORTEST_PAUSE_MS = 1000;

/** Lays a session out. `views` are in order of start. */
export function timelineModel(
  session: Span,
  views: readonly PlayerView[],
  facts: ReadonlyMap<string, ViewFacts>,
): TimelineModel {
  const lanes = assignLanes(views);
  const bars = views.map((view, at) => ({
    id: view.id,
    label: viewLabel(view),
    start: view.start,
    end: view.end,
    lane: lanes[at] ?? 0,
    hasReplay: view.hasReplay,
  }));
  const found = views.flatMap((view) => {
    const known = facts.get(view.id);
    return known === undefined ? [] : [{ view, known }];
  });
  const gaps = found.flatMap(({ view, known }) =>
    known.gaps.map((gap) => ({ ...clip(gap, view), text: gapText(known, gap) })),
  );
  const missing = bars.filter((bar) => !bar.hasReplay);
  const pauses = uncovered(session, bars).filter(({ start, end }) => end - start >= SHORTEST_PAUSE_MS);
  return {
    start: session.start,
    end: Math.max(session.end, session.start + 1),
    lanes: Math.max(1, ...lanes.map((lane) => lane + 1)),
    bars,
    // In several tabs at once, only what is quiet in all of them is inactivity.
    idle: quiet(session, found),
    gaps: [
      ...gaps,
      ...missing.map(({ start, end }) => ({ start, end, text: "This page was not recorded" })),
      ...pauses.map(({ start, end }) => ({ start, end, text: "No page was open" })),
    ].filter(({ start, end }) => end > start),
    ready: found.map(({ view, known }) => ({
      start: view.start,
      end: Math.min(view.end, known.decodedUntil),
      lane: bars.find((bar) => bar.id === view.id)?.lane ?? 0,
    })),
  };
}

interface Found {
  readonly view: PlayerView;
  readonly known: ViewFacts;
}

function quiet(session: Span, found: readonly Found[]): readonly Span[] {
  const active = found.flatMap(({ view, known }) =>
    uncovered({ start: view.start, end: Math.min(view.end, known.decodedUntil) }, known.idle),
  );
  const idle = union(found.flatMap(({ known }) => known.idle));
  return intersection(idle, uncovered(session, active));
}

/** The first free lane for each view, in their order. */
function assignLanes(views: readonly PlayerView[]): readonly number[] {
  const ends: number[] = [];
  const lanesOfTabs = new Map<string, number>();
  return views.map(({ start, end, tabId }) => {
    const own = tabId === undefined ? undefined : lanesOfTabs.get(tabId);
    const free = ends.findIndex((laneEnd) => laneEnd <= start + SHORTEST_PAUSE_MS);
    const lane = own !== undefined && (ends[own] ?? 0) <= start + SHORTEST_PAUSE_MS ? own : free;
    const chosen = lane < 0 ? ends.length : lane;
    ends[chosen] = Math.max(end, ends[chosen] ?? 0);
    if (tabId !== undefined) lanesOfTabs.set(tabId, chosen);
    return chosen;
  });
}

const clip = (span: Span, within: Span): Span => ({
  start: Math.max(span.start, within.start),
  end: Math.min(span.end, within.end),
});

function gapText(known: ViewFacts, gap: Span): string {
  const reason = known.diagnostics.find(
    ({ start, end }) => start !== undefined && start <= gap.end && (end ?? start) >= gap.start,
  );
  return reason?.message ?? "The picture is missing or incomplete here";
}
