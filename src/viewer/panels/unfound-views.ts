import type { PlayerView, ViewSourcing } from "../player/playback-store.ts";
import { viewLabel } from "../player/view-label.ts";

/** A view of which the source has not told all that it has. */
export interface UnfoundView {
  readonly viewId: string;
  readonly page: string;
  /** The source gave up; else it still looks. */
  readonly isStopped: boolean;
  /** What it waits for, or why it gave up. */
  readonly message: string | undefined;
  /** Address of an answer that it could not read. */
  readonly rawAnswer: string | undefined;
  /** How far what is known goes, epoch ms. */
  readonly until: number | undefined;
}

/** Those views, in order. */
export const unfoundViews = (
  views: readonly PlayerView[],
  sourcing: ReadonlyMap<string, ViewSourcing>,
): readonly UnfoundView[] =>
  views.flatMap((view) => {
    const { loading, until } = sourcing.get(view.id) ?? {};
    if (loading === undefined) return [];
    const { state, message, rawAnswer } = loading;
    const isStopped = state === "stopped";
    const isLimited = state === "waiting" && loading.until !== undefined && message !== undefined;
    const words = isLimited ? `It waits before it asks on: ${message}` : message;
    return [{ viewId: view.id, page: viewLabel(view), isStopped, message: words, rawAnswer, until }];
  });
