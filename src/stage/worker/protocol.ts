import type { eventWithTime } from "@rrweb/types";
import type { IndexedSegment, KeyframePlace } from "../../replay/timeline/seek-entry.ts";
import type { AssetMode } from "../../wire/assets.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";

export type { ControlPayload } from "../../replay/translate/event-sink.ts";

// Between the stage's document and its decode worker. Both ends are this project's and nobody else can post
// here, so these messages are trusted as typed. Times are epoch milliseconds.
//
//   document                                   worker
//     │  begin, index, segment, keyframe         │   bytes move, they are not copied
//     │ ───────────────────────────────────────▶ │   keeps them compressed; scans the view for facts and keyframes
//     │  progress, facts, dropped, made          │
//     │ ◀─────────────────────────────────────── │
//     │  open {ts} ─▶  ◀─ page                   │   a run: the page as it was, and what follows
//     │  more {run} ─▶  ◀─ page                  │
//     │  close {run} ─▶                          │

/** A segment as the source lists it. */
export type SegmentSpan = IndexedSegment;

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What the source has found out about a view by decoding it before. */
export interface KnownKeyframes {
  /** Index of the last segment that was decoded for it. */
  readonly through: number;
  readonly firstPictureAt: number | null;
  readonly url: string | null;
  readonly entries: readonly KeyframePlace[];
}

export type ToWorker =
  /** The first message. */
  | {
      readonly type: "begin";
      /** What is done with the addresses of recorded pages. */
      readonly assets: AssetMode;
      /** Single pictures are asked for, nothing is played: little is kept. */
      readonly isStills: boolean;
    }
  /** What the source has of a view; replaces the former list. */
  | {
      readonly type: "index";
      readonly viewId: string;
      /** The view's own start and end. */
      readonly view: Stretch;
      readonly segments: readonly SegmentSpan[];
      readonly complete: boolean;
      readonly keyframes: KnownKeyframes | undefined;
    }
  /** What the records up to `KnownKeyframes.through` say. */
  | { readonly type: "known-facts"; readonly viewId: string; readonly facts: ViewFacts }
  /** One segment as recorded; `bytes` null: listed, but not delivered. */
  | {
      readonly type: "segment";
      readonly viewId: string;
      readonly index: number;
      readonly bytes: ArrayBuffer | null;
    }
  /** A listed keyframe's checkpoint, deflated; null: it cannot be got. */
  | {
      readonly type: "keyframe";
      readonly viewId: string;
      readonly after: number;
      readonly bytes: ArrayBuffer | null;
    }
  /** What is at the playhead: it is kept when something must be dropped. */
  | { readonly type: "playhead"; readonly viewId: string; readonly ts: number }
  /** Begins a run: the events that show the page as it was at `ts`, and those that follow until `until`. */
  | {
      readonly type: "open";
      readonly request: number;
      readonly viewId: string;
      readonly ts: number;
      readonly until: number;
    }
  /** The events of a run that follow, until `until`. */
  | { readonly type: "more"; readonly request: number; readonly run: number; readonly until: number }
  /** Nobody waits for this answer any more. */
  | { readonly type: "cancel"; readonly request: number }
  /** Ends a run. */
  | { readonly type: "close"; readonly run: number };

/** Some of a view's events, in order of time. */
export interface EventPage {
  readonly run: number;
  readonly events: readonly eventWithTime[];
  /** Every event before this time is in this page or an earlier one. */
  readonly through: number;
  /** Nothing that is listed comes after: up to the segment of this index. Null: something does. */
  readonly endsWith: number | null;
}

/** What of a view can be shown. */
export interface ViewProgress {
  readonly viewId: string;
  /**
   * Times that can be shown, with what is here, in order; the ends are excluded. The first may begin at −Infinity, the
   * last may end at Infinity: everything that is listed is here.
   */
  readonly available: readonly Stretch[];
  /** Index of the last segment that is listed; −1: none is. */
  readonly lastListed: number;
  /** Time of the first full snapshot, as far as is known; null while there is none. */
  readonly firstPictureAt: number | null;
  /** Everything is decoded, and there is no full snapshot in it. */
  readonly isBlank: boolean;
  /** Address of the page as its records have it. */
  readonly url: string | null;
}

/** What a view's records say; replaces the former message for the view. */
export interface KnownFacts extends ViewFacts {
  readonly viewId: string;
  /** Time up to which they are known; the view's start before the first. */
  readonly decodedUntil: number;
  /** Everything before this time is in it. Infinite: all that is listed. */
  readonly completeUntil: number;
  /** Time of the first full snapshot; null while there is none. */
  readonly firstPictureAt: number | null;
}

export type FromWorker =
  | { readonly type: "progress"; readonly progress: ViewProgress }
  | { readonly type: "facts"; readonly facts: KnownFacts }
  /** How many addresses on the network what was shown names, so far, that are not loaded by the rules of assets. */
  | { readonly type: "not-fetched"; readonly count: number; readonly hasMore: boolean }
  /** A fault of the program's; this view goes no further. */
  | { readonly type: "fault"; readonly viewId: string; readonly message: string }
  /** Segments (both ends included) that are no longer here. */
  | { readonly type: "dropped"; readonly viewId: string; readonly first: number; readonly last: number }
  /** Decoding cannot begin there; see `stage:entry-lost`. */
  | {
      readonly type: "entry-lost";
      readonly viewId: string;
      readonly after: number;
      readonly isBroken: boolean;
    }
  /** A keyframe for which the source has none. */
  | {
      readonly type: "made";
      readonly viewId: string;
      readonly after: number;
      readonly at: number;
      readonly until: number;
      readonly bytes: ArrayBuffer;
    }
  /** Null: what it takes is not here. */
  | { readonly type: "page"; readonly request: number; readonly page: EventPage | null }
  /** The program failed: `message` says how. */
  | { readonly type: "refused"; readonly request: number; readonly message: string };
