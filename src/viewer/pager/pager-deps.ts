import type { ToStage } from "../../wire/stage.ts";
import type { SegmentSource } from "./segment-source.ts";
import type { Sourcing } from "./sourcing.ts";

/** A view as far as the pager must know it. */
export interface PagedView {
  readonly id: string;
  /** Epoch ms. */
  readonly start: number;
  readonly hasReplay: boolean;
}

export interface SegmentPagerDeps {
  readonly source: SegmentSource;
  /** In order of start. */
  readonly views: readonly PagedView[];
  /** The session is being recorded: a hole in a view's numbers may be a segment that is on its way. */
  readonly live: boolean;
  /** `moment`: only what shows the needed moment is got. Else what follows too, and what is known of all views. */
  readonly scope?: "session" | "moment";
  /** To the stage. `transfer` lists the buffers that the message gives away. */
  readonly post: (message: ToStage, transfer: ArrayBuffer[]) => void;
  /** What to tell a person about an error of `source`. */
  readonly describe: (error: unknown) => string;
  /** Whether an error of `source` says that nothing can be got for now. */
  readonly isConnectionLost: (error: unknown) => boolean;
  /** The connection is lost, and what is missing is asked for again and again; or it is there again. */
  readonly reconnecting: (isLost: boolean) => void;
  /** How far the source is with finding out what a view has. */
  readonly sourced?: (viewId: string, sourcing: Sourcing) => void;
  /** Resolves after so many milliseconds; rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
