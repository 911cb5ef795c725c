import type { ClockBounds } from "../../replay/segment/record-clock.ts";
import type { ScanState } from "../../replay/view/scan-state.ts";
import type { LostSegments } from "../../replay/view/segment-sequence.ts";
import type { SegmentSpan } from "../../replay/view/segment-span.ts";
import type { KeyframeSpacing } from "../../replay/view/view-scan.ts";
import type { NewKeyframe } from "./derived-store.ts";

// Between the server and the thread that scans one view. Each message is answered before the next is sent.

/** What a scan is fed with: segments in order of index, and what of them is lost. */
export type FeedItem =
  | {
      readonly kind: "segment";
      readonly index: number;
      readonly bytes: Uint8Array;
      readonly span: SegmentSpan;
      readonly bounds: ClockBounds;
    }
  | LostSegments;

/** Where another thread left a view. */
export interface Resume {
  readonly after: number;
  readonly at: number;
  /** With all strings, deflated. */
  readonly checkpoint: Uint8Array;
  readonly state: ScanState;
}

export type ThreadRequest =
  | {
      readonly type: "begin";
      readonly viewId: string;
      readonly spacing: KeyframeSpacing;
      readonly resume: Resume | null;
    }
  | { readonly type: "feed"; readonly items: readonly FeedItem[] }
  /** `view`: when it was, epoch milliseconds. */
  | { readonly type: "report"; readonly complete: boolean; readonly view: SegmentSpan };

/** What was found out so far. */
export interface ThreadReport {
  /** Those that were made since the report before, in order; the last one may take the place of one that was told. */
  readonly keyframes: readonly NewKeyframe[];
  /** `ViewFacts` as JSON, deflated. */
  readonly facts: Uint8Array;
  readonly firstPictureAt: number | null;
  readonly url: string | null;
  /** What a scan that goes on at the last keyframe must know; null where that is not to be. */
  readonly state: ScanState | null;
}

export type ThreadReply =
  | { readonly type: "done" }
  | { readonly type: "report"; readonly report: ThreadReport };
