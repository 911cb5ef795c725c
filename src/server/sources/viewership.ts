import type { SessionSummary } from "../../wire/session.ts";

// The port to who watched which sessions of a source. Every method rejects with `SourceError` where it cannot
// answer: 404 where there is no such session.

/** A person who uses the viewer, or a program that uses the API. */
export interface Viewer {
  readonly uuid: string;
  /** An e-mail address, or what else the reverse proxy names people by. */
  readonly handle: string;
  readonly name?: string;
}

/** Part of a list: pages of `size`, counted from 0. */
export interface PageNumber {
  readonly number: number;
  readonly size: number;
}

/** One time that a session is watched. Times are epoch milliseconds. */
export interface Watch {
  readonly sessionId: string;
  readonly at: number;
  readonly applicationId: string;
  /** The RUM event that is watched. */
  readonly eventId: string;
  /** `rum` or `product_analytics`. */
  readonly dataSource: string;
}

/** All times that one viewer watched a session. */
export interface Watcher {
  readonly viewer: Viewer;
  readonly lastWatchedAt: number;
  readonly watchCount: number;
}

/** Which watched sessions; all that is given must hold. Times are inclusive. */
export interface WatchedQuery {
  /** Uuid of who watched; the one who asks where absent. */
  readonly viewerUuid?: string | undefined;
  readonly sessionIds?: readonly string[] | undefined;
  readonly applicationId?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly page: PageNumber;
}

/** A session that somebody watched, as of the last time. */
export interface WatchedSession {
  readonly id: string;
  readonly lastWatchedAt: number;
  readonly eventId?: string | undefined;
  readonly dataSource?: string | undefined;
  /** Absent where the source says no more of it. */
  readonly summary?: SessionSummary | undefined;
}

/** Who watched which sessions. A source with accounts of its own knows `by` as the owner of its keys. */
export interface Viewership {
  /** Says that a session is watched; the watch's id. */
  record(watch: Watch, by: Viewer, signal: AbortSignal): Promise<string>;

  /** Forgets that a viewer watched a session. */
  forget(sessionId: string, by: Viewer, signal: AbortSignal): Promise<void>;

  /** Who watched a session, the last one first. */
  listWatchers(sessionId: string, page: PageNumber, signal: AbortSignal): Promise<readonly Watcher[]>;

  /** What was watched, the last first. */
  listWatched(query: WatchedQuery, asking: Viewer, signal: AbortSignal): Promise<readonly WatchedSession[]>;
}
