import type { EpochMs } from "../../base/time.ts";
import type { Diagnostic } from "../record/diagnostic.ts";
import type { Fact } from "../timeline/fact.ts";
import type { Presence } from "../timeline/presence.ts";
import type { TimelineState } from "../timeline/timeline-builder.ts";

/** What the records of a view say, as far as they were scanned. Times in epoch milliseconds. */
export interface ScannedFacts {
  readonly facts: readonly Fact[];
  readonly presence: Presence;
  readonly idle: readonly { readonly start: EpochMs; readonly end: EpochMs }[];
  readonly gaps: readonly { readonly start: EpochMs; readonly end: EpochMs | null }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a scan has found out up to a keyframe, beside the keyframe: another scan can go on from there. Plain data. */
export interface ScanState {
  readonly timeline: TimelineState;
  readonly lost: readonly Diagnostic[];
  readonly decoded: readonly Diagnostic[];
  readonly gaps: ScannedFacts["gaps"];
  readonly firstPictureAt: number | null;
  readonly url: string | null;
  readonly leastBytes: number;
}

/** Where a scan begins. */
export interface ScanStart {
  /** The segment after which the decoder is (−1: at the view's start), and the time of the last record there. */
  readonly after: number;
  readonly at: number;
  /** What is said up to this segment was found out before, and is not told again. */
  readonly known: number;
  /** What another scan had found out up to this place; then nothing is `known`. */
  readonly state?: ScanState;
}
