import { useMemo } from "react";
import { countBefore } from "../../base/binary-search.ts";
import type { Track } from "../../replay/timeline/tracks.ts";
import type { PlayerView } from "./playback-store.ts";
import { sessionTabs } from "./tabs.ts";
import { usePlayback } from "./use-playback.ts";
import { viewLabel } from "./view-label.ts";

/** A tab of the session that can be chosen. */
export interface TabChoice {
  /** From 0. */
  readonly number: number;
  /** `Tab 1: /cart`: with its page at the playhead. */
  readonly name: string;
  /** Its page is on the stage. */
  readonly isShown: boolean;
  readonly isPinned: boolean;
}

/** The session's tabs, named by their pages at the playhead. */
export function useTabChoices(): readonly TabChoice[] {
  const views = usePlayback(({ session }) => session.views);
  const { tracks, numberOf } = useMemo(() => sessionTabs(views), [views]);
  const shown = usePlayback(({ viewId }) => numberOf(viewId));
  const pinned = usePlayback((playback) => (playback.pinned === undefined ? -1 : numberOf(playback.pinned)));
  // One text for all pages: the part that changes now and then.
  const pages = usePlayback(({ ts }) => JSON.stringify(tracks.map((track) => pageAt(track, ts))));
  return useMemo(
    () =>
      (JSON.parse(pages) as readonly string[]).map((page, number) => ({
        number,
        name: `Tab ${number + 1}: ${page}`,
        isShown: number === shown,
        isPinned: number === pinned,
      })),
    [pages, shown, pinned],
  );
}

/** What a tab's page is called at a time; before its first, that one. */
function pageAt({ views }: Track<PlayerView>, ts: number): string {
  const view = views[Math.max(0, countBefore(views, ({ start }) => start <= ts) - 1)];
  return view === undefined ? "" : viewLabel(view);
}
