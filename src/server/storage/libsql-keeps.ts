import { epochMs } from "../../base/time.ts";
import { type Connection, type Queries, snapshot, type Transaction } from "./database.ts";
import { putRumEvents } from "./put-rum-events.ts";
import { putSegments } from "./put-segments.ts";
import type { KeepStore, KeptSession } from "./stored-keep.ts";
import type { WriteQueue } from "./write-queue.ts";

/** What was kept from other sources, in the store's database. */
export function createLibsqlKeeps(writes: WriteQueue, reader: Connection): KeepStore {
  return {
    get: async (sessionId) => snapshot(reader, (queries) => find(queries, sessionId)),
    put: (session, { segments, events }, hints) =>
      writes.enqueue((transaction) => {
        if (events.length > 0) putRumEvents(transaction, events, hints);
        // One by one: a conflict is that of its segment alone.
        const results = segments.flatMap((segment) => putSegments(transaction, [segment], hints));
        save(transaction, session);
        return results;
      }),
  };
}

interface KeptRow {
  readonly source: string;
  readonly begun_at: number;
  readonly kept_at: number | null;
  readonly progress: string;
}

function find(queries: Queries, sessionId: string): KeptSession | null {
  const [row] = queries.all<KeptRow>("SELECT * FROM kept_sessions WHERE session_id = ?", [sessionId]);
  if (row === undefined) return null;
  return {
    sessionId,
    source: row.source,
    begunAt: epochMs(row.begun_at),
    keptAt: row.kept_at === null ? null : epochMs(row.kept_at),
    progress: row.progress,
  };
}

function save(transaction: Transaction, session: KeptSession): void {
  const { sessionId, source, begunAt, keptAt, progress } = session;
  transaction.run(
    `INSERT INTO kept_sessions (session_id, source, begun_at, kept_at, progress) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET source = excluded.source, begun_at = excluded.begun_at,
       kept_at = excluded.kept_at, progress = excluded.progress`,
    [sessionId, source, begunAt, keptAt, progress],
  );
}
