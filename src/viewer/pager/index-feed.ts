import type { PagedIndex, SegmentSource } from "./segment-source.ts";
import type { ViewProgress } from "./view-progress.ts";

const INDEXES_IN_FLIGHT = 2;

/** A growing view with the playhead near its end is asked so often, less and less while nothing comes … */
const POLL_MIN_MS = 3_000;
const POLL_MAX_MS = 20_000;
/** … and any other so often. */
const POLL_FAR_MS = 30_000;

export interface IndexFeedDeps {
  readonly source: Pick<SegmentSource, "index">;
  /** Resolves after so many milliseconds; rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Nothing is to be asked for now; `load` is called when that is over. */
  readonly isPausing: () => boolean;
  /** An index is here; true when it says something new. */
  readonly got: (view: ViewProgress, index: PagedIndex) => boolean;
  readonly failed: (view: ViewProgress, error: unknown) => void;
  /** Whether what is wanted now is near the end of what is known of a view. */
  readonly isNearEnd: (view: ViewProgress) => boolean;
}

/**
 * Loads the index of each view once, again and again while the view is being recorded, and as it grows where the source
 * finds out by and by what there is (`SegmentIndex.loading`): that of the view that is needed first.
 */
export class IndexFeed {
  readonly #deps: IndexFeedDeps;
  #views: readonly ViewProgress[] = [];
  readonly #followed = new Set<ViewProgress>();

  constructor(deps: IndexFeedDeps) {
    this.#deps = deps;
  }

  /** Loads what is not loaded of these views, in this order. The first does not wait for others. */
  load(views: readonly ViewProgress[]): void {
    this.#views = views;
    if (this.#deps.signal.aborted || this.#deps.isPausing()) return;
    const free = INDEXES_IN_FLIGHT - views.filter((view) => view.loadsIndex).length;
    const waiting = views.filter((view) => view.wantsIndex);
    const least = waiting[0] === views[0] ? 1 : 0;
    for (const view of waiting.slice(0, Math.max(least, free))) void this.#load(view);
  }

  async #load(view: ViewProgress): Promise<void> {
    const { source, signal, got, failed } = this.#deps;
    const known = view.foundSegments;
    view.indexRequested();
    try {
      const index = await source.index(view.viewId, known, signal);
      signal.throwIfAborted();
      got(view, index);
      void this.#follow(view);
    } catch (error) {
      if (!signal.aborted) failed(view, error);
    }
    this.load(this.#views);
  }

  /** Asks again and again whether a view has grown, until it is over. */
  async #follow(view: ViewProgress): Promise<void> {
    const { wait, signal, isNearEnd } = this.#deps;
    const isGrowing = () => !view.complete && view.foundSegments === undefined;
    if (!isGrowing() || this.#followed.has(view)) return;
    this.#followed.add(view);
    let [pause, waited] = [POLL_MIN_MS, 0];
    try {
      while (isGrowing()) {
        await wait(POLL_MIN_MS, signal);
        waited += POLL_MIN_MS;
        if (waited < (isNearEnd(view) ? pause : POLL_FAR_MS)) continue;
        const grew = await this.#lookAgain(view);
        [pause, waited] = [grew ? POLL_MIN_MS : Math.min(POLL_MAX_MS, pause * 1.5), 0];
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    this.#followed.delete(view);
    // The source looks for more itself now.
    if (view.wantsIndex) this.load(this.#views);
  }

  /** True when there is something new. An index that cannot be had now is asked for the next time. */
  async #lookAgain(view: ViewProgress): Promise<boolean> {
    const { source, signal, got } = this.#deps;
    const index = await source.index(view.viewId, undefined, signal).catch(() => undefined);
    signal.throwIfAborted();
    return index !== undefined && got(view, index);
  }
}
