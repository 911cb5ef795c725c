import type { SegmentIndex } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import type { PageRange } from "./plan.ts";

/** Where the pager's segments come from. Rejections are final: whoever implements it has tried again already. */
export interface SegmentSource {
  /** What segments a view has now; never an answer from a cache. */
  index(viewId: string, signal: AbortSignal): Promise<SegmentIndex>;
  /** The segments in `page`, in order of index. One that the source lost is absent. */
  page(page: PageRange, signal: AbortSignal): Promise<readonly SegmentFrame[]>;
}
