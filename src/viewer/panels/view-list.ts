import type { SessionEvent } from "../player/session-events.ts";
import type { PlayerView } from "../player/playback-store.ts";
import { type Tab, tabOf } from "../player/tabs.ts";
import { viewLabel } from "../player/view-label.ts";

/** One page of the session, as listed. Times are epoch ms, the duration is ms. */
export interface ViewRow {
  readonly id: string;
  readonly label: string;
  readonly url: string;
  readonly start: number;
  readonly duration: number;
  readonly hasReplay: boolean;
  readonly errors: number;
  readonly frustrations: number;
  /** Where the session was in several browser tabs. */
  readonly tab: Tab | undefined;
}

/** What views count by themselves, where the source says it. */
export interface ViewCounts {
  readonly id: string;
  readonly errorCount: number;
  readonly frustrationCount: number;
}

/** The session's pages in order of start, with what went wrong on each. */
export function viewList(
  views: readonly PlayerView[],
  counts: readonly ViewCounts[],
  events: readonly SessionEvent[],
): readonly ViewRow[] {
  const known = new Map(counts.map((count) => [count.id, count]));
  const seen = (id: string, kind: SessionEvent["kind"]) =>
    events.filter((event) => event.viewId === id && event.kind === kind).length;
  return views.map((view) => ({
    id: view.id,
    label: viewLabel(view),
    url: view.url,
    start: view.start,
    duration: Math.max(0, view.end - view.start),
    hasReplay: view.hasReplay,
    errors: Math.max(known.get(view.id)?.errorCount ?? 0, seen(view.id, "error")),
    frustrations: Math.max(known.get(view.id)?.frustrationCount ?? 0, seen(view.id, "frustration")),
    tab: tabOf(views, view.id),
  }));
}
