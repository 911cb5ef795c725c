import type { KeyframeEntry, SegmentIndex } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import type { KeyframeAsk, PageRange } from "./wanted.ts";

/** A view's index as the source has it, and the keyframes that were kept of a view for which it has made none. */
export interface PagedIndex extends SegmentIndex {
  readonly kept: readonly KeyframeEntry[];
}

/** A keyframe that the stage has made: its checkpoint, deflated, and where it is. */
export interface MadeKeyframe {
  readonly after: number;
  readonly at: number;
  /** It leads up to the segment of this index; from there on the keyframe after it is needed too. */
  readonly until: number;
  readonly bytes: ArrayBuffer;
}

/** Where the pager's segments come from. Rejections are final: whoever implements it has tried again already. */
export interface SegmentSource {
  /**
   * What segments a view has now; never an answer from a cache. With `known`, once the source knows of more than so
   * many, or that no more come (`SegmentIndex.loading`).
   */
  index(viewId: string, known: number | undefined, signal: AbortSignal): Promise<PagedIndex>;
  /** The segments in `page`, in order of index. One that the source lost is absent. */
  page(page: PageRange, signal: AbortSignal): Promise<readonly SegmentFrame[]>;
  /** A keyframe's checkpoint, deflated. `list` is the id of the source's list that names it; without, it was kept. */
  keyframe(ask: KeyframeAsk, list: string | undefined, signal: AbortSignal): Promise<Uint8Array>;
  /** What a view's records say, as the source found it out together with the keyframes of `list`. */
  facts(viewId: string, list: string, signal: AbortSignal): Promise<ViewFacts>;
  /** Keeps a keyframe of a view for which the source has none, where that is possible. */
  keep(viewId: string, keyframe: MadeKeyframe): void;
}
