import type { KeyframeEntry } from "../../wire/segment-index.ts";

/** Which view a keyframe is of. */
export interface KeptView {
  /** Id of the source that holds it. */
  readonly source: string;
  readonly sessionId: string;
  readonly viewId: string;
}

/** A keyframe: its checkpoint, deflated, and where it is. */
export interface Keyframe {
  /** Index of the last segment before it. */
  readonly after: number;
  /** Time of the last record before it, epoch milliseconds. */
  readonly at: number;
  /** It leads up to the segment of this index; from there on the keyframe after it is needed too. */
  readonly until: number;
  readonly bytes: ArrayBuffer;
}

/** A keyframe that is kept, without its checkpoint. */
export interface KeptKeyframe extends KeyframeEntry {
  readonly until: number;
}

/**
 * Keeps keyframes for the next time a view is opened. Where nothing can be kept, or what was kept cannot be read, it
 * is as if there were none.
 */
export interface KeyframeKeeper {
  /** What is kept of a view, in order of `after`. */
  list(view: KeptView): Promise<readonly KeptKeyframe[]>;
  /** A kept keyframe's checkpoint. Rejects when it is not there any more. */
  get(view: KeptView, after: number): Promise<Uint8Array>;
  put(view: KeptView, keyframe: Keyframe): Promise<void>;
}
