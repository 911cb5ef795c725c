import type { eventWithTime } from "@rrweb/types";
import type { Presence } from "../../replay/timeline/presence.ts";
import type { AssetMode } from "../../wire/assets.ts";
import type { StageDiagnostic, TimelineFact } from "../../wire/stage.ts";

export type { ControlPayload } from "../../replay/translate/event-sink.ts";

// Between the stage's document and its decode worker. Both ends are this project's and nobody else can post
// here, so these messages are trusted as typed. Times are epoch milliseconds.
//
//   document                                   worker
//     │  begin, index, segment                   │   bytes move, they are not copied
//     │ ───────────────────────────────────────▶ │   inflate, parse, decode, keep the events
//     │  taken, progress, facts                  │
//     │ ◀─────────────────────────────────────── │
//     │  window {ts} ─▶  ◀─ page                 │   a keyframe and what follows it
//     │  more {cursor} ─▶  ◀─ page               │

/** A segment as the source lists it. */
export interface SegmentSpan {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export type ToWorker =
  /** The first message: what is done with the addresses of recorded pages. */
  | { readonly type: "begin"; readonly assets: AssetMode }
  /** What the source has of a view; replaces the former list. */
  | {
      readonly type: "index";
      readonly viewId: string;
      /** The view's own start and end. */
      readonly view: Stretch;
      readonly segments: readonly SegmentSpan[];
      readonly complete: boolean;
    }
  /** One segment as recorded; `bytes` null: listed, but not delivered. */
  | {
      readonly type: "segment";
      readonly viewId: string;
      readonly index: number;
      readonly bytes: ArrayBuffer | null;
    }
  /** The events that rebuild the page as it was at `ts`, and those that follow until `until`. */
  | {
      readonly type: "window";
      readonly request: number;
      readonly viewId: string;
      readonly ts: number;
      readonly until: number;
    }
  /** The events from `cursor` on, until `until`. */
  | {
      readonly type: "more";
      readonly request: number;
      readonly viewId: string;
      readonly cursor: number;
      readonly until: number;
    };

/** Some of a view's events, in order of time. */
export interface EventPage {
  readonly events: readonly eventWithTime[];
  /** Place in the view's list of events of the first one that is not in this page. */
  readonly cursor: number;
  /** Every event before this time is in this page or an earlier one. */
  readonly through: number;
}

/** How far a view is decoded. */
export interface ViewProgress {
  readonly viewId: string;
  /** Everything before this time is decoded. Infinite when every listed segment is; −Infinity before the list is known. */
  readonly decodedUntil: number;
  /** Number of events so far. */
  readonly events: number;
  /** Time of the first full snapshot; null while there is none. */
  readonly firstPictureAt: number | null;
  /** Address of the page as its records have it. */
  readonly url: string | null;
}

/** What a view's records say about it; replaces the former message for the view. */
export interface ViewFacts {
  readonly viewId: string;
  /** Time of the last event that was decoded; the view's start before the first. */
  readonly decodedUntil: number;
  /** Everything before this time is in it; as `decodedUntil` of the progress. */
  readonly completeUntil: number;
  readonly facts: readonly TimelineFact[];
  readonly presence: Presence;
  /** Time of the first full snapshot; null while there is none. */
  readonly firstPictureAt: number | null;
  readonly idle: readonly Stretch[];
  readonly gaps: readonly Stretch[];
  readonly diagnostics: readonly StageDiagnostic[];
}

export type FromWorker =
  | { readonly type: "progress"; readonly progress: ViewProgress }
  | { readonly type: "facts"; readonly facts: ViewFacts }
  /** How many addresses on the network the recording names, so far, that are not loaded by the rules of assets. */
  | { readonly type: "not-fetched"; readonly count: number; readonly hasMore: boolean }
  /** A fault of the program's; this view goes no further. */
  | { readonly type: "fault"; readonly viewId: string; readonly message: string }
  /** A segment was dealt with; the next one may be sent. */
  | { readonly type: "taken" }
  | { readonly type: "page"; readonly request: number; readonly page: EventPage };
