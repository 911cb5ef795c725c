import type { EpochMs } from "../../base/time.ts";

// A segment as it comes in, is listed, and is read.

/** A view of a session: what segments are filed under. */
export interface ViewKey {
  readonly sessionId: string;
  readonly viewId: string;
}

/** What is known of a stored segment without inflating it. Field by field what the SDK's `event` part says. */
export interface SegmentMeta extends ViewKey {
  readonly applicationId: string;
  /** `browser` from the browser SDK; an open set. */
  readonly source: string;
  readonly creationReason: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** `index_in_view`; where the SDK sends none, the order of arrival (assigned by the driver). */
  readonly indexInView: number;
  readonly recordsCount: number;
  readonly hasFullSnapshot: boolean;
  readonly rawSegmentSize: number;
  readonly compressedSegmentSize: number;
  /** `dd-evp-origin-version` of the upload, "" when it was not said. */
  readonly sdkVersion: string;
  /** Hex SHA-256 of the bytes: the same segment sent twice is stored once. */
  readonly sha256: string;
}

/** A segment as the intake hands it over; `indexInView` null where the SDK sent none. */
export interface IncomingSegment {
  readonly meta: Omit<SegmentMeta, "indexInView"> & { readonly indexInView: number | null };
  /** As received. */
  readonly bytes: Uint8Array;
  /** `href` of the segment's first Meta record, where the intake has seen one: for views without RUM events. */
  readonly pageUrl?: string;
}

/**
 * `stored`: durable now. `duplicate`: the same bytes were there already, wherever they live now (a packed
 * view included). `conflict`: other bytes are there under the same index, or in the same put. `dropped`: could
 * have been stored, but another segment of the same put is a conflict, and then nothing of the put is stored.
 */
export type PutSegmentResult = "stored" | "duplicate" | "conflict" | "dropped";

/** Where a segment is: its bytes in the event platform, or in a blob (a pack of its view). */
export type SegmentStorage = "event_platform" | "blob";

/**
 * A listed segment. `sequence` rises with the order of storing and survives packing. `generation` is that of
 * the packing with which it left the event platform (later packings of the same view do not change it), null
 * while it is still there.
 */
export interface SegmentEntry {
  readonly meta: SegmentMeta;
  readonly sequence: number;
  readonly generation: number | null;
  readonly storage: SegmentStorage;
}

/**
 * A moment of the store. What was there then: `sequence` at most this; and it was in a blob then when its
 * `generation` is at most this one, else in the event platform.
 */
export interface StoreMoment {
  readonly sequence: number;
  readonly generation: number;
}

/** Which segments of a view to list; in order of index. */
export interface SegmentListing {
  /** Only those with a higher index. */
  readonly afterIndex: number;
  readonly limit: number;
  /** Only those that were there at that moment. */
  readonly at?: StoreMoment;
  /** Only those that were in that storage at the moment `at`, or are now. */
  readonly storage?: SegmentStorage;
}

/** What a view's index says of a segment; all in the words of `SegmentMeta`. */
export type IndexedSegment = Pick<
  SegmentMeta,
  | "indexInView"
  | "start"
  | "end"
  | "recordsCount"
  | "hasFullSnapshot"
  | "rawSegmentSize"
  | "compressedSegmentSize"
>;

/** Segments together. */
export interface SegmentSum {
  readonly segments: number;
  /** `compressedSegmentSize` of all of them. */
  readonly bytes: number;
}

/**
 * Where a packed segment's bytes are. A view that is packed again moves to another blob and the old one goes
 * some time later: a reader that finds no such blob asks `readSegments` again.
 */
export interface PackLocation {
  readonly blobKey: string;
  readonly offset: number;
  readonly length: number;
}

/** Where a packed segment's bytes are. */
export interface SegmentPlace extends PackLocation {
  readonly index: number;
}

/** A segment's bytes, or the place in a blob where they are. */
export interface SegmentContent {
  readonly index: number;
  /** That of its `SegmentEntry`. */
  readonly sequence: number;
  readonly content:
    | { readonly kind: "bytes"; readonly bytes: Uint8Array }
    | ({ readonly kind: "packed" } & PackLocation);
}
