import { type EpochMs, epochMs } from "../../base/time.ts";
import { type Connection, type Queries, snapshot, type Transaction } from "./database.ts";
import { foldText } from "./fold-text.ts";
import { type SessionRow, toSession } from "./session-queries.ts";
import type { PlaylistSearch, PlaylistStore, PlaylistText, StoredPlaylist } from "./stored-playlist.ts";
import type { StoredViewer } from "./stored-watch.ts";
import type { WriteQueue } from "./write-queue.ts";

interface PlaylistRow {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly creator_uuid: string;
  readonly creator_handle: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly session_count: number;
}

const COLUMNS = `*, (SELECT count(*) FROM playlist_sessions WHERE playlist_id = playlists.id) AS session_count`;

/** Playlists in the store's database: changes wait in its queue, what is read is as last committed. */
export function createLibsqlPlaylists(writes: WriteQueue, reader: Connection): PlaylistStore {
  const read = async <T>(query: (queries: Queries) => T, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    return snapshot(reader, query);
  };
  return {
    create: (text, by, at) => writes.enqueue((transaction) => create(transaction, text, by, at)),
    update: (id, text, at) => writes.enqueue((transaction) => update(transaction, id, text, at)),
    delete: (id) =>
      writes.enqueue((transaction) => {
        transaction.run("DELETE FROM playlist_sessions WHERE playlist_id = ?", [keyOf(id)]);
        return transaction.run("DELETE FROM playlists WHERE id = ?", [keyOf(id)]) > 0;
      }),
    get: (id, signal) => read((queries) => find(queries, id), signal),
    list: (search, signal) => read((queries) => list(queries, search), signal),
    addSessions: (id, sessions, at) =>
      writes.enqueue((transaction) => addSessions(transaction, id, sessions, at)),
    removeSessions: (id, sessionIds, at) =>
      writes.enqueue((transaction) => removeSessions(transaction, id, sessionIds, at)),
    listSessions: (id, { offset, limit }, signal) =>
      read((queries) => listSessions(queries, id, offset, limit), signal),
    listContaining: (sessionId, signal) =>
      read(
        (queries) =>
          queries
            .all<{ id: number }>("SELECT playlist_id AS id FROM playlist_sessions WHERE session_id = ?", [
              sessionId,
            ])
            .map(({ id }) => String(id)),
        signal,
      ),
  };
}

/** The row's key; one that no row has for what is no number. */
const keyOf = (id: string) => (/^\d{1,15}$/.test(id) ? Number(id) : 0);

function find(queries: Queries, id: string): StoredPlaylist | null {
  const [row] = queries.all<PlaylistRow>(`SELECT ${COLUMNS} FROM playlists WHERE id = ?`, [keyOf(id)]);
  return row ? toPlaylist(row) : null;
}

function create(transaction: Transaction, text: PlaylistText, by: StoredViewer, at: EpochMs): StoredPlaylist {
  const [row] = transaction.all<{ readonly id: number }>(
    `INSERT INTO playlists (name, fold_name, description, creator_uuid, creator_handle, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    [text.name, foldText(text.name), text.description, by.uuid, by.handle, at, at],
  );
  const id = String(row?.id);
  return { id, ...text, createdBy: by, createdAt: at, updatedAt: at, sessionCount: 0 };
}

function update(transaction: Transaction, id: string, { name, description }: PlaylistText, at: number) {
  transaction.run(
    "UPDATE playlists SET name = ?, fold_name = ?, description = ?, updated_at = ? WHERE id = ?",
    [name, foldText(name), description, at, keyOf(id)],
  );
  return find(transaction, id);
}

function list(queries: Queries, search: PlaylistSearch) {
  const matches = "FROM playlists WHERE instr(fold_name, ?1) > 0 AND (?2 IS NULL OR creator_uuid = ?2)";
  const { text = "", creatorUuid = null, offset, limit } = search;
  const filter = [foldText(text), creatorUuid];
  const rows = queries.all<PlaylistRow>(
    `SELECT ${COLUMNS} ${matches} ORDER BY updated_at DESC, id LIMIT ?3 OFFSET ?4`,
    [...filter, limit, offset],
  );
  const [count] = queries.all<{ total: number }>(`SELECT count(*) AS total ${matches}`, filter);
  return { playlists: rows.map(toPlaylist), total: count?.total ?? 0 };
}

function addSessions(
  transaction: Transaction,
  id: string,
  sessions: readonly { readonly id: string; readonly dataSource: string }[],
  at: number,
) {
  if (find(transaction, id) === null) return null;
  const known = new Set(
    transaction
      .all<{ id: string }>("SELECT id FROM sessions WHERE id IN (SELECT value FROM json_each(?))", [
        JSON.stringify(sessions.map((session) => session.id)),
      ])
      .map((row) => row.id),
  );
  const unknown = sessions.map((session) => session.id).filter((sessionId) => !known.has(sessionId));
  if (unknown.length > 0) return { added: [], unknown };
  const added = sessions.filter(
    (session) =>
      transaction.run(
        "INSERT OR IGNORE INTO playlist_sessions (playlist_id, session_id, data_source) VALUES (?, ?, ?)",
        [keyOf(id), session.id, session.dataSource],
      ) > 0,
  );
  if (added.length > 0) touch(transaction, id, at);
  return { added: added.map((session) => session.id), unknown };
}

function removeSessions(transaction: Transaction, id: string, sessionIds: readonly string[], at: number) {
  if (find(transaction, id) === null) return null;
  const removed = transaction.run(
    "DELETE FROM playlist_sessions WHERE playlist_id = ? AND session_id IN (SELECT value FROM json_each(?))",
    [keyOf(id), JSON.stringify(sessionIds)],
  );
  if (removed > 0) touch(transaction, id, at);
  return removed;
}

const touch = (transaction: Transaction, id: string, at: number) =>
  transaction.run("UPDATE playlists SET updated_at = ? WHERE id = ?", [at, keyOf(id)]);

function listSessions(queries: Queries, id: string, offset: number, limit: number) {
  const playlist = find(queries, id);
  if (playlist === null) return null;
  const rows = queries.all<SessionRow & { readonly data_source: string }>(
    `SELECT sessions.*, data_source FROM playlist_sessions JOIN sessions ON sessions.id = session_id
     WHERE playlist_id = ? ORDER BY position LIMIT ? OFFSET ?`,
    [keyOf(id), limit, offset],
  );
  return {
    entries: rows.map((row) => ({ session: toSession(row), dataSource: row.data_source })),
    total: playlist.sessionCount,
  };
}

const toPlaylist = (row: PlaylistRow): StoredPlaylist => ({
  id: String(row.id),
  name: row.name,
  description: row.description,
  createdBy: { uuid: row.creator_uuid, handle: row.creator_handle },
  createdAt: epochMs(row.created_at),
  updatedAt: epochMs(row.updated_at),
  sessionCount: row.session_count,
});
