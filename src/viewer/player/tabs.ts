import type { PlayerView } from "./playback-store.ts";

/** A browser tab of the session: they are counted from 1, in the order in which they were opened. */
export interface Tab {
  readonly number: number;
  readonly count: number;
}

/** The tab that a view was in; undefined where the session was in one tab, or it is not known. */
export function tabOf(views: readonly PlayerView[], viewId: string): Tab | undefined {
  const tabs = [...new Set(views.flatMap(({ tabId }) => tabId ?? []))];
  const tabId = views.find(({ id }) => id === viewId)?.tabId;
  if (tabs.length < 2 || tabId === undefined) return undefined;
  return { number: tabs.indexOf(tabId) + 1, count: tabs.length };
}
