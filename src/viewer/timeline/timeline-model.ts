import { unseen } from "../../replay/timeline/presence.ts";
import type { Playback, PlayerView, ViewFacts, ViewSourcing } from "../player/playback-store.ts";
import { sessionTabs } from "../player/tabs.ts";
import { viewLabel } from "../player/view-label.ts";
import { intersection, type Span, uncovered, union } from "./spans.ts";

/** A stretch in the lane of a tab; lanes are counted from 0. */
export interface LaneSpan extends Span {
  readonly lane: number;
}

/** A view's bar. Each tab has a lane; they lie below each other. */
export interface TimelineBar extends LaneSpan {
  readonly id: string;
  readonly label: string;
  readonly hasReplay: boolean;
}

/** A stretch without a picture that can be trusted, and why. Without a lane it is one of the whole session. */
export interface TimelineGap extends Span {
  readonly lane?: number;
  readonly text: string;
}

/** A stretch in which a tab was not to be seen, in words. */
export interface TimelineUnseen extends LaneSpan {
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
  readonly ready: readonly LaneSpan[];
  /** Where tabs were hidden, or frozen by the browser. */
  readonly unseen: readonly TimelineUnseen[];
  /** Where the source still looks for what was recorded. */
  readonly sought: readonly LaneSpan[];
  /** Which tab is shown when; empty where there is one. */
  readonly shown: readonly LaneSpan[];
}

/** Shorter stretches between two views are no gap: a page needs a moment to load. */
const SHORTEST_PAUSE_MS = 1000;

/** Lays a session out. `views` are in order of start. */
export function timelineModel(
  session: Span,
  views: readonly PlayerView[],
  facts: ReadonlyMap<string, ViewFacts>,
  programme: Playback["programme"] = [],
  sourcing: ReadonlyMap<string, ViewSourcing> = new Map(),
): TimelineModel {
  const { tracks, numberOf } = sessionTabs(views);
  const bars = views.map((view) => ({
    id: view.id,
    label: viewLabel(view),
    start: view.start,
    end: view.end,
    lane: numberOf(view.id),
    hasReplay: view.hasReplay,
  }));
  const found = views.flatMap((view) => {
    const known = facts.get(view.id);
    return known === undefined ? [] : [{ view, known }];
  });
  const gaps = found.flatMap(({ view, known }) =>
    known.gaps.map((gap) => ({
      ...clip(gap, view),
      lane: numberOf(view.id),
      text: gapText(known, gap),
    })),
  );
  const missing = bars.filter((bar) => !bar.hasReplay);
  const pauses = uncovered(session, bars).filter(({ start, end }) => end - start >= SHORTEST_PAUSE_MS);
  return {
    start: session.start,
    end: Math.max(session.end, session.start + 1),
    lanes: Math.max(1, tracks.length),
    bars,
    // In several tabs at once, only what is quiet in all of them is inactivity.
    idle: quiet(session, found),
    gaps: [
      ...gaps,
      ...missing.map(({ start, end, lane }) => ({ start, end, lane, text: "This page was not recorded" })),
      ...unsourced(views, sourcing, "stopped").map(({ start, end, view }) => ({
        start,
        end,
        lane: numberOf(view.id),
        text: "The source could not be asked for the rest of this page",
      })),
      ...pauses.map(({ start, end }) => ({ start, end, text: "No page was open" })),
    ].filter(({ start, end }) => end > start),
    ready: found.map(({ view, known }) => ({
      start: view.start,
      end: Math.min(view.end, known.decodedUntil),
      lane: numberOf(view.id),
    })),
    sought: unsourced(views, sourcing, "sought").map(({ start, end, view }) => ({
      start,
      end,
      lane: numberOf(view.id),
    })),
    unseen: views.flatMap((view) =>
      unseenIn(view).map(({ start, end, state }) => {
        const tab = tracks.length > 1 ? `Tab ${numberOf(view.id) + 1}` : "The tab";
        const text = state === "hidden" ? `${tab} was hidden` : `${tab} was asleep, frozen by the browser`;
        return { start, end, lane: numberOf(view.id), text };
      }),
    ),
    shown:
      tracks.length < 2
        ? []
        : programme.map(({ viewId, start, end }) => ({ start, end, lane: numberOf(viewId) })),
  };
}

/** What is behind the end of what is known of a view: it is looked for, or that was given up. */
function unsourced(
  views: readonly PlayerView[],
  sourcing: ReadonlyMap<string, ViewSourcing>,
  why: "sought" | "stopped",
) {
  return views.flatMap((view) => {
    const { loading, until = view.start } = sourcing.get(view.id) ?? {};
    const is = loading === undefined ? undefined : loading.state === "stopped" ? "stopped" : "sought";
    const start = Math.max(view.start, until);
    return is === why && start < view.end ? [{ view, start, end: view.end }] : [];
  });
}

interface Found {
  readonly view: PlayerView;
  readonly known: ViewFacts;
}

function quiet(session: Span, found: readonly Found[]): readonly Span[] {
  const active = found.flatMap(({ view, known }) =>
    uncovered({ start: view.start, end: Math.min(view.end, known.decodedUntil) }, [
      ...known.idle,
      ...unseenIn(view),
    ]),
  );
  const idle = union(found.flatMap(({ known }) => known.idle));
  return intersection(idle, uncovered(session, active));
}

const unseenIn = (view: PlayerView) => unseen(view.pageStates ?? [], view);

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
