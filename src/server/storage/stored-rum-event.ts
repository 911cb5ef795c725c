import type { EpochMs } from "../../base/time.ts";

// A RUM event as it comes in and as it is read.

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

/** A stored RUM event. A view comes once, as its merged document. */
export interface StoredRumEvent {
  readonly id: string;
  readonly type: string;
  readonly viewId: string;
  readonly date: EpochMs;
  readonly document: string;
  /** Where to go on after this one: plain JSON, for a cursor. */
  readonly position: RumEventPosition;
}

export interface RumEventPosition {
  readonly date: number;
  readonly id: string;
}
