import type { SegmentIndex } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import type { ToStage } from "../../wire/stage.ts";
import { isSamePage, planPages, type Need, type PageRange } from "./plan.ts";
import type { SegmentSource } from "./segment-source.ts";
import { ViewProgress } from "./view-progress.ts";

/** A view as far as the pager must know it. */
export interface PagedView {
  readonly id: string;
  /** Epoch ms. */
  readonly start: number;
  readonly hasReplay: boolean;
}

export interface SegmentPagerDeps {
  readonly source: SegmentSource;
  /** In order of start. */
  readonly views: readonly PagedView[];
  /** The session is being recorded: a hole in a view's numbers may be a segment that is on its way. */
  readonly live: boolean;
  /** To the stage. `transfer` lists the buffers that the message gives away. */
  readonly post: (message: ToStage, transfer: ArrayBuffer[]) => void;
  /** What to tell a person about an error of `source`. */
  readonly describe: (error: unknown) => string;
  /** Resolves after so many milliseconds; rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const INDEXES_IN_FLIGHT = 2;
const POLL_MIN_MS = 3_000;
const POLL_MAX_MS = 20_000;

/**
 * Gets what the stage needs to the stage: the segment index of each view, then pages of segments, nearest to
 * the playhead first. One pager serves one life of a stage document: a stage that starts anew gets a new one.
 */
export class SegmentPager {
  readonly #deps: SegmentPagerDeps;
  readonly #stopped = new AbortController();
  #progress: ReadonlyMap<string, ViewProgress> = new Map();
  readonly #flights = new Map<PageRange, AbortController>();
  #need: Need | undefined;

  constructor(deps: SegmentPagerDeps) {
    this.#deps = deps;
    this.grow(deps.views);
  }

  /** The session's views as they are known now, in order of start: those that are new are paged too. */
  grow(views: readonly PagedView[]): void {
    const recorded = views.filter((view) => view.hasReplay);
    this.#progress = new Map(
      recorded.map((view) => [
        view.id,
        this.#progress.get(view.id) ?? new ViewProgress(view, this.#deps.live),
      ]),
    );
    if (this.#need !== undefined) this.#loadIndexes();
  }

  /** The stage said `stage:need`: what it names comes first from now on. Coming back to a view that failed tries it again. */
  need(need: Need): void {
    if (need.viewId !== this.#need?.viewId) this.#progress.get(need.viewId)?.forgive();
    this.#need = need;
    this.#loadIndexes();
    this.#loadPages();
  }

  /** Aborts everything under way; nothing is posted afterwards. */
  stop(): void {
    this.#stopped.abort();
    for (const flight of this.#flights.values()) flight.abort();
  }

  #loadIndexes(): void {
    if (this.#stopped.signal.aborted) return;
    const views = [...this.#progress.values()];
    const from = Math.max(
      0,
      views.findIndex((view) => view.viewId === this.#need?.viewId),
    );
    const waiting = [...views.slice(from), ...views.slice(0, from)].filter((view) => view.wantsIndex);
    const free = INDEXES_IN_FLIGHT - views.filter((view) => view.loadsIndex).length;
    for (const view of waiting.slice(0, Math.max(0, free))) void this.#loadIndex(view);
  }

  async #loadIndex(view: ViewProgress): Promise<void> {
    const { signal } = this.#stopped;
    view.indexRequested();
    try {
      this.#gotIndex(view, await this.#deps.source.index(view.viewId, signal));
      if (!view.complete) void this.#followIndex(view);
    } catch (error) {
      if (!signal.aborted) this.#fail(view, error);
    }
    this.#loadIndexes();
    this.#loadPages();
  }

  /** A view that is still being recorded: asks again, less often while nothing comes. */
  async #followIndex(view: ViewProgress): Promise<void> {
    const { signal } = this.#stopped;
    let pause = POLL_MIN_MS;
    try {
      while (!view.complete) {
        await this.#deps.wait(pause, signal);
        const index = await this.#deps.source.index(view.viewId, signal).catch(() => undefined);
        signal.throwIfAborted();
        const grew = index !== undefined && this.#gotIndex(view, index);
        pause = grew ? POLL_MIN_MS : Math.min(POLL_MAX_MS, pause * 1.5);
        if (grew) this.#loadPages();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** True when the index says something new. */
  #gotIndex(view: ViewProgress, index: SegmentIndex): boolean {
    this.#stopped.signal.throwIfAborted();
    const changed = view.applyIndex(index);
    if (changed) {
      const segments = view.segments.map(({ index: at, start, end }) => ({ index: at, start, end }));
      this.#deps.post({ type: "stage:index", viewId: view.viewId, segments, complete: view.complete }, []);
    }
    return changed;
  }

  #loadPages(): void {
    if (this.#stopped.signal.aborted) return;
    const views = [...this.#progress.values()].filter((view) => view.hasIndex);
    const plan = planPages(views, this.#need);
    for (const page of plan.cancel) this.#cancel(page);
    for (const page of plan.fetch) void this.#loadPage(page);
  }

  #cancel(page: PageRange): void {
    this.#progress.get(page.viewId)?.cancelled(page);
    for (const [other, flight] of this.#flights) {
      if (!isSamePage(page, other)) continue;
      this.#flights.delete(other);
      flight.abort();
    }
  }

  async #loadPage(page: PageRange): Promise<void> {
    const view = this.#progress.get(page.viewId);
    if (view === undefined) return;
    const flight = new AbortController();
    this.#flights.set(page, flight);
    view.requested(page);
    try {
      const frames = await this.#deps.source.page(page, flight.signal);
      if (flight.signal.aborted) return;
      this.#flights.delete(page);
      for (const due of view.arrived(page, frames)) this.#deliver(view, due.page, due.frames);
    } catch (error) {
      if (flight.signal.aborted) return;
      this.#flights.delete(page);
      for (const other of view.inFlight) this.#cancel(other);
      this.#fail(view, error);
    }
    this.#loadPages();
  }

  #deliver(view: ViewProgress, page: PageRange, frames: readonly SegmentFrame[]): void {
    const bytesOf = new Map(frames.map((frame) => [frame.index, frame.bytes]));
    const listed = view.segments.filter(({ index }) => index >= page.first && index <= page.last);
    // Copies: the stage takes the buffers away, and the query cache keeps its own.
    const segments = listed.map(({ index }) => ({
      index,
      bytes: bytesOf.get(index)?.slice().buffer ?? null,
    }));
    const transfer = segments.flatMap(({ bytes }) => bytes ?? []);
    this.#deps.post({ type: "stage:segments", viewId: view.viewId, segments }, transfer);
  }

  #fail(view: ViewProgress, error: unknown): void {
    view.failedToLoad();
    const message = this.#deps.describe(error);
    this.#deps.post({ type: "stage:failed", viewId: view.viewId, message }, []);
  }
}
