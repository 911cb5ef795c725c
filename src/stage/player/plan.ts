import type { Presence } from "../../replay/timeline/presence.ts";
import { type Track, tracksOf } from "../../replay/timeline/tracks.ts";
import type { StageView } from "../../wire/stage.ts";

/** A stretch of the session and the view that is shown in it. */
export interface Span {
  readonly viewId: string;
  readonly from: number;
  readonly to: number;
}

/** A stretch in which only the records of these views can tell which of them had the user's attention. */
export interface Contest {
  readonly from: number;
  readonly to: number;
  readonly viewIds: readonly string[];
}

export interface Plan {
  readonly spans: readonly Span[];
  readonly contests: readonly Contest[];
}

export interface PlanInput {
  readonly session: { readonly start: number; readonly end: number };
  readonly views: readonly StageView[];
  /** A view of the tab that is shown wherever it is open. */
  readonly pinned: string | undefined;
  /** What a view's records say, as far as they are decoded. */
  readonly presence: (viewId: string) => Presence | undefined;
}

/** A page that follows so soon in the same tab was on its way to being loaded; no other tab is shown meanwhile. */
const LOAD_MS = 2_000;

const UNKNOWN = 1;
/** How much attention a page in this state can have. */
const LEVELS: Readonly<Record<string, number>> = { active: 2, passive: 0 };
const UNSEEN = -1;

/** A tab on the way through the session. */
interface Lane {
  readonly isPinned: boolean;
  view: StageView | undefined;
  level: number;
  /** When the user was last seen to be there. */
  sign: number;
}

interface Mark {
  readonly at: number;
  readonly pass: () => void;
}

/**
 * Which view is shown when, over the whole session without a hole: where no view covers the time, the one before
 * goes on (its last picture is held). Where views of several tabs cover it: that of the pinned tab, else one that was
 * recorded, else the one with the focus, else where the user was last seen to be.
 *
 *   tab 0   ├──── A ────┤    ├─── C ───┤        states of the page, from RUM events or, where they have none,
 *   tab 1        ├── B ──┤                       from Focus records; pointer and input where both say `active`
 *           AAAAABBBBBBBBBBBBCCCCCCCCCCC
 */
export function planSession({ session, views, pinned, presence }: PlanInput): Plan {
  const tracks = tracksOf(views);
  const lanes = tracks.map((track) => {
    const isPinned = pinned !== undefined && track.views.some(({ id }) => id === pinned);
    return { isPinned, view: undefined, level: UNKNOWN, sign: -Infinity };
  });
  const marks = tracks
    .flatMap((track, number) => marksOf(track, lanes[number] as Lane, tracks.length > 1 ? presence : never))
    .toSorted((a, b) => a.at - b.at);
  return sweep(session, marks, lanes, views[0]?.id);
}

const never = () => undefined;

/** What happens in a tab, in order of time where it is of one time: a page ends before the next begins. */
function marksOf(track: Track<StageView>, lane: Lane, presence: PlanInput["presence"]): readonly Mark[] {
  return track.views.flatMap((view, place) => {
    const before = track.views[place - 1];
    const next = track.views[place + 1];
    const isOpened = before === undefined || view.start - before.end > LOAD_MS;
    const goesOn = next !== undefined && next.start - view.end <= LOAD_MS;
    // The record that is all of a view has no duration.
    const end = goesOn ? next.start : Math.max(view.end, view.start + 1);
    const begin = () => {
      lane.view = view;
      lane.level = UNKNOWN;
      if (isOpened) lane.sign = view.start;
    };
    const leave = () => {
      if (lane.view === view) lane.view = undefined;
    };
    return [
      { at: view.start, pass: begin },
      ...attention(view, lane, presence(view.id))
        .filter(({ at }) => at < end)
        .map(({ at, pass }) => ({ at: Math.max(at, view.start), pass })),
      { at: end, pass: leave },
    ];
  });
}

/** What tells of the user in a view. A state that began before the view holds from its start. */
function attention(view: StageView, lane: Lane, presence: Presence | undefined): readonly Mark[] {
  const told = isTold(view) ? view.pageStates : presence?.focus;
  const states = (told ?? []).toSorted((a, b) => a.at - b.at);
  const when = (pass: () => void) => () => {
    if (lane.view === view) pass();
  };
  const toState = ({ at, state }: { readonly at: number; readonly state: string }) => {
    const level = LEVELS[state] ?? UNSEEN;
    const pass = () => {
      if (state === "active" && at > view.start) lane.sign = at;
      lane.level = level;
    };
    return { at, pass: when(pass) };
  };
  const signs = (presence?.signs ?? []).flatMap(({ start, end }) => [start, end]);
  const toSign = (at: number) => ({
    at,
    pass: when(() => {
      lane.sign = Math.max(lane.sign, at);
    }),
  });
  return [...states.map(toState), ...signs.map(toSign)];
}

/** Goes through the marks in order of time, and notes what is to be shown between them. */
function sweep(
  session: PlanInput["session"],
  marks: readonly Mark[],
  lanes: readonly Lane[],
  first: string | undefined,
): Plan {
  const end = Math.max(session.end, session.start + 1);
  const spans: { viewId: string; from: number; to: number }[] = [];
  const contests: { viewIds: readonly string[]; from: number; to: number }[] = [];
  let shown = first;
  const note = (from: number, to: number) => {
    const ranked = lanes.filter(({ view }) => view !== undefined).toSorted(compare);
    shown = ranked[0]?.view?.id ?? shown;
    if (shown === undefined) return;
    const last = spans.at(-1);
    if (last?.viewId === shown) last.to = to;
    else spans.push({ viewId: shown, from, to });
    const viewIds = rivals(ranked);
    const contest = contests.at(-1);
    if (contest?.to === from && contest.viewIds.join() === viewIds.join()) contest.to = to;
    else if (viewIds.length > 0) contests.push({ viewIds, from, to });
  };
  let from = session.start;
  for (const { at, pass } of marks) {
    const to = Math.min(at, end);
    if (to > from) {
      note(from, to);
      from = to;
    }
    pass();
  }
  if (end > from) note(from, end);
  return { spans, contests };
}

/** The one to be shown first. */
function compare(a: Lane, b: Lane): number {
  return (
    Number(b.isPinned) - Number(a.isPinned) ||
    Number(b.view?.hasReplay) - Number(a.view?.hasReplay) ||
    b.level - a.level ||
    // Both may never have been seen: the difference of two infinities is none.
    (a.sign === b.sign ? 0 : b.sign - a.sign) ||
    (b.view?.start ?? 0) - (a.view?.start ?? 0)
  );
}

/** The views between which only their records can decide, in order of id; none where RUM events do. */
function rivals(ranked: readonly Lane[]): readonly string[] {
  const [best] = ranked;
  if (best === undefined || best.isPinned) return [];
  const recorded = ranked.flatMap(({ view, level }) => (view?.hasReplay === true ? [{ view, level }] : []));
  if (recorded.length < 2) return [];
  const open = recorded.filter(({ view, level }) => level === best.level || !isTold(view));
  const isClear = open.length === 1 && best.view !== undefined && isTold(best.view);
  return isClear ? [] : open.map(({ view }) => view.id).toSorted();
}

/** Whether RUM events say when the page was seen. */
const isTold = ({ pageStates }: StageView) => pageStates !== undefined && pageStates.length > 0;
