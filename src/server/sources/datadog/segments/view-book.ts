import type { ViewKey } from "../../../storage/stored-segment.ts";
import type { SegmentFeedPage, SegmentFeedStart } from "../../session-feed.ts";
import { SourceError } from "../../source.ts";
import type { Clock } from "../http/clock.ts";
import type { SessionBook } from "../search/session-book.ts";
import type { KnownView } from "../search/summaries.ts";
import type { SegmentCache } from "./segment-cache.ts";
import { fetchPage, type SegmentEndpointDeps } from "./segment-endpoint.ts";
import { feedView } from "./view-feed.ts";
import { type WalkedView, ViewWalk } from "./view-walk.ts";

export interface ViewBookDeps {
  readonly book: SessionBook;
  readonly clock: Clock;
  readonly cache: SegmentCache;
  readonly endpoint: SegmentEndpointDeps;
}

/** Walks that are remembered; what they found is in the cache, which is bounded by itself. */
const MOST_KEPT = 1000;
/** A view that ended this long ago is looked for in the blob storage first. */
const FRESH_MS = 24 * 60 * 60_000;
/** The SDK ends a session after 15 minutes of rest; Datadog's intake takes a while. */
const RESTS_MS = 30 * 60_000;

/** The walks over views' segments, one each. */
export class ViewBook {
  readonly #deps: ViewBookDeps;
  readonly #walks = new Map<string, ViewWalk>();

  constructor(deps: ViewBookDeps) {
    this.#deps = deps;
  }

  /** The walk of a view; null when its session has no such view. */
  async walk(view: ViewKey, signal: AbortSignal): Promise<ViewWalk | null> {
    const { book, cache, clock, endpoint } = this.#deps;
    const known = await book.recallView(view, signal);
    if (known === null) return null;
    const walked = walkedView(known, clock.now());
    const key = keyOf(view);
    const walk =
      this.#walks.get(key) ??
      new ViewWalk(view, walked, {
        cache,
        clock,
        fetchPage: (ask, stopped) => fetchPage(ask, endpoint, stopped),
      });
    walk.learn(walked);
    this.#walks.delete(key);
    this.#walks.set(key, walk);
    for (const [oldest, gone] of this.#walks) {
      if (this.#walks.size <= MOST_KEPT) break;
      gone.stop();
      this.#walks.delete(oldest);
    }
    return walk;
  }

  /** A view's segments for somebody who keeps them. @throws {SourceError} 404 when its session has no such view. */
  async *feed(view: ViewKey, start: SegmentFeedStart, signal: AbortSignal): AsyncGenerator<SegmentFeedPage> {
    const { book, clock, endpoint } = this.#deps;
    const known = (await book.recall(view.sessionId, signal))?.views.get(view.viewId);
    if (known === undefined)
      throw new SourceError(404, `there is no view ${view.viewId} in a session ${view.sessionId}`);
    const walk = this.#walks.get(keyOf(view));
    if (walk?.isBegun === true) yield* walk.follow(signal);
    else
      yield* feedView(
        view,
        walkedView(known, clock.now()),
        start,
        { fetchPage: (ask, stopped) => fetchPage(ask, endpoint, stopped) },
        signal,
      );
  }

  /** How many segments the client says that it sent of a view; undefined where it does not. */
  async expectedSegments({ sessionId, viewId }: ViewKey, signal: AbortSignal): Promise<number | undefined> {
    return (await this.#deps.book.recall(sessionId, signal))?.views.get(viewId)?.expectedSegments;
  }

  stop(): void {
    for (const walk of this.#walks.values()) walk.stop();
  }
}

const keyOf = ({ sessionId, viewId }: ViewKey) => JSON.stringify([sessionId, viewId]);

const walkedView = ({ summary, expectedSegments }: KnownView, now: number): WalkedView => ({
  ts: summary.start,
  isFresh: now - summary.end < FRESH_MS,
  isOver: summary.complete || now - summary.end > RESTS_MS,
  expectedSegments,
});
