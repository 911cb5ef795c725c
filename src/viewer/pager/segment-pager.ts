import type { SegmentFrame } from "../../wire/segment-page.ts";
import { FactsFeed } from "./facts-feed.ts";
import { IndexFeed } from "./index-feed.ts";
import type { PagedView, SegmentPagerDeps } from "./pager-deps.ts";
import { isThere, MOMENT_LIMITS, type Need, PLAN_LIMITS, planFetches } from "./plan.ts";
import type { MadeKeyframe, PagedIndex } from "./segment-source.ts";
import { Reconnection } from "./reconnection.ts";
import { ViewProgress } from "./view-progress.ts";
import { sourcingOf, unsourced } from "./sourcing.ts";
import { isSame, type KeyframeAsk, type PageRange, type Wanted } from "./wanted.ts";

/** The end of what is known of a view is near when what is wanted is no further from it, milliseconds. */
const NEAR_END_MS = 60_000;

/**
 * Gets what the stage needs to the stage: the segment index of each view, then keyframes and pages of segments, as
 * `planFetches` says, and what the source knows of the views. One pager serves one life of a stage document: a stage
 * that starts anew gets a new one.
 */
export class SegmentPager {
  readonly #deps: SegmentPagerDeps;
  readonly #stopped = new AbortController();
  readonly #indexes: IndexFeed;
  readonly #facts: FactsFeed;
  #progress: ReadonlyMap<string, ViewProgress> = new Map();
  readonly #flights = new Map<Wanted, AbortController>();
  readonly #connection: Reconnection;
  /** Views that failed for want of a connection. */
  readonly #cutOff = new Set<ViewProgress>();
  #need: Need | undefined;
  /** The first picture's data are with the stage. */
  #isPictured = false;
  #isPaused = false;

