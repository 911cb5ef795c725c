import { countBefore } from "../../base/binary-search.ts";
import {
  keyframesBetween,
  type KeyframePlace,
  seekEntries,
  type SeekEntry,
  segmentHolding,
} from "../../replay/timeline/seek-entry.ts";
import type { SegmentIndexEntry } from "../../wire/segment-index.ts";
import { isSame, type KeyframeAsk, type PageRange, type Wanted } from "./wanted.ts";

// What is wanted next. The stage decodes from an entry onward, so a view is loaded in stretches of its segments, each
// from an entry up to a place, and of a stretch only what is not there:
//
//   segments    0   1   2   3   4   5   6   7   8   9   10  11  12
//   keyframes         ◆           ◆               ◆        ◆           each after the segment to its left
//   delivered   ■   ■   ■           ■
//   need                                 ▼ from  ▼ ts    ▼ ts + aheadMs
//
//   wanted                        ◆               ◆        ◆           decoding takes strings out of those it passes
//                                 │    ├──────┤├─────────────────┤     pages: as large as what leads to them, and more
//                               entry
//
// Stretches, the most urgent first: the one of the need, the beginnings of the views that follow soon, and, in small
// sessions, whatever must be decoded for its facts. Nothing here fetches, waits or knows the time.

/** What the stage asked for last: what shows this view at `from`, then up to what holds `ts` (both epoch ms). */
export interface Need {
  readonly viewId: string;
  readonly from: number;
  readonly ts: number;
}

type Numbers = Pick<ReadonlySet<number>, "has">;

/** How far the delivery of one view is. */
export interface ViewDelivery {
  readonly viewId: string;
  /** Epoch ms. */
  readonly start: number;
  /** In order of index. */
  readonly segments: readonly SegmentIndexEntry[];
  /** Those that are there or can be had, in order of `after`. */
  readonly keyframes: readonly KeyframePlace[];
  /** Index of the last segment of which the source says what its records say; −1: of none. */
  readonly factsThrough: number;
  /** Indexes of the segments that the stage has. */
  readonly delivered: Numbers;
  /** Indexes of those that it had, decoded and dropped. */
  readonly dropped: Numbers;
  /** Of the keyframes that the stage has, what they are `after`. */
  readonly heldKeyframes: Numbers;
  /** Asked for and not delivered yet. */
  readonly inFlight: readonly Wanted[];
  /** Given up; nothing of it is planned until a person asks for another try. */
  readonly failed: boolean;
}

export interface PlanLimits {
  /** The first page of a stretch ends with this many bytes. */
  readonly firstPageBytes: number;
  /** Later pages double up to this. A single larger segment is a page by itself. */
  readonly maxPageBytes: number;
  /** A page spans no more numbers than this. */
  readonly maxPageSpan: number;
  readonly maxPagesInFlight: number;
  readonly maxKeyframesInFlight: number;
  /** How far beyond the needed time pages are fetched before anything else, milliseconds of the recording. */
  readonly aheadMs: number;
  /** What must be decoded for its facts is fetched while all views are no more than this many bytes together. */
  readonly backgroundBytes: number;
}

export const PLAN_LIMITS: PlanLimits = {
  firstPageBytes: 150_000,
  maxPageBytes: 1_000_000,
  maxPageSpan: 500,
  maxPagesInFlight: 2,
  maxKeyframesInFlight: 2,
  aheadMs: 60_000,
  backgroundBytes: 8_000_000,
};

/** For pictures of single moments: one thing at a time, and nothing that follows. */
export const MOMENT_LIMITS: PlanLimits = {
  ...PLAN_LIMITS,
  maxPageBytes: 400_000,
  maxPagesInFlight: 1,
  maxKeyframesInFlight: 1,
  aheadMs: 0,
  backgroundBytes: 0,
};

export interface Plan {
  /** Keyframes, then pages; of each kind the most urgent first. */
  readonly fetch: readonly Wanted[];
  /** In flight and in the way of something more urgent. */
  readonly cancel: readonly Wanted[];
}

/** A part of a view, by place in its list of segments: from after `entry` to `last` and no less. */
interface Stretch {
  readonly view: ViewDelivery;
  readonly entry: SeekEntry;
  readonly last: number;
  /** What was dropped is wanted again. */
  readonly again: boolean;
}

const START: SeekEntry = { kind: "start", after: -1 };

/**
 * Decides what to fetch and what to cancel. `views` are those whose segment index is known, in order of
 * start. Before the first need nothing is planned.
 */
export function planFetches(
  views: readonly ViewDelivery[],
  need: Need | undefined,
  limits: PlanLimits = PLAN_LIMITS,
): Plan {
  if (need === undefined) return { fetch: [], cancel: [] };
  const wanted: Wanted[] = [];
  for (const stretch of stretches(views, need, limits)) {
    const more = missingOf(stretch, wanted, limits);
    wanted.push(...more.filter((each) => !wanted.some((other) => isSame(each, other))));
  }
  const inFlight = views.flatMap((view) => view.inFlight);
  const plans = (["keyframe", "page"] as const).map((kind) => {
    const room = kind === "page" ? limits.maxPagesInFlight : limits.maxKeyframesInFlight;
    const ofKind = (list: readonly Wanted[]) => list.filter((each) => each.kind === kind);
    return planLane(ofKind(wanted).slice(0, room), ofKind(inFlight));
  });
  return { fetch: plans.flatMap(({ fetch }) => fetch), cancel: plans.flatMap(({ cancel }) => cancel) };
}

