import type { SegmentFrame } from "../../../../wire/segment-page.ts";
import type { SegmentStorage, ViewKey } from "../../../storage/stored-segment.ts";
import { assertPageSize } from "../../page-limit.ts";
import type { FedSegment, SegmentFeedPage } from "../../session-feed.ts";
import { SourceError } from "../../source.ts";
import type { Clock } from "../http/clock.ts";
import { ChangeSignal } from "./change-signal.ts";
import { fedSegment, placeOf } from "./feed-place.ts";
import { type FoundSegment, FoundSegments } from "./found-segments.ts";
import type { Page } from "./read-answer.ts";
import type { CachedPlace, CacheOwner, SegmentCache } from "./segment-cache.ts";
import type { PageAsk } from "./segment-endpoint.ts";
import { WalkPosition } from "./walk-position.ts";

/** What is known of a view before its segments are asked for. */
export interface WalkedView {
  /** Its time, epoch milliseconds. */
  readonly ts: number;
  /** It is so young that its segments are likely not in the blob storage yet. */
  readonly isFresh: boolean;
  /** No more segments of it will come. */
  readonly isOver: boolean;
  /** How many the client says that it sent. */
  readonly expectedSegments: number | undefined;
}

export interface ViewWalkDeps {
  readonly fetchPage: (ask: PageAsk, signal: AbortSignal) => Promise<Page | null>;
  readonly cache: SegmentCache;
  readonly clock: Clock;
}

/** How far a walk is. */
export interface WalkState {
  readonly segments: readonly FoundSegment[];
  /** `reading`; `settled`: all that there are by now; `failed`. */
  readonly stage: "reading" | "settled" | "failed";
  /** No more segments will come. */
  readonly complete: boolean;
  readonly failure: unknown;
  readonly notes: readonly string[];
}

/** A walk goes on for so long after it was last asked for. */
const LINGER_MS = 60_000;
/** An answer about what is new is not kept waiting longer: proxies lose patience. */
const LONGEST_HOLD_MS = 20_000;
/** What failed is tried again by itself when it is asked for after so long. */
const RETRY_AFTER_MS = 10_000;
/** A view that is being recorded is looked at again so often. */
const LOOK_AGAIN_MS = 10_000;
/** Pages one after the other that bring nothing new. */
const MOST_EMPTY_PAGES = 20;
/** Segments that are read at once for somebody who keeps them. */
const FOLLOWED_AT_ONCE = 20;
/** Missing segments that are named. */
const MOST_NAMED = 20;

/**
 * Finds a view's segments by walking through Datadog's pages, since there is no list of them: those of the likelier
 * storage first, and those of the other where something is missing. What was found can be had while the walk goes on;
 * it goes on while somebody wants more, and nothing is fetched twice but the last page of a view that still grows.
 */
export class ViewWalk implements CacheOwner {
  readonly view: ViewKey;
  readonly #deps: ViewWalkDeps;
  readonly #stopped = new AbortController();
  #known: WalkedView;
  #found = new FoundSegments();
  #position: WalkPosition;
  readonly #notes = new Set<string>();
  /** Where the last page of the event platform was: more come behind it. */
  #lastFresh: string | undefined;
  #isSettled = false;
  #settledAt = 0;
  /** The view was over when the walk that settled began. */
  #sawEnd = false;
  #failure: { readonly error: unknown; readonly at: number } | undefined;
  #emptyPages = 0;
  #isRunning = false;
  /** Rises when what was found is gone. */
  #life = 0;
  #wantedUntil = 0;
  #waiters = 0;
  readonly #changed = new ChangeSignal();

  constructor(view: ViewKey, known: WalkedView, deps: ViewWalkDeps) {
    this.view = view;
    this.#known = known;
    this.#deps = deps;
    this.#position = new WalkPosition(storagesOf(known));
  }

  /** What is known of the view by now. */
  learn(known: WalkedView): void {
    this.#known = known;
  }

  /** What was found: at least one segment more than `known`, if more come at all. Does not keep waiting for long. */
  async index(known: number | undefined, signal: AbortSignal): Promise<WalkState> {
    // Who asks without knowing anything asks anew, as a person does who has the view looked for again.
    if (known === undefined || this.#isRetryDue) this.#failure = undefined;
    const isNew = () => this.#segments().length > (known ?? 0);
    const patience = new AbortController();
    const hold = AbortSignal.any([signal, patience.signal]);
    const timer = this.#deps.clock.wait(LONGEST_HOLD_MS, hold).then(
      () => patience.abort(),
      () => undefined,
    );
    try {
      await this.#until(isNew, hold);
    } catch (error) {
      signal.throwIfAborted();
      if (!patience.signal.aborted) throw error;
    }
    patience.abort();
    await timer;
    return this.#state();
  }

