import type { EpochMs } from "../../base/time.ts";
import type { StoredSession } from "./stored-session.ts";
import type { PageOf, StoredViewer } from "./stored-watch.ts";

// What the store keeps of playlists, and the port to it.

export interface StoredPlaylist {
  /** A whole number: Datadog's clients ask by numbers only. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdBy: StoredViewer;
  readonly createdAt: EpochMs;
  /** When its name, its description or its sessions last changed. */
  readonly updatedAt: EpochMs;
  readonly sessionCount: number;
}

/** What people write of a playlist. */
export interface PlaylistText {
  readonly name: string;
  readonly description: string | null;
}

/** A session of a playlist. `dataSource` is what it was added as: `rum` or `product_analytics`. */
export interface PlaylistEntry {
  readonly session: StoredSession;
  readonly dataSource: string;
}

/** Which playlists: the name has the text in it, whatever its case. */
export interface PlaylistSearch extends PageOf {
  readonly text?: string | undefined;
  readonly creatorUuid?: string | undefined;
}

/**
 * Ordered lists of sessions of the store. A change resolves when it is durable. `at` is the server's time of the
 * change. Null stands for: there is no such playlist.
 */
export interface PlaylistStore {
  create(text: PlaylistText, by: StoredViewer, at: EpochMs): Promise<StoredPlaylist>;

  /** Replaces name and description. */
  update(id: string, text: PlaylistText, at: EpochMs): Promise<StoredPlaylist | null>;

  /** Whether there was one. Its sessions stay in the store. */
  delete(id: string): Promise<boolean>;

  get(id: string, signal: AbortSignal): Promise<StoredPlaylist | null>;

  /** Those changed last come first. */
  list(
    search: PlaylistSearch,
    signal: AbortSignal,
  ): Promise<{ readonly playlists: readonly StoredPlaylist[]; readonly total: number }>;

  /**
   * Adds sessions at the end, in the given order. Those that are in it stay where they are. `added` are those that
   * were not; `unknown` are those that the store does not have: where there are any, nothing is added.
   */
  addSessions(
    id: string,
    sessions: readonly { readonly id: string; readonly dataSource: string }[],
    at: EpochMs,
  ): Promise<{ readonly added: readonly string[]; readonly unknown: readonly string[] } | null>;

  /** How many of them were in it. */
  removeSessions(id: string, sessionIds: readonly string[], at: EpochMs): Promise<number | null>;

  /** Its sessions in the order in which they were added. */
  listSessions(
    id: string,
    page: PageOf,
    signal: AbortSignal,
  ): Promise<{ readonly entries: readonly PlaylistEntry[]; readonly total: number } | null>;

  /** Ids of the playlists that a session is in. */
  listContaining(sessionId: string, signal: AbortSignal): Promise<readonly string[]>;
}
