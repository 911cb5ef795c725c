import type { EpochMs } from "../../base/time.ts";

// The two storage ports. Fresh segments and all RUM events live in the event platform; when a view is
// complete, its segments are packed into one blob and leave the event platform. Both are so narrow that
// other engines (PostgreSQL, an S3-compatible store) are further drivers, held to the same contract tests.

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
}

/**
 * `stored`: durable now. `duplicate`: the same bytes were there already, wherever they live now (a packed
 * view included). `conflict`: other bytes are there under the same index; nothing was stored.
 */
export type PutSegmentResult = "stored" | "duplicate" | "conflict";

/** One RUM event as received; `document` is the whole JSON text. */
export interface IncomingRumEvent {
  /** `view`, `view_update`, `action`, … */
  readonly type: string;
  readonly sessionId: string;
  readonly viewId: string;
  readonly applicationId: string;
  readonly date: EpochMs;
  /** `_dd.document_version` of views and view updates, else 0. */
  readonly documentVersion: number;
  readonly document: string;
}

/** What an upload's request said beside its body: kept with the session. */
export interface ClientHints {
  readonly userAgent: string;
  readonly receivedAt: EpochMs;
}

/** A canvas or mobile image, addressed by application and id. */
export interface Resource {
  readonly applicationId: string;
  readonly id: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A listed segment. `sequence` rises with the order of storing and survives packing. */
export interface SegmentEntry {
  readonly meta: SegmentMeta;
  readonly sequence: number;
  readonly storage: "event_platform" | "blob";
}

/** A view as the event platform keeps it. */
export interface StoredView extends ViewKey {
  readonly applicationId: string;
  /** Merged view document (the highest version, with updates applied), or null when none has arrived. */
  readonly document: string | null;
  readonly firstSegmentStart: EpochMs | null;
  readonly lastSegmentEnd: EpochMs | null;
  readonly segmentCount: number;
  readonly bytes: number;
  readonly lastReceivedAt: EpochMs;
  readonly packed: boolean;
}
