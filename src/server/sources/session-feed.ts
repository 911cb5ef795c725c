import type { EpochMs } from "../../base/time.ts";
import type { ViewKey } from "../storage/stored-segment.ts";

// What a source gives of a session so that it can be kept elsewhere: all of it, as it was recorded, from any place on.
// Places (`after`) are texts of the source's own; they stay good when the server is started anew.

/** RUM events, in order of date. */
export interface RumEventFeedPage {
  /** Whole documents, as JSON text. */
  readonly documents: readonly string[];
  /** Where to go on behind them; null behind the last. */
  readonly after: string | null;
}

/** A segment as recorded, and what is known of it beside what it says itself. Times are epoch milliseconds. */
export interface FedSegment {
  /** `index_in_view`; undefined where the SDK sends none. */
  readonly index: number | undefined;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly hasFullSnapshot: boolean;
  /** A zlib stream. */
  readonly bytes: Uint8Array;
}

export interface SegmentFeedPage {
  readonly segments: readonly FedSegment[];
  /** Where to go on once these are kept; absent: as before. */
  readonly after?: string;
}

/** Where to begin with a view's segments. */
export interface SegmentFeedStart {
  /** The last `after` of a former feed of this view; null: from the first one on. */
  readonly after: string | null;
  /** Indexes of the segments that whoever asks has. It may grow while the feed goes on. */
  readonly held: ReadonlySet<number>;
}

export interface SessionFeed {
  /** A page of a session's events, its own event among them; null when there is no such session. */
  rumEvents(sessionId: string, after: string | null, signal: AbortSignal): Promise<RumEventFeedPage | null>;

  /**
   * A view's segments, page by page, to the last that there is by now. A segment may come that is held already, one
   * that is not held comes for certain if the source has it. Rejects with `SourceError` where the source fails; what came
   * before is good.
   */
  segments(view: ViewKey, start: SegmentFeedStart, signal: AbortSignal): AsyncIterable<SegmentFeedPage>;

  /** How many segments a view should have, as its client counted; undefined where it did not. */
  expectedSegments(view: ViewKey, signal: AbortSignal): Promise<number | undefined>;
}