  /** The segments of a range that there are, as recorded; waits for the walk to get there. */
  async read({ first, last }: { first: number; last: number }, signal: AbortSignal): Promise<SegmentFrame[]> {
    if (this.#isRetryDue) this.#failure = undefined;
    await this.#until(() => (this.#segments().at(-1)?.index ?? -1) >= last, signal);
    const asked = this.#segments().filter(({ index }) => index >= first && index <= last);
    if (asked.length === 0 && this.#failure !== undefined) throw this.#failure.error;
    assertPageSize(asked.map(({ index, place }) => ({ index, bytes: place.length })));
    const frames: SegmentFrame[] = [];
    for (const { index, place } of asked) {
      const bytes = await this.#deps.cache.read(this, place, signal);
      if (bytes !== null) frames.push({ index, bytes });
    }
    return frames;
  }

  /** Something was found, or is being looked for. */
  get isBegun(): boolean {
    return this.#isRunning || this.#isSettled || this.#found.count > 0;
  }

  /** All segments, as they are found, for somebody who keeps them: what was fetched for a viewer is not fetched again. */
  async *follow(signal: AbortSignal): AsyncGenerator<SegmentFeedPage> {
    const given = new Set<CachedPlace>();
    const fresh = () => this.#found.asCame().filter(({ place }) => !given.has(place));
    for (;;) {
      // The place first: what is found meanwhile comes again, rather than not at all.
      const after = placeOf(this.#position, this.#lastFresh);
      const found = fresh();
      for (let at = 0; at < found.length; at += FOLLOWED_AT_ONCE) {
        const part = found.slice(at, at + FOLLOWED_AT_ONCE);
        for (const { place } of part) given.add(place);
        yield { segments: await this.#read(part, signal) };
      }
      yield { segments: [], after };
      if (this.#failure !== undefined) throw this.#failure.error;
      this.#stopped.signal.throwIfAborted();
      if (this.#isSettled && !this.#isRunning && fresh().length === 0) return;
      await this.#until(() => fresh().length > 0, signal);
    }
  }

  async #read(found: ReturnType<FoundSegments["asCame"]>, signal: AbortSignal): Promise<FedSegment[]> {
    const segments: FedSegment[] = [];
    for (const each of found) {
      const bytes = await this.#deps.cache.read(this, each.place, signal);
      if (bytes !== null) segments.push(fedSegment({ ...each, bytes }));
    }
    return segments;
  }

  evicted(): void {
    this.#life += 1;
    this.#found = new FoundSegments();
    this.#position = new WalkPosition(storagesOf(this.#known));
    this.#isSettled = false;
    this.#changed.announce();
  }

  stop(): void {
    this.#stopped.abort(new SourceError(503, "the server is ending"));
    this.#changed.announce();
  }

  get #isRetryDue(): boolean {
    return this.#failure !== undefined && this.#deps.clock.now() - this.#failure.at >= RETRY_AFTER_MS;
  }

  #segments(): readonly FoundSegment[] {
    // A hole may be filled by the other storage: what comes behind it waits until that is known.
    return this.#isSettled ? this.#found.all() : this.#found.leading();
  }

  #state(): WalkState {
    const stage = this.#failure ? "failed" : this.#isSettled && !this.#isRunning ? "settled" : "reading";
    return {
      segments: this.#segments(),
      stage,
      complete: this.#isSettled && this.#sawEnd && this.#failure === undefined,
      failure: this.#failure?.error,
      notes: [...this.#notes],
    };
  }

  /** Resolves when a condition holds, or nothing more will happen by itself. */
  async #until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    this.#waiters += 1;
    try {
      for (;;) {
        signal.throwIfAborted();
        this.#wantedUntil = this.#deps.clock.now() + LINGER_MS;
        this.#goOn();
        if (holds() || !this.#isRunning) return;
        await this.#changed.next(signal);
      }
    } finally {
      this.#waiters -= 1;
    }
  }

  /** Begins to walk, unless there is nothing to do or it is being done. */
  #goOn(): void {
    if (this.#isRunning || this.#failure !== undefined || this.#stopped.signal.aborted) return;
    if (this.#isSettled && !this.#looksAgain()) return;
    this.#isRunning = true;
    void this.#run();
  }

  /** Of a view that grew, the event platform is asked for what comes behind its last page. */
  #looksAgain(): boolean {
    const { isOver } = this.#known;
    if (this.#sawEnd || this.#deps.clock.now() - this.#settledAt < LOOK_AGAIN_MS) return false;
    if (this.#position.storage === undefined)
      this.#position = new WalkPosition(["event_platform"], this.#lastFresh);
    this.#sawEnd = isOver;
    return true;
  }

  async #run(): Promise<void> {
    const life = this.#life;
    const isMine = () => life === this.#life;
    if (!this.#isSettled) this.#sawEnd = this.#known.isOver;
    try {
      while (isMine() && this.#position.storage !== undefined && this.#isWanted) {
        await this.#step(this.#position.storage, isMine);
        this.#changed.announce();
      }
      if (isMine() && this.#position.storage === undefined) this.#settle();
    } catch (error) {
      if (isMine()) this.#failure = { error, at: this.#deps.clock.now() };
    }
    this.#isRunning = false;
    this.#changed.announce();
  }

  get #isWanted(): boolean {
    return this.#waiters > 0 || this.#deps.clock.now() < this.#wantedUntil;
  }

  async #step(storage: SegmentStorage, isMine: () => boolean): Promise<void> {
    const { paging } = this.#position;
    const priority = this.#waiters > 0 ? "now" : "soon";
    const ask: PageAsk = { view: this.view, storage, ts: this.#known.ts, paging, priority };
    const page = await this.#fetch(ask);
    if (page === "again" || !isMine()) return;
    if (page !== null) await this.#take(page, storage, isMine);
    if (!isMine()) return;
    if (storage === "event_platform" && page !== null) this.#lastFresh = paging;
    this.#advance(page, storage);
  }

  async #fetch(ask: PageAsk): Promise<Page | null | "again"> {
    try {
      return await this.#deps.fetchPage(ask, this.#stopped.signal);
    } catch (error) {
      // A token may be good for a while only; what was found before it is known by its number.
      const isRefused = error instanceof SourceError && error.status === 400;
      if (isRefused && this.#position.restart()) return "again";
      throw error;
    }
  }

  async #take({ segments, shape, isCut, notes }: Page, storage: SegmentStorage, isMine: () => boolean) {
    this.#notes.add(`segments of ${storage} came as ${shape}`);
    if (isCut) this.#notes.add(`an answer of ${storage} breaks off`);
    for (const note of notes) this.#notes.add(note);
    const { sessionId, viewId } = this.view;
    const own = segments.filter(
      (each) => (each.sessionId ?? sessionId) === sessionId && (each.viewId ?? viewId) === viewId,
    );
    if (own.length < segments.length)
      this.#notes.add(`${segments.length - own.length} segments of other views were sent, and left out`);
    const fresh = this.#found.newOf(own);
    this.#emptyPages = fresh.length === 0 ? this.#emptyPages + 1 : 0;
    if (fresh.length === 0) return;
    const bytes = fresh.map((segment) => segment.bytes);
    const places = await this.#deps.cache.add(this, bytes, this.#stopped.signal);
    if (!isMine()) return;
    for (const [at, { bytes: _kept, ...segment }] of fresh.entries()) {
      const place = places[at];
      if (place !== undefined) this.#found.add(segment, place);
    }
  }

  #advance(page: Page | null, storage: SegmentStorage): void {
    if (page?.isCut === true && page.next === undefined)
      throw new SourceError(
        502,
        `the answer of ${storage} breaks off, however often it is asked for: what comes after it is missing`,
      );
    if (page?.next !== undefined) {
      if (this.#emptyPages > MOST_EMPTY_PAGES)
        throw new SourceError(502, `${storage} sends page after page without a segment that is new`);
      if (this.#position.follow(page.next)) return;
      this.#notes.add(`the paging of ${storage} leads in a circle; it was left`);
    }
    this.#emptyPages = 0;
    if (this.#isWhole) this.#position.end();
    else this.#position.nextStorage();
  }

  /** Nothing is missing that is known of. */
  get #isWhole(): boolean {
    const { expectedSegments = 1 } = this.#known;
    return this.#found.count >= Math.max(1, expectedSegments) && this.#found.missing(1).length === 0;
  }

  #settle(): void {
    this.#isSettled = true;
    this.#settledAt = this.#deps.clock.now();
    const missing = this.#found.missing(MOST_NAMED);
    if (missing.length > 0) this.#notes.add(`neither storage has the segments ${missing.join(", ")}`);
  }
}

/** Where to look first. */
export const storagesOf = ({ isFresh }: WalkedView): readonly SegmentStorage[] =>
  isFresh ? ["event_platform", "blob"] : ["blob", "event_platform"];
