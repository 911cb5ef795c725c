import type { SessionSummary } from "../../wire/session.ts";
import type { PageNumber, Viewer } from "./viewership.ts";

// The port to the playlists of a source. Every method rejects with `SourceError` where it cannot answer: 404 where
// there is no such playlist or session.

/** A list of sessions that people made. Times are epoch milliseconds. */
export interface Playlist {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly sessionCount: number;
  readonly createdBy: Viewer | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

/** What people write of a playlist. */
export interface PlaylistText {
  readonly name: string;
  readonly description: string | null;
}

/** A session to add. */
export interface AddedSession {
  readonly id: string;
  /** A time near it, epoch milliseconds: a hint. */
  readonly ts: number;
  /** `rum` or `product_analytics`. */
  readonly dataSource: string;
}

/** A session of a playlist. */
export interface PlaylistSession {
  readonly id: string;
  readonly dataSource?: string | undefined;
  /** Absent where the source says no more of it. */
  readonly summary?: SessionSummary | undefined;
}

/** Which playlists: the name has the text in it. */
export interface PlaylistQuery {
  readonly text?: string | undefined;
  readonly creatorUuid?: string | undefined;
  readonly page: PageNumber;
}

/** Lists of sessions. A source with accounts of its own knows `by` as the owner of its keys. */
export interface Playlists {
  list(query: PlaylistQuery, signal: AbortSignal): Promise<readonly Playlist[]>;
  get(id: string, signal: AbortSignal): Promise<Playlist>;
  create(text: PlaylistText, by: Viewer, signal: AbortSignal): Promise<Playlist>;

  /** Replaces name and description. */
  update(id: string, text: PlaylistText, signal: AbortSignal): Promise<Playlist>;

  delete(id: string, signal: AbortSignal): Promise<void>;

  /** Its sessions in the order in which they were added. */
  listSessions(id: string, page: PageNumber, signal: AbortSignal): Promise<readonly PlaylistSession[]>;

  /** Adds sessions at the end; the ids of those that were not in it. */
  addSessions(id: string, sessions: readonly AddedSession[], signal: AbortSignal): Promise<readonly string[]>;

  /** Takes sessions out; how many of them were in it, where the source says so. */
  removeSessions(id: string, sessionIds: readonly string[], signal: AbortSignal): Promise<number | undefined>;

  /** Ids of the playlists that a session is in; null where the source cannot say. */
  listContaining(sessionId: string, signal: AbortSignal): Promise<readonly string[] | null>;
}
