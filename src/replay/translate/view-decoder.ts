import type { eventWithTime } from "@rrweb/types";
import type { EpochMs } from "../../base/time.ts";
import type { Diagnostic } from "../record/diagnostic.ts";
import type { RawRecord } from "../record/raw-record.ts";
import type { DecoderCheckpoint } from "./decoder-checkpoint.ts";

/** Turns one view's records, segment by segment in order, into rrweb events. Its state spans segments. */
export interface ViewDecoder {
  /**
   * The events of one segment's records. Timestamps rise strictly over all calls (epoch milliseconds, with
   * fractions where records share a time). Events are built afresh and never touched again.
   * `visit` sees each record before it is applied, so that `labelOf` can be asked while its target is there.
   */
  decode(
    segmentIndex: number,
    records: readonly RawRecord[],
    visit?: (record: RawRecord) => void,
  ): readonly eventWithTime[];

  /**
   * Takes one segment's records as `decode` does, without making events of them, which is most of the work: for whoever
   * wants to get to a place, or to know what is in between.
   */
  follow(segmentIndex: number, records: readonly RawRecord[], visit?: (record: RawRecord) => void): void;

  /** The full snapshots that this decoder has met itself. */
  readonly met: Met;

  /** A segment is lost: what follows is held back or marked until the next full snapshot. */
  skip(segmentIndex: number, span: { readonly start: EpochMs; readonly end: EpochMs } | undefined): void;

  /**
   * Events that rebuild the page as it is now, at any time: Meta, FullSnapshot, adopted style sheets,
   * rules, controls. Empty before the first full snapshot. Events that are asked for later count on these.
   */
  snapshot(at: EpochMs): readonly eventWithTime[];

  /** Stretches in which the picture is missing or cannot be trusted, in order. The last may be open (`end` null). */
  gaps(): readonly { readonly start: EpochMs; readonly end: EpochMs | null }[];

  /** Visible text (at most 80 characters) of a node, for labels; undefined when unknown. Masked text as recorded. */
  labelOf(nodeId: number): string | undefined;

  diagnostics(): readonly Diagnostic[];

  /**
   * Marks the present place, between two calls of the others, so that decoding can go on from here in another decoder.
   * Takes a time by the size of the page. Null before the first full snapshot.
   */
  mark(): DecoderMark | null;

  /** Whether there are strings in this view, of before the checkpoint it was made of, that this decoder does not know. */
  readonly canLearn: boolean;

  /**
   * Adds the strings of a later checkpoint of this view to those that this decoder has from the checkpoint it was made
   * of. To be called when it has decoded what came before that checkpoint's mark, and nothing after.
   */
  learn(checkpoint: DecoderCheckpoint): void;
}

/** What is known of the full snapshots of a view; null before the first. */
export interface Met {
  /** When the first was recorded. */
  readonly firstPictureAt: EpochMs | null;
  /** The page's address, as it was at the last. */
  readonly url: string | null;
}

/** A place in a view. It keeps the page of that place in memory. */
export interface DecoderMark {
  /**
   * What another decoder needs to go on from the marked place: can be asked at any time later. It shares texts with the
   * decoder, and no object that changes.
   *
   * The Change format numbers strings, a million of them in a long view. With `all`, the checkpoint has all that the
   * decoder had at the mark. With `used`, it has those which this decoder has looked up since then: enough to decode
   * from the mark up to the place where this is asked, where the other decoder is to learn from a checkpoint of there.
   */
  checkpoint(strings: "used" | "all"): DecoderCheckpoint;
}
