import { countBefore } from "../../base/binary-search.ts";

/** A view as far as it must be known to tell its tab. Times are epoch ms. */
export interface TrackedView {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly tabId?: string | undefined;
}

/** One browser tab of a session. */
export interface Track<V extends TrackedView = TrackedView> {
  /** From 0, in the order in which the tabs were opened. */
  readonly number: number;
  /** In order of start; none overlaps the next by more than a moment. */
  readonly views: readonly V[];
}

/** The next view of a tab may start before the end of the one before is told; not longer. */
const TURN_MS = 1_000;

/**
 * The session's tabs. Views are in the same tab where RUM events say so (`tab.id`). The others go where the last view
 * before them ended most recently, of the tabs that are free; without any, they are in another tab. Views that overlap
 * are never in one tab, whatever their ids: a tab that is duplicated hands its id on.
 *
 *   tab 0   ├─── A ───┤├── C ──┤
 *   tab 1        ├──── B ────┤
 */
export function tracksOf<V extends TrackedView>(views: readonly V[]): readonly Track<V>[] {
  const ordered = views.toSorted((a, b) => a.start - b.start);
  const tracks: { readonly tabId: string | undefined; readonly views: V[] }[] = [];
  const add = (
    view: V,
    candidates: readonly { readonly tabId: string | undefined; readonly views: V[] }[],
  ) => {
    const held = nearest(view, candidates);
    if (held === undefined) tracks.push({ tabId: view.tabId, views: [view] });
    else
      held.views.splice(
        countBefore(held.views, ({ start }) => start <= view.start),
        0,
        view,
      );
  };
  for (const view of ordered) {
    if (view.tabId !== undefined)
      add(
        view,
        tracks.filter(({ tabId }) => tabId === view.tabId),
      );
  }
  for (const view of ordered) if (view.tabId === undefined) add(view, tracks);
  return tracks
    .toSorted((a, b) => (a.views[0]?.start ?? 0) - (b.views[0]?.start ?? 0))
    .map(({ views: own }, number) => ({ number, views: own }));
}

/** The number of each view's tab, by the view's id. */
export function trackNumbers(tracks: readonly Track[]): ReadonlyMap<string, number> {
  return new Map(tracks.flatMap(({ number, views }) => views.map(({ id }) => [id, number] as const)));
}

/** Of the tracks that are free for a view, the one whose view before it ended last. */
function nearest<T extends { readonly views: readonly TrackedView[] }>(
  view: TrackedView,
  candidates: readonly T[],
): T | undefined {
  let best: T | undefined;
  let bestEnd = -Infinity;
  for (const track of candidates) {
    const place = countBefore(track.views, ({ start }) => start <= view.start);
    const before = track.views[place - 1];
    const after = track.views[place];
    const end = before?.end ?? -Infinity;
    const isFree = end - TURN_MS <= view.start && (after === undefined || view.end - TURN_MS <= after.start);
    if (!isFree || (best !== undefined && end <= bestEnd)) continue;
    best = track;
    bestEnd = end;
  }
  return best;
}
