import type { Inflater } from "../../../../../replay/segment/inflater.ts";
import type { RecordedSegment } from "../recorded-segment.ts";

/** What was found in some bytes. */
export interface Part {
  readonly segments: readonly RecordedSegment[];
  /** The paging token in them. */
  readonly token: string | undefined;
  /** The form, in words. */
  readonly shape: string;
  /** Their end is missing. */
  readonly isCut: boolean;
  /** What is odd about them, for a person. */
  readonly notes: readonly string[];
}

export interface ReadContext {
  readonly inflater: Inflater;
  /** Most bytes that one answer may inflate to. */
  readonly maxInflatedBytes: number;
  /** Fetches what an answer names by address. Rejects when that is not allowed. */
  readonly fetchAddress: (address: string, signal: AbortSignal) => Promise<Uint8Array>;
  readonly signal: AbortSignal;
}

/** What a shape's reader is given. */
export interface ShapeContext extends ReadContext {
  /** Reads what was packed in a shape, whatever it is; undefined when it is nothing that is known. */
  readonly readInner: (bytes: Uint8Array) => Promise<Part | undefined>;
}
