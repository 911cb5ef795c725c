import { offsetText } from "./time-text.ts";
import type { Playback } from "./playback-store.ts";

/** What the playhead waits for, and how much of that is done (0 to 1). */
export interface LoadingWords {
  readonly text: string;
  readonly done: number;
}

/**
 * What is known of the way to the playhead while there is no picture: the source looks for the segments that lead to
 * it, or they are decoded. Undefined where nothing is known of it, or it is done in no time.
 */
export function loadingWords(playback: Playback): LoadingWords | undefined {
  const { ts, viewId, views, sourcing, session } = playback;
  const view = session.views.find(({ id }) => id === viewId);
  if (view === undefined || ts <= view.start) return undefined;
  const part = (until: number) => Math.min(1, Math.max(0, (until - view.start) / (ts - view.start)));
  const upTo = (until: number) =>
    `${offsetText(Math.max(0, until - session.start))} of ${offsetText(ts - session.start)}`;
  const source = sourcing.get(viewId);
  const isSought = source?.loading !== undefined && source.loading.state !== "stopped";
  if (isSought && (source.until ?? view.start) < ts) {
    const until = source.until ?? view.start;
    return { text: `The source looks for this moment: ${upTo(until)}`, done: part(until) };
  }
  const decoded = views.get(viewId)?.decodedUntil ?? view.start;
  if (decoded <= view.start || decoded >= ts) return undefined;
  return { text: `The recording is read up to here: ${upTo(decoded)}`, done: part(decoded) };
}
