import { type Track, trackNumbers, tracksOf } from "../../replay/timeline/tracks.ts";
import type { PlayerView } from "./playback-store.ts";

/** A browser tab of the session: they are counted from 1, in the order in which they were opened. */
export interface Tab {
  readonly number: number;
  readonly count: number;
}

/** A session's tabs. */
export interface SessionTabs {
  readonly tracks: readonly Track<PlayerView>[];
  /** The number of a view's tab, from 0. */
  readonly numberOf: (viewId: string) => number;
}

/** The tabs of a session's views. Made once for each list of views. */
export function sessionTabs(views: readonly PlayerView[]): SessionTabs {
  const held = known.get(views);
  if (held !== undefined) return held;
  const tracks = tracksOf(views);
  const numbers = trackNumbers(tracks);
  const tabs = { tracks, numberOf: (viewId: string) => numbers.get(viewId) ?? 0 };
  known.set(views, tabs);
  return tabs;
}

const known = new WeakMap<readonly PlayerView[], SessionTabs>();

/** The tab that a view was in; undefined where the session was in one tab, or has no such view. */
export function tabOf(views: readonly PlayerView[], viewId: string): Tab | undefined {
  const { tracks, numberOf } = sessionTabs(views);
  if (tracks.length < 2 || !views.some(({ id }) => id === viewId)) return undefined;
  return { number: numberOf(viewId) + 1, count: tracks.length };
}
