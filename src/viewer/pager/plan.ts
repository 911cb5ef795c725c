import type { SegmentIndexEntry } from "../../wire/segment-index.ts";

// Which page of segments is wanted next. A page is a stretch of one view's segments, by index:
//
//   view A  ├─page─┤├────page────┤├────────page────────┤      pages grow: the first is quick to get
//           delivered  in flight   wanted
//                                    ▲ need {A, ts}
//
// Per view the stage takes segments in order of index only, so each view has one frontier. Nothing here
// fetches, waits or knows the time.

/** A stretch of a view's segments, by `index_in_view`, both ends included. */
export interface PageRange {
  readonly viewId: string;
  readonly first: number;
  readonly last: number;
}

/** What the stage asked for last: this view's segments up to the one that holds `ts` (epoch ms). */
export interface Need {
  readonly viewId: string;
  readonly ts: number;
}

/** How far the delivery of one view is. */
export interface ViewDelivery {
  readonly viewId: string;
  /** Epoch ms. */
  readonly start: number;
  /** In order of index. */
  readonly segments: readonly SegmentIndexEntry[];
  /** How many of `segments` the stage has got, from the front. */
  readonly delivered: number;
  /** How many pages that took: pages grow with it. */
  readonly pages: number;
  /** Asked for and not delivered yet: contiguous pages from the frontier on. */
  readonly inFlight: readonly PageRange[];
  /** Given up; nothing of it is planned until a person asks for another try. */
  readonly failed: boolean;
}

export interface PlanLimits {
  /** The first page of a view ends with this many segments or this many bytes, whichever comes first. */
  readonly firstPageSegments: number;
  readonly firstPageBytes: number;
  /** Later pages double up to this. A single larger segment is a page by itself. */
  readonly maxPageBytes: number;
  readonly maxInFlight: number;
  /** How far beyond the needed time pages are fetched before anything else, milliseconds of the recording. */
  readonly aheadMs: number;
  /** All views are fetched, nearest first, while they are no more than this many bytes in all. */
  readonly backgroundBytes: number;
}

export const PLAN_LIMITS: PlanLimits = {
  firstPageSegments: 3,
  firstPageBytes: 150_000,
  maxPageBytes: 1_000_000,
  maxInFlight: 2,
  aheadMs: 60_000,
  backgroundBytes: 8_000_000,
};

export interface Plan {
  /** Most urgent first. */
  readonly fetch: readonly PageRange[];
  /** In flight and in the way of something more urgent. */
  readonly cancel: readonly PageRange[];
}

/**
 * Decides what to fetch and what to cancel. `views` are those whose segment index is known, in order of
 * start. Before the first need nothing is planned.
 */
export function planPages(
  views: readonly ViewDelivery[],
  need: Need | undefined,
  limits: PlanLimits = PLAN_LIMITS,
): Plan {
  if (need === undefined) return { fetch: [], cancel: [] };
  const wanted = wantedPages(views, need, limits).slice(0, limits.maxInFlight);
  const inFlight = views.flatMap((view) => view.inFlight);
  const fetch = wanted.filter((page) => !inFlight.some((other) => isSamePage(page, other)));
  const unwanted = inFlight.filter((page) => !wanted.some((other) => isSamePage(page, other)));
  return { fetch, cancel: fetch.length > 0 ? unwanted : [] };
}

/** Whether two ranges name the same segments of the same view. */
export function isSamePage(a: PageRange, b: PageRange): boolean {
  return a.viewId === b.viewId && a.first === b.first && a.last === b.last;
}

/** Everything worth having, most urgent first; pages in flight are among them. */
function wantedPages(views: readonly ViewDelivery[], need: Need, limits: PlanLimits): PageRange[] {
  const at = views.findIndex((view) => view.viewId === need.viewId);
  const ordered = at < 0 ? [...views] : [...views.slice(at), ...views.slice(0, at)];
  const open = ordered.filter((view) => !view.failed);
  const ahead = need.ts + limits.aheadMs;
  const isNear = (view: ViewDelivery) =>
    view.viewId === need.viewId || (view.start > need.ts && view.start <= ahead);
  const near = open.flatMap((view) => (isNear(view) ? pagesUntil(view, ahead, limits) : []));
  const bytes = views.reduce((sum, view) => sum + bytesOf(view.segments), 0);
  if (bytes > limits.backgroundBytes) return near;
  const rest = open.flatMap((view) => pagesUntil(view, Infinity, limits));
  return [...near, ...rest.filter((page) => !near.some((other) => isSamePage(page, other)))];
}

/** The undelivered pages of a view from its frontier up to the one whose segments reach `until`. */
function pagesUntil(view: ViewDelivery, until: number, limits: PlanLimits): PageRange[] {
  const pages: PageRange[] = [...view.inFlight];
  const lastAsked = pages.at(-1)?.last;
  let position =
    lastAsked === undefined
      ? view.delivered
      : view.segments.findIndex((segment) => segment.index === lastAsked) + 1;
  // Times of segments need not rise with their index, so the furthest one that is wanted decides.
  const end = view.segments.findLastIndex((segment) => segment.start <= until) + 1;
  const atLeast = view.delivered === 0 && pages.length === 0 ? 1 : 0;
  while (position < Math.max(end, atLeast)) {
    const count = pageLength(view.segments, position, view.pages + pages.length, limits);
    const first = view.segments[position];
    const last = view.segments[position + count - 1];
    if (first === undefined || last === undefined) break;
    pages.push({ viewId: view.viewId, first: first.index, last: last.index });
    position += count;
  }
  return pages;
}

/** How many segments the page at `position` has; `ordinal` pages came before it. */
function pageLength(
  segments: readonly SegmentIndexEntry[],
  position: number,
  ordinal: number,
  limits: PlanLimits,
): number {
  const maxBytes = Math.min(limits.maxPageBytes, limits.firstPageBytes * 2 ** ordinal);
  const maxCount = ordinal === 0 ? limits.firstPageSegments : Infinity;
  let bytes = 0;
  let count = 0;
  for (const segment of segments.slice(position)) {
    bytes += segment.bytes;
    if (count > 0 && (bytes > maxBytes || count >= maxCount)) break;
    count += 1;
  }
  return count;
}

const bytesOf = (segments: readonly SegmentIndexEntry[]) =>
  segments.reduce((sum, segment) => sum + segment.bytes, 0);

/**
 * The part of a view's index that can be played now. While a view is still being recorded, a hole in the
 * numbers may be a segment that is on its way: what comes after waits for it until `patient` is false.
 * Segments that turn up below the last of `delivered` came too late to be played in order and are left
 * out; the stage then reports them as missing.
 */
export function playableSegments(
  segments: readonly SegmentIndexEntry[],
  delivered: readonly SegmentIndexEntry[],
  patient: boolean,
): readonly SegmentIndexEntry[] {
  const after = delivered.at(-1)?.index ?? -1;
  const fresh = segments.filter((segment) => segment.index > after);
  const hole = fresh.findIndex((segment, at) => segment.index !== after + 1 + at);
  return [...delivered, ...(patient && hole >= 0 ? fresh.slice(0, hole) : fresh)];
}
