import type { EpochMs } from "../../base/time.ts";
import type { Connection } from "./database.ts";

// sessions ──< views ──< segments ──  segment_bytes (only while they are in the event platform)
//                 │          └───── blob_key, blob_offset, blob_length (once they are packed)
//                 ├──< view_versions (what a view's document is merged from)
//                 └──< rum_events (all other RUM events)
//
// playlists ──< playlist_sessions >── sessions ──< watches (one row for each time that a viewer watched)
//
// kept_sessions (what was brought from another source, or is being brought) ── sessions
//
// Times are epoch milliseconds on the recorded client's clock, *_received_at, last_segment_at, begun_at
// and kept_at on the server's. Columns named fold_* hold lower-case text to search in.

/** One entry per version of the schema; never edit one that was released, add the next. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL,
    claims TEXT NOT NULL,
    -- What follows from the claims and from the session's views:
    user_id TEXT, user_name TEXT, user_email TEXT, user_anonymous_id TEXT,
    browser_name TEXT, browser_version TEXT, os_name TEXT, os_version TEXT, device_type TEXT, country TEXT,
    service TEXT, env TEXT, version TEXT, sdk_version TEXT,
    start_at REAL NOT NULL, end_at REAL NOT NULL,
    duration REAL GENERATED ALWAYS AS (end_at - start_at) VIRTUAL,
    pages TEXT NOT NULL,
    view_count INTEGER NOT NULL, open_view_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL, frustration_count INTEGER NOT NULL, action_count INTEGER NOT NULL,
    segment_count INTEGER NOT NULL, bytes INTEGER NOT NULL,
    last_received_at REAL NOT NULL,
    fold_id TEXT NOT NULL, fold_user TEXT NOT NULL, fold_application TEXT NOT NULL, fold_service TEXT NOT NULL,
    fold_env TEXT NOT NULL, fold_browser TEXT NOT NULL, fold_device TEXT NOT NULL, fold_country TEXT NOT NULL
  );
  CREATE INDEX sessions_newest ON sessions (start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_longest ON sessions (duration, start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_errors ON sessions (error_count, start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_frustrations ON sessions (frustration_count, start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_facets ON sessions (application_id, service, env, browser_name, device_type)
    WHERE segment_count > 0;

  CREATE TABLE views (
    view_key INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL, view_id TEXT NOT NULL, application_id TEXT NOT NULL,
    document_url TEXT, event_url TEXT, meta_url TEXT,
    name TEXT, tab_id TEXT, loading_type TEXT, ended INTEGER NOT NULL DEFAULT 0,
    document_start REAL, document_end REAL,
    segment_start REAL, segment_end REAL,
    event_start REAL, event_end REAL,
    document_errors INTEGER NOT NULL DEFAULT 0, event_errors INTEGER NOT NULL DEFAULT 0,
    document_frustrations INTEGER NOT NULL DEFAULT 0, event_frustrations INTEGER NOT NULL DEFAULT 0,
    document_actions INTEGER NOT NULL DEFAULT 0, event_actions INTEGER NOT NULL DEFAULT 0,
    segment_count INTEGER NOT NULL DEFAULT 0, unpacked_count INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    last_received_at REAL NOT NULL DEFAULT 0, last_segment_at REAL,
    -- What follows from the columns above:
    url TEXT NOT NULL DEFAULT '', page TEXT NOT NULL DEFAULT '', fold_page TEXT NOT NULL DEFAULT '',
    start_at REAL NOT NULL DEFAULT 0, end_at REAL NOT NULL DEFAULT 0,
    error_count INTEGER NOT NULL DEFAULT 0, frustration_count INTEGER NOT NULL DEFAULT 0,
    action_count INTEGER NOT NULL DEFAULT 0,
    UNIQUE (session_id, view_id)
  );
  CREATE INDEX views_page ON views (fold_page, session_id);
  CREATE INDEX views_unpacked ON views (last_segment_at) WHERE unpacked_count > 0;

  CREATE TABLE view_versions (
    view_key INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (view_key, version, kind)
  );

  CREATE TABLE rum_events (
    session_id TEXT NOT NULL,
    date REAL NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    view_id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (session_id, date, id)
  );

  CREATE TABLE segments (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    view_key INTEGER NOT NULL,
    index_in_view INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    application_id TEXT NOT NULL,
    source TEXT NOT NULL,
    creation_reason TEXT NOT NULL,
    start_at REAL NOT NULL, end_at REAL NOT NULL,
    records_count INTEGER NOT NULL,
    has_full_snapshot INTEGER NOT NULL,
    raw_segment_size INTEGER NOT NULL, compressed_segment_size INTEGER NOT NULL,
    sdk_version TEXT NOT NULL,
    generation INTEGER,
    blob_key TEXT, blob_offset INTEGER, blob_length INTEGER,
    UNIQUE (view_key, index_in_view),
    UNIQUE (view_key, sha256)
  );
  CREATE INDEX segments_blob ON segments (blob_key) WHERE blob_key IS NOT NULL;

  CREATE TABLE segment_bytes (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

  CREATE TABLE packing (generation INTEGER NOT NULL);
  INSERT INTO packing VALUES (0);

  CREATE TABLE resources (
    application_id TEXT NOT NULL, id TEXT NOT NULL,
    content_type TEXT NOT NULL, blob_key TEXT NOT NULL, byte_length INTEGER NOT NULL,
    PRIMARY KEY (application_id, id)
  );
  CREATE INDEX resources_blob ON resources (blob_key);

  CREATE TABLE secrets (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
  `,
  // Of views that were stored before, nothing is known of the page's states.
  `
  ALTER TABLE views ADD COLUMN page_states TEXT;
  `,
  `
  CREATE TABLE playlists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, fold_name TEXT NOT NULL, description TEXT,
    creator_uuid TEXT NOT NULL, creator_handle TEXT NOT NULL,
    created_at REAL NOT NULL, updated_at REAL NOT NULL
  );
  CREATE INDEX playlists_newest ON playlists (updated_at, id);

  CREATE TABLE playlist_sessions (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    data_source TEXT NOT NULL,
    UNIQUE (playlist_id, session_id)
  );
  CREATE INDEX playlist_sessions_session ON playlist_sessions (session_id);

  CREATE TABLE watches (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    viewer_uuid TEXT NOT NULL, viewer_handle TEXT NOT NULL,
    watched_at REAL NOT NULL,
    application_id TEXT NOT NULL, event_id TEXT NOT NULL, data_source TEXT NOT NULL
  );
  CREATE INDEX watches_session ON watches (session_id, viewer_uuid, watched_at);
  CREATE INDEX watches_viewer ON watches (viewer_uuid, session_id, watched_at);
  `,
  `
  CREATE TABLE kept_sessions (
    session_id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    begun_at REAL NOT NULL,
    kept_at REAL,
    progress TEXT NOT NULL
  );
  `,
  // Each put counts segments, so indexes whose condition has a count were written with each put.
  `
  DROP INDEX views_unpacked;
  ALTER TABLE views RENAME COLUMN unpacked_count TO unpacked;
  UPDATE views SET unpacked = 1 WHERE unpacked > 1;
  CREATE INDEX views_unpacked ON views (view_key) WHERE unpacked = 1;

  ALTER TABLE sessions ADD COLUMN replayed INTEGER NOT NULL DEFAULT 0;
  UPDATE sessions SET replayed = 1 WHERE segment_count > 0;
  DROP INDEX sessions_newest;
  DROP INDEX sessions_longest;
  DROP INDEX sessions_errors;
  DROP INDEX sessions_frustrations;
  DROP INDEX sessions_facets;
  CREATE INDEX sessions_newest ON sessions (start_at, id) WHERE replayed = 1;
  CREATE INDEX sessions_longest ON sessions (duration, start_at, id) WHERE replayed = 1;
  CREATE INDEX sessions_errors ON sessions (error_count, start_at, id) WHERE replayed = 1;
  CREATE INDEX sessions_frustrations ON sessions (frustration_count, start_at, id) WHERE replayed = 1;
  CREATE INDEX sessions_facets ON sessions (application_id, service, env, browser_name, device_type)
    WHERE replayed = 1;
  `,
];

/**
 * Brings a database to the schema of this program.
 * @throws {Error} when it was written by a newer one, before anything is changed.
 */
export function migrate(connection: Connection, directory: string, now: () => EpochMs): void {
  connection.exec(
    "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at REAL NOT NULL)",
  );
  const row = connection.all<{ version: number | null }>("SELECT max(version) AS version FROM migrations")[0];
  const found = row?.version ?? 0;
  if (found > MIGRATIONS.length) {
    throw new Error(
      `the store in ${directory} has schema version ${found}, this program knows up to ${MIGRATIONS.length}: ` +
        "start a newer one, or point DATA_DIR to another folder",
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    const version = index + 1;
    if (version <= found) continue;
    connection.exec("BEGIN IMMEDIATE");
    try {
      connection.exec(sql);
      connection.run("INSERT INTO migrations (version, applied_at) VALUES (?, ?)", [version, now()]);
      connection.exec("COMMIT");
    } catch (error) {
      if (connection.inTransaction) connection.exec("ROLLBACK");
      throw error;
    }
  }
}