/** `next` is what should be in flight. What else is goes on while nothing waits for its place. */
function planLane(next: readonly Wanted[], inFlight: readonly Wanted[]): Plan {
  const fetch = next.filter((each) => !inFlight.some((other) => isSame(each, other)));
  const others = inFlight.filter((each) => !next.some((other) => isSame(each, other)));
  return { fetch, cancel: fetch.length > 0 ? others : [] };
}

/** Whether all is there that shows the view as it was at `ts`. */
export function isThere(view: ViewDelivery, ts: number): boolean {
  const last = Math.max(0, segmentHolding(view.segments, ts));
  return missingOf({ view, entry: entryFor(view, ts), last, again: true }, [], PLAN_LIMITS).length === 0;
}

function stretches(
  views: readonly ViewDelivery[],
  need: Need,
  { aheadMs, backgroundBytes }: PlanLimits,
): readonly Stretch[] {
  const at = views.findIndex((view) => view.viewId === need.viewId);
  const ordered = at < 0 ? views : [...views.slice(at), ...views.slice(0, at)];
  const open = ordered.filter((view) => !view.failed && view.segments.length > 0);
  const until = Math.max(need.from, need.ts) + aheadMs;
  const upTo = (view: ViewDelivery) => Math.max(0, segmentHolding(view.segments, until));
  const near = open.flatMap((view): Stretch[] => {
    const again = true;
    if (view.viewId === need.viewId)
      return [{ view, entry: entryFor(view, need.from), last: upTo(view), again }];
    const isNext = view.start > need.from && view.start <= until;
    return isNext ? [{ view, entry: START, last: upTo(view), again }] : [];
  });
  const bytes = views.flatMap((view) => view.segments).reduce((sum, segment) => sum + segment.bytes, 0);
  return bytes > backgroundBytes ? near : [...near, ...open.flatMap(unknownPart)];
}

/** What of a view must be decoded to know what its records say. */
function unknownPart(view: ViewDelivery): Stretch[] {
  const last = view.segments.length - 1;
  if ((view.segments[last]?.index ?? -1) <= view.factsThrough) return [];
  const keyframe = view.keyframes.findLast(({ after }) => after <= view.factsThrough);
  const entry: SeekEntry = keyframe === undefined ? START : { kind: "keyframe", ...keyframe };
  return [{ view, entry, last, again: false }];
}

/** Where to begin to show `ts`: the nearest place from which all is there, else the nearest place. */
function entryFor(view: ViewDelivery, ts: number): SeekEntry {
  const entries = seekEntries(view.segments, view.keyframes, ts);
  const leading = view.segments.slice(0, segmentHolding(view.segments, ts) + 1);
  const missing = leading.findLast(({ index }) => !view.delivered.has(index))?.index ?? -1;
  const isHere = ({ kind, after }: SeekEntry) => kind !== "keyframe" || view.heldKeyframes.has(after);
  return entries.find((entry) => entry.after >= missing && isHere(entry)) ?? entries[0] ?? START;
}

/**
 * What is not there of a stretch: keyframes, then pages, each in order; what is in flight is among it. `earlier` is
 * wanted already, and no page overlaps it.
 */
function missingOf(stretch: Stretch, earlier: readonly Wanted[], limits: PlanLimits): readonly Wanted[] {
  const { view, entry, last } = stretch;
  const pages = missingPages(stretch, earlier, limits);
  const until = Math.max(view.segments[last]?.index ?? -1, pages.at(-1)?.last ?? -1);
  const passed = keyframesBetween(view.keyframes, entry.after, until);
  const keyframes = [...(entry.kind === "keyframe" ? [entry] : []), ...passed]
    .filter(({ after }) => !view.heldKeyframes.has(after))
    .map(({ after }): KeyframeAsk => ({ kind: "keyframe", viewId: view.viewId, after }));
  return [...keyframes, ...pages];
}

function missingPages(stretch: Stretch, earlier: readonly Wanted[], limits: PlanLimits): PageRange[] {
  const { view, entry, last, again } = stretch;
  const taken = [...earlier, ...view.inFlight].filter(
    (each): each is PageRange => each.kind === "page" && each.viewId === view.viewId,
  );
  const takenBy = (index: number) => taken.find((page) => page.first <= index && index <= page.last);
  const isHere = (index: number) => view.delivered.has(index) || (!again && view.dropped.has(index));
  const isFree = (index: number) => !isHere(index) && takenBy(index) === undefined;
  const pages: PageRange[] = [];
  let leading = 0;
  const first = countBefore(view.segments, ({ index }) => index <= entry.after);
  for (const [offset, { index, bytes }] of view.segments.slice(first, last + 1).entries()) {
    const isPlanned = index <= (pages.at(-1)?.last ?? -1);
    if (!isPlanned && !isHere(index))
      pages.push(takenBy(index) ?? pageFrom(view, first + offset, leading, isFree, limits));
    leading += bytes;
  }
  return pages;
}

/** The page that begins at a place; `leading` bytes of the stretch come before it. */
function pageFrom(
  { viewId, segments }: ViewDelivery,
  place: number,
  leading: number,
  isFree: (index: number) => boolean,
  { firstPageBytes, maxPageBytes, maxPageSpan }: PlanLimits,
): PageRange {
  const first = segments[place]?.index ?? 0;
  let last = first;
  let room = Math.min(maxPageBytes, firstPageBytes + leading) - (segments[place]?.bytes ?? 0);
  for (const { index, bytes } of segments.slice(place + 1, place + maxPageSpan)) {
    room -= bytes;
    if (room < 0 || index - first >= maxPageSpan || !isFree(index)) break;
    last = index;
  }
  return { kind: "page", viewId, first, last };
}
