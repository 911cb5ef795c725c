import type { EpochMs } from "../../base/time.ts";
import type { ViewKey } from "./stored-segment.ts";

// When a view is complete, its segments are packed into one blob.

/** A finished and durable pack of a view, for the transaction that makes it the place of its segments. */
export interface FinishedPack {
  readonly view: ViewKey;
  readonly blobKey: string;
  readonly segments: readonly {
    readonly sequence: number;
    readonly offset: number;
    readonly length: number;
  }[];
}

/** When a view counts as complete; milliseconds. */
export interface PackingAge {
  readonly now: EpochMs;
  /** The view has ended (`view.is_active` false) and no segment came for so long. */
  readonly endedQuietMs: number;
  /** No segment came for so long, whether it ended or not. */
  readonly idleMs: number;
}
