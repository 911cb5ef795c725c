import type { Playback, PlayerView, ViewFacts } from "./playback-store.ts";

/** Why the picture at the playhead is not what was on the screen then. */
export interface Missing {
  readonly text: string;
  /** Where it goes on, epoch ms. */
  readonly until: number;
}

/** Shorter than this nothing is said: a page needs a moment to load, a recorder to start. */
const SHORTEST_MS = 1000;

const REASONS: Readonly<Record<string, string>> = {
  "segment-missing": "A part of the recording is missing",
  "segment-unreadable": "A part of the recording cannot be read",
  "segment-truncated": "A part of the recording is cut off",
};

/** What is missing at the playhead; undefined where the picture is right. */
export function missingAt({ ts, viewId, views, session }: Playback): Missing | undefined {
  const view = session.views.find(({ id }) => id === viewId);
  if (view === undefined || !view.hasReplay) return undefined;
  if (ts > view.end) return noPage(session.views, ts);
  const facts = views.get(viewId);
  return facts === undefined ? undefined : (damage(view, facts, ts) ?? lateStart(view, facts, ts));
}

function damage(view: PlayerView, facts: ViewFacts, ts: number): Missing | undefined {
  const gap = facts.gaps.find(({ start, end }) => start <= ts && ts < end);
  if (gap === undefined) return undefined;
  const reason = facts.diagnostics.find(
    ({ code, start, end }) =>
      code in REASONS && start !== undefined && start <= gap.end && (end ?? start) >= gap.start,
  );
  const text = REASONS[reason?.code ?? ""] ?? "The recording has a gap";
  const rest = gap.end >= view.end ? "for the rest of this page" : "here";
  return { text: `${text}: the picture stands still or is incomplete ${rest}`, until: gap.end };
}

function lateStart(view: PlayerView, { firstPictureAt }: ViewFacts, ts: number): Missing | undefined {
  if (firstPictureAt === null || ts < view.start || ts >= firstPictureAt) return undefined;
  if (firstPictureAt - view.start < SHORTEST_MS) return undefined;
  return { text: "Not recorded yet: the recorder started later on this page", until: firstPictureAt };
}

function noPage(views: readonly PlayerView[], ts: number): Missing | undefined {
  if (views.some(({ start, end }) => start <= ts && ts <= end)) return undefined;
  const from = Math.max(...views.map(({ end }) => (end < ts ? end : -Infinity)));
  const until = Math.min(...views.map(({ start }) => (start > ts ? start : Infinity)));
  if (until === Infinity || until - from < SHORTEST_MS) return undefined;
  return { text: "No page was open: this is the last picture", until };
}