  constructor(deps: SegmentPagerDeps) {
    this.#deps = deps;
    this.#connection = new Reconnection({
      wait: deps.wait,
      tryAgain: () => this.#tryAgain(),
      told: deps.reconnecting,
    });
    this.#indexes = new IndexFeed({
      ...deps,
      signal: this.#stopped.signal,
      isPausing: () => this.#connection.isPausing,
      got: (view, index) => this.#gotIndex(view, index),
      failed: (view, error) => this.#fail(view, error),
      isNearEnd: (view) => this.#isNearEnd(view),
    });
    this.#facts = new FactsFeed({
      ...deps,
      signal: this.#stopped.signal,
      got: (viewId, facts) => deps.post({ type: "stage:known-facts", viewId, ...facts }, []),
      cutOff: () => this.#connection.lost(),
      ended: () => this.#advance(),
    });
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
    this.#loadIndexes();
  }

  /** The stage said `stage:need`: what it names comes first from now on. Coming back to a view that failed tries it again. */
  need(need: Need): void {
    const isElsewhere = need.viewId !== this.#need?.viewId;
    if (isElsewhere) this.#progress.get(need.viewId)?.forgive();
    this.#need = need;
    if (isElsewhere) this.#connection.now();
    this.#loadIndexes();
    this.#advance();
  }

  /** Nobody looks: what is under way is given up, and nothing is begun until {@link resume}. */
  pause(): void {
    this.#isPaused = true;
    this.#cancelAll();
  }

  /** What the stage said last that it needs is got again, also of a view that failed. */
  resume(): void {
    this.#isPaused = false;
    this.#progress.get(this.#need?.viewId ?? "")?.forgive();
    this.#loadIndexes();
    this.#advance();
  }

  /** The stage has what it said that it needs: nothing more is got until it says so. */
  met(): void {
    this.#need = undefined;
    this.#cancelAll();
  }

  /** The stage said `stage:dropped`: these segments are fetched again when they are needed. */
  dropped({ viewId, first, last }: { viewId: string; first: number; last: number }): void {
    this.#progress.get(viewId)?.segmentsDropped(first, last);
    this.#advance();
  }

  /** The stage said `stage:entry-lost`: what it takes to show what comes after is fetched from elsewhere, or again. */
  entryLost({ viewId, after, isBroken }: { viewId: string; after: number; isBroken: boolean }): void {
    const view = this.#progress.get(viewId);
    if (isBroken) view?.entryBroken(after);
    else view?.keyframeDropped(after);
    this.#advance();
  }

  /** The stage said `stage:made-keyframe`: it has that one, and for the next time it is kept, unless it is. */
  made({ viewId, after, at, until, bytes }: MadeKeyframe & { readonly viewId: string }): void {
    const view = this.#progress.get(viewId);
    if (view === undefined || view.heldKeyframes.has(after)) return;
    view.keyframeHeld({ after, at });
    if (view.list === undefined) this.#deps.source.keep(viewId, { after, at, until, bytes });
  }

  /** The connection may be there again: what failed for want of it is tried at once. */
  tryNow(): void {
    this.#connection.now();
  }

  /** The source is to look again for what it could not find of a view. */
  lookAgain(viewId: string): void {
    this.#progress.get(viewId)?.askAgain();
    this.#loadIndexes();
  }

  /** Aborts everything under way; nothing is posted afterwards. */
  stop(): void {
    this.#stopped.abort();
    this.#connection.stop();
    for (const flight of this.#flights.values()) flight.abort();
  }

  #loadIndexes(): void {
    if (this.#need === undefined || this.#isPaused) return;
    const ordered = this.#ordered;
    this.#indexes.load(this.#deps.scope === "moment" ? ordered.slice(0, 1) : ordered);
  }

  /** The views, from the needed one on and then from the first. */
  get #ordered(): readonly ViewProgress[] {
    const views = [...this.#progress.values()];
    const from = views.findIndex((view) => view.viewId === this.#need?.viewId);
    return from < 0 ? views : [...views.slice(from), ...views.slice(0, from)];
  }

  #isNearEnd({ viewId, segments }: ViewProgress): boolean {
    const end = segments.at(-1)?.end ?? 0;
    return this.#need?.viewId === viewId && this.#need.ts >= end - NEAR_END_MS;
  }

  /** True when the index says something new. */
  #gotIndex(view: ViewProgress, index: PagedIndex): boolean {
    this.#connection.came();
    this.#deps.sourced?.(view.viewId, sourcingOf(index));
    const changed = view.applyIndex(index);
    if (changed) this.#deps.post(view.indexMessage(), []);
    if (changed) this.#advance();
    return changed;
  }

  /** Begins whatever is to be fetched now. */
  #advance(): void {
    if (this.#stopped.signal.aborted || this.#isPaused || this.#connection.isPausing) return;
    const isMoment = this.#deps.scope === "moment";
    const views = [...this.#progress.values()].filter((view) => view.hasIndex);
    const plan = planFetches(views, this.#need, isMoment ? MOMENT_LIMITS : PLAN_LIMITS);
    for (const wanted of plan.cancel) this.#cancel(wanted);
    for (const wanted of plan.fetch) void this.#fetch(wanted);
    if (!isMoment) this.#loadFacts();
  }

  #cancelAll(): void {
    for (const view of this.#progress.values()) for (const wanted of view.inFlight) this.#cancel(wanted);
  }

  #cancel(wanted: Wanted): void {
    this.#progress.get(wanted.viewId)?.cancelled(wanted);
    for (const [other, flight] of this.#flights) {
      if (!isSame(wanted, other)) continue;
      this.#flights.delete(other);
      flight.abort();
    }
  }

  async #fetch(wanted: Wanted): Promise<void> {
    const view = this.#progress.get(wanted.viewId);
    if (view === undefined) return;
    const flight = new AbortController();
    this.#flights.set(wanted, flight);
    view.requested(wanted);
    const deliver = await this.#answerTo(wanted, view, flight.signal);
    if (flight.signal.aborted) return;
    this.#flights.delete(wanted);
    deliver();
    this.#advance();
  }

  /** Fetches; what comes of it is done by the returned function. */
  async #answerTo(wanted: Wanted, view: ViewProgress, signal: AbortSignal): Promise<() => void> {
    const { list } = view;
    const { source } = this.#deps;
    try {
      if (wanted.kind === "page") {
        const frames = await source.page(wanted, signal);
        if (!signal.aborted) this.#connection.came();
        return () => this.#deliverPage(view, wanted, frames);
      }
      const bytes = await source.keyframe(wanted, list, signal);
      // Without a list it is one that the browser kept.
      if (list !== undefined && !signal.aborted) this.#connection.came();
      return () => this.#deliverKeyframe(view, wanted, bytes);
    } catch (error) {
      const isLost = wanted.kind === "keyframe" && !this.#deps.isConnectionLost(error);
      if (isLost) return () => this.#loseKeyframe(view, wanted, list);
      return () => this.#fail(view, error);
    }
  }

  #deliverPage(view: ViewProgress, page: PageRange, frames: readonly SegmentFrame[]): void {
    const bytesOf = new Map(frames.map((frame) => [frame.index, frame.bytes]));
    // Copies: the stage takes the buffers away, and the query cache keeps its own.
    const segments = view.pageDelivered(page).map((index) => ({
      index,
      bytes: bytesOf.get(index)?.slice().buffer ?? null,
    }));
    const transfer = segments.flatMap(({ bytes }) => bytes ?? []);
    this.#deps.post({ type: "stage:segments", viewId: view.viewId, segments }, transfer);
  }

  #deliverKeyframe(view: ViewProgress, ask: KeyframeAsk, checkpoint: Uint8Array): void {
    const { viewId, after } = ask;
    view.cancelled(ask);
    const place = view.keyframes.find((keyframe) => keyframe.after === after);
    if (place === undefined) return;
    view.keyframeHeld(place);
    const bytes = checkpoint.slice().buffer;
    this.#deps.post({ type: "stage:keyframe", viewId, after, bytes }, [bytes]);
  }

  /** What is before a keyframe that cannot be got is decoded. Of a list that was replaced meanwhile, the new one is asked. */
  #loseKeyframe(view: ViewProgress, ask: KeyframeAsk, list: string | undefined): void {
    const { viewId, after } = ask;
    view.cancelled(ask);
    if (view.list !== list) return;
    view.keyframeLost(after);
    this.#deps.post({ type: "stage:keyframe", viewId, after, bytes: null }, []);
  }

  /** What the source knows of the views. The first picture comes before. */
  #loadFacts(): void {
    const needed = this.#progress.get(this.#need?.viewId ?? "");
    this.#isPictured ||= needed?.hasIndex === true && isThere(needed, this.#need?.from ?? 0);
    if (this.#isPictured) this.#facts.load(this.#ordered);
  }

  #fail(view: ViewProgress, error: unknown): void {
    for (const wanted of view.inFlight) this.#cancel(wanted);
    view.failedToLoad();
    if (this.#deps.isConnectionLost(error)) {
      this.#cutOff.add(view);
      this.#connection.lost();
    }
    const message = this.#deps.describe(error);
    if (!view.hasIndex) this.#deps.sourced?.(view.viewId, unsourced(error, message));
    this.#deps.post({ type: "stage:failed", viewId: view.viewId, message }, []);
  }

  #tryAgain(): void {
    for (const view of this.#cutOff) view.forgive();
    this.#cutOff.clear();
    this.#indexes.load(this.#ordered);
    this.#advance();
  }
}
