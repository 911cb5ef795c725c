import { randomUUID } from "node:crypto";
import { epochMs } from "../../base/time.ts";
import { type Connection, type Queries, snapshot } from "./database.ts";
import { type SessionRow, toSession } from "./session-queries.ts";
import type { StoredWatcher, WatchedSearch, WatchedSession, WatchStore } from "./stored-watch.ts";
import type { WriteQueue } from "./write-queue.ts";

/** Who watched what, in the store's database: changes wait in its queue, what is read is as last committed. */
export function createLibsqlWatches(writes: WriteQueue, reader: Connection): WatchStore {
  const read = async <T>(query: (queries: Queries) => T, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    return snapshot(reader, query);
  };
  return {
    add(watch) {
      const id = randomUUID();
      const { sessionId, viewer, at, applicationId, eventId, dataSource } = watch;
      return writes.enqueue((transaction) => {
        if (!hasSession(transaction, sessionId)) return null;
        transaction.run(
          `INSERT INTO watches (id, session_id, viewer_uuid, viewer_handle, watched_at, application_id, event_id,
             data_source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [id, sessionId, viewer.uuid, viewer.handle, at, applicationId, eventId, dataSource],
        );
        return id;
      });
    },
    forget: (sessionId, viewerUuid) =>
      writes.enqueue((transaction) => {
        transaction.run("DELETE FROM watches WHERE session_id = ? AND viewer_uuid = ?", [
          sessionId,
          viewerUuid,
        ]);
        return hasSession(transaction, sessionId);
      }),
    listWatchers: (sessionId, { offset, limit }, signal) =>
      read((queries) => listWatchers(queries, sessionId, offset, limit), signal),
    listWatched: (search, signal) => read((queries) => listWatched(queries, search), signal),
  };
}

const hasSession = (queries: Queries, sessionId: string) =>
  queries.all("SELECT 1 FROM sessions WHERE id = ?", [sessionId]).length > 0;

function listWatchers(queries: Queries, sessionId: string, offset: number, limit: number) {
  if (!hasSession(queries, sessionId)) return null;
  const rows = queries.all<{ uuid: string; handle: string; at: number; count: number }>(
    `SELECT viewer_uuid AS uuid, viewer_handle AS handle, max(watched_at) AS at, count(*) AS count
     FROM watches WHERE session_id = ? GROUP BY viewer_uuid ORDER BY at DESC, uuid LIMIT ? OFFSET ?`,
    [sessionId, limit, offset],
  );
  return rows.map(({ uuid, handle, at, count }): StoredWatcher => ({
    viewer: { uuid, handle },
    lastWatchedAt: epochMs(at),
    watchCount: count,
  }));
}

interface WatchedRow extends SessionRow {
  readonly watched_at: number;
  readonly event_id: string;
  readonly data_source: string;
}

// Beside `max`, SQLite gives the other columns of the row that has it.
const WATCHED = `
  SELECT sessions.*, watched.watched_at, watched.event_id, watched.data_source FROM (
    SELECT session_id, max(watched_at) AS watched_at, event_id, data_source FROM watches
    WHERE viewer_uuid = ?1
      AND (?2 IS NULL OR session_id IN (SELECT value FROM json_each(?2)))
      AND (?3 IS NULL OR application_id = ?3)
      AND (?4 IS NULL OR watched_at >= ?4)
      AND (?5 IS NULL OR watched_at <= ?5)
    GROUP BY session_id
  ) AS watched JOIN sessions ON sessions.id = watched.session_id
  ORDER BY watched.watched_at DESC, sessions.id LIMIT ?6 OFFSET ?7`;

function listWatched(queries: Queries, search: WatchedSearch): WatchedSession[] {
  const { viewerUuid, sessionIds, applicationId = null, from = null, to = null, limit, offset } = search;
  const ids = sessionIds === undefined ? null : JSON.stringify(sessionIds);
  const rows = queries.all<WatchedRow>(WATCHED, [viewerUuid, ids, applicationId, from, to, limit, offset]);
  return rows.map((row) => ({
    session: toSession(row),
    lastWatchedAt: epochMs(row.watched_at),
    eventId: row.event_id,
    dataSource: row.data_source,
  }));
}
