import type { EpochMs } from "../../base/time.ts";
import type { StoredSession } from "./stored-session.ts";

// What the store keeps of who watched what, and the port to it.

/** `offset` entries are left out, then come at most `limit`. */
export interface PageOf {
  readonly offset: number;
  readonly limit: number;
}

/** A person who uses the viewer, or a program that uses the API. */
export interface StoredViewer {
  readonly uuid: string;
  /** An e-mail address, or what else the reverse proxy names people by. */
  readonly handle: string;
}

/** One time that somebody watched a session. */
export interface NewWatch {
  readonly sessionId: string;
  readonly viewer: StoredViewer;
  readonly at: EpochMs;
  readonly applicationId: string;
  /** The RUM event that was watched. */
  readonly eventId: string;
  /** `rum` or `product_analytics`. */
  readonly dataSource: string;
}

/** All times that one viewer watched a session. */
export interface StoredWatcher {
  readonly viewer: StoredViewer;
  readonly lastWatchedAt: EpochMs;
  readonly watchCount: number;
}

/** Which sessions that somebody watched; all that is given must hold. Times are inclusive. */
export interface WatchedSearch extends PageOf {
  readonly viewerUuid: string;
  readonly sessionIds?: readonly string[] | undefined;
  readonly applicationId?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A session that somebody watched, as of the last time. */
export interface WatchedSession {
  readonly session: StoredSession;
  readonly lastWatchedAt: EpochMs;
  readonly eventId: string;
  readonly dataSource: string;
}

/** Who watched which sessions of the store. A change resolves when it is durable. */
export interface WatchStore {
  /** Its id; null where the store has no such session. */
  add(watch: NewWatch): Promise<string | null>;

  /** Forgets that a viewer watched a session; false where the store has no such session. */
  forget(sessionId: string, viewerUuid: string): Promise<boolean>;

  /** Who watched a session, the last one first; null where the store has no such session. */
  listWatchers(
    sessionId: string,
    page: PageOf,
    signal: AbortSignal,
  ): Promise<readonly StoredWatcher[] | null>;

  /** What a viewer watched, the last first. */
  listWatched(search: WatchedSearch, signal: AbortSignal): Promise<readonly WatchedSession[]>;
}
