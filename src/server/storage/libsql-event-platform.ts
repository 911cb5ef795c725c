import { randomBytes } from "node:crypto";
import type { BackgroundReader } from "./background-reader.ts";
import { commitPack } from "./commit-pack.ts";
import { type Connection, type Queries, snapshot, type Transaction } from "./database.ts";
import type { EventPlatform } from "./driver.ts";
import type { ResourceEntry } from "./stored-resource.ts";
import { putRumEvents } from "./put-rum-events.ts";
import { putSegments } from "./put-segments.ts";
import {
  knownBlobs,
  listGrowing,
  listIndex,
  listPackable,
  listPlaces,
  listSegments,
  listViews,
  readMoment,
  readSegments,
  sumSegments,
} from "./segment-queries.ts";
import { listRumEvents, readSession, readView } from "./session-queries.ts";
import { facetsQuery, readFacets, readFoundSessions, searchQuery } from "./session-search.ts";
import { WriteQueue } from "./write-queue.ts";

const SECRET_BYTES = 32;

/**
 * The event platform on an embedded SQLite file, over three connections: everything that writes waits in one
 * queue with group commit; what is found by an index is read at once, as last committed; what has to look at
 * everything (searches) runs in the background. `migrate` must have run; the connections and the queue are the
 * platform's from here on: it closes them.
 */
export function createLibsqlEventPlatform(
  writer: Connection,
  reader: Connection,
  background: BackgroundReader,
  writes = new WriteQueue(writer),
): EventPlatform {
  const read = async <T>(query: (queries: Queries) => T, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    return snapshot(reader, query);
  };

  return {
    putSegments: (segments, hints) =>
      writes.enqueue((transaction) => putSegments(transaction, segments, hints)),
    putRumEvents: (events, hints) =>
      writes.enqueue((transaction) => putRumEvents(transaction, events, hints)),
    searchSessions: async (search, signal) => {
      const found = await background.row(searchQuery(search), signal);
      return read((queries) => readFoundSessions(queries, search, found), signal);
    },
    facets: async (signal) => readFacets(await background.row(facetsQuery(), signal)),
    getSession: (sessionId, signal) => read((queries) => readSession(queries, sessionId), signal),
    getView: (view, signal) => read((queries) => readView(queries, view), signal),
    listRumEvents: (sessionId, page, signal) =>
      read((queries) => listRumEvents(queries, sessionId, page), signal),
    moment: () => read(readMoment),
    listSegments: (view, listing, signal) => read((queries) => listSegments(queries, view, listing), signal),
    listIndex: (view, listing, signal) => read((queries) => listIndex(queries, view, listing), signal),
    sumSegments: (view, range, signal) => read((queries) => sumSegments(queries, view, range), signal),
    readSegments: (view, indexes, signal) => read((queries) => readSegments(queries, view, indexes), signal),
    listPlaces: (view, range, signal) => read((queries) => listPlaces(queries, view, range), signal),
    listPackable: (age, limit, signal) => read((queries) => listPackable(queries, age, limit), signal),
    listGrowing: (since, size, signal) => read((queries) => listGrowing(queries, since, size), signal),
    listViews: (page, size, signal) => read((queries) => listViews(queries, page, size), signal),
    commitPack: (pack) => writes.enqueue((transaction) => commitPack(transaction, pack)),
    knownBlobs: (blobKeys, signal) => read((queries) => knownBlobs(queries, blobKeys), signal),
    putResourceEntry: async (resource) => {
      await writes.enqueue((transaction) =>
        transaction.run(
          `INSERT INTO resources (application_id, id, content_type, blob_key, byte_length) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET content_type = excluded.content_type, blob_key = excluded.blob_key,
             byte_length = excluded.byte_length`,
          [resource.applicationId, resource.id, resource.contentType, resource.blobKey, resource.byteLength],
        ),
      );
    },
    getResourceEntry: (applicationId, id) =>
      read(
        (queries) =>
          queries.all<ResourceEntry>(
            `SELECT application_id AS applicationId, id, content_type AS contentType, blob_key AS blobKey,
               byte_length AS byteLength FROM resources WHERE application_id = ? AND id = ?`,
            [applicationId, id],
          )[0] ?? null,
      ),
    getSecret: async (name) =>
      (await read((queries) => findSecret(queries, name))) ??
      writes.enqueue((transaction) => makeSecret(transaction, name)),
    check: async () => {
      await read((queries) => queries.all("SELECT generation FROM packing")[0]);
    },
    close: async () => {
      await writes.close();
      await background.close();
      reader.close();
      // Otherwise the log stays beside the database. One that could not be emptied is read at the next start.
      if (!writer.inTransaction) writer.all("PRAGMA wal_checkpoint(TRUNCATE)");
      writer.close();
    },
  };
}

function findSecret(queries: Queries, name: string): Uint8Array | null {
  const [row] = queries.all<{ bytes: ArrayBuffer }>("SELECT bytes FROM secrets WHERE name = ?", [name]);
  return row ? new Uint8Array(row.bytes) : null;
}

/** Another caller may have been first. */
function makeSecret(transaction: Transaction, name: string): Uint8Array {
  const made = randomBytes(SECRET_BYTES);
  transaction.run("INSERT OR IGNORE INTO secrets (name, bytes) VALUES (?, ?)", [name, made]);
  return findSecret(transaction, name) ?? made;
}
