import type { SegmentText } from "../../replay/segment/read-segment.ts";
import type { DecoderCheckpoint } from "../../replay/translate/decoder-checkpoint.ts";
import type { ViewDecoder } from "../../replay/translate/view-decoder.ts";
import type { KeyframeShelf } from "./keyframe-shelf.ts";

/** A keyframe that was made here. */
export interface MadeKeyframe {
  readonly after: number;
  readonly at: number;
  /** Its strings are enough for the segments up to this one; then those of the next keyframe are needed. */
  readonly until: number;
  /** The checkpoint, deflated. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a view's track and its scan work with. */
export interface TrackParts {
  /** A decoder at the view's start, or at a checkpoint. */
  readonly decoder: (from?: DecoderCheckpoint) => ViewDecoder;
  /** Reads one segment; does not reject for bad data. */
  readonly read: (bytes: Uint8Array, index: number) => Promise<SegmentText>;
  readonly keyframes: KeyframeShelf;
  /** Decoding cannot begin after this segment, though the source says so. */
  readonly broken: (after: number) => void;
  /** A keyframe was made here. */
  readonly made: (keyframe: MadeKeyframe) => void;
}
