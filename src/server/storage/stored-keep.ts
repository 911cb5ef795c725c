import type { EpochMs } from "../../base/time.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import type { IncomingSegment, PutSegmentResult } from "./stored-segment.ts";
import type { ClientHints } from "./stored-session.ts";

// Sessions that were brought here from another source, so that they outlive what that keeps.

/** How far the keeping of a session is. */
export interface KeptSession {
  readonly sessionId: string;
  /** Id of the source that it is kept from. */
  readonly source: string;
  readonly begunAt: EpochMs;
  /** When all was here that the source had; null: not yet. */
  readonly keptAt: EpochMs | null;
  /** Where to go on, in the JSON of whoever keeps. */
  readonly progress: string;
}

/** What came at once. */
export interface KeptPage {
  readonly segments: readonly IncomingSegment[];
  readonly events: readonly IncomingRumEvent[];
}

export interface KeepStore {
  /** Null when nobody began to keep the session. */
  get(sessionId: string): Promise<KeptSession | null>;

  /**
   * Stores a page, and how far the keeping is with it, in one transaction: after a crash it goes on behind exactly what
   * is here. Resolves when that is durable, with one result for each segment. A segment in conflict is left out; the
   * others are stored.
   */
  put(session: KeptSession, page: KeptPage, hints: ClientHints): Promise<readonly PutSegmentResult[]>;
}
