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

/** Loads the index of each view once, and again and again while the view is being recorded. */
export class IndexFeed {
  readonly #deps: IndexFeedDeps;
  #views: readonly ViewProgress[] = [];

  constructor(deps: IndexFeedDeps) {
    this.#deps = deps;
  }

  /** Loads what is not loaded of these views, in this order. */
  load(views: readonly ViewProgress[]): void {
    this.#views = views;
    if (this.#deps.signal.aborted || this.#deps.isPausing()) return;
    const free = INDEXES_IN_FLIGHT - views.filter((view) => view.loadsIndex).length;
    const waiting = views.filter((view) => view.wantsIndex);
    for (const view of waiting.slice(0, Math.max(0, free))) void this.#load(view);
  }

  async #load(view: ViewProgress): Promise<void> {
    const { source, signal, got, failed } = this.#deps;
    view.indexRequested();
    try {
      const index = await source.index(view.viewId, signal);
      signal.throwIfAborted();
      got(view, index);
      if (!view.complete) void this.#follow(view);
    } catch (error) {
      if (!signal.aborted) failed(view, error);
    }
    this.load(this.#views);
  }

  async #follow(view: ViewProgress): Promise<void> {
    const { source, wait, signal, got, isNearEnd } = this.#deps;
    let [pause, waited] = [POLL_MIN_MS, 0];
    try {
      while (!view.complete) {
        await wait(POLL_MIN_MS, signal);
        waited += POLL_MIN_MS;
        if (waited < (isNearEnd(view) ? pause : POLL_FAR_MS)) continue;
        const index = await source.index(view.viewId, signal).catch(() => undefined);
        signal.throwIfAborted();
        const grew = index !== undefined && got(view, index);
        [pause, waited] = [grew ? POLL_MIN_MS : Math.min(POLL_MAX_MS, pause * 1.5), 0];
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
