import path from "node:path";
import { type EpochMs, epochMs } from "../../base/time.ts";
import { BackgroundReader } from "./background-reader.ts";
import { Connection } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import type { Store } from "./driver.ts";
import { makeDurableFolder } from "./durable-folder.ts";
import { openFileBlobStore } from "./file-blob-store.ts";
import { createLibsqlEventPlatform } from "./libsql-event-platform.ts";
import { createLibsqlKeeps } from "./libsql-keeps.ts";
import { createLibsqlPlaylists } from "./libsql-playlists.ts";
import { createLibsqlWatches } from "./libsql-watches.ts";
import { sweepOrphans } from "./orphan-sweep.ts";
import { createResourceStore } from "./resource-store.ts";
import { migrate } from "./schema.ts";
import { WriteQueue } from "./write-queue.ts";

// <directory>/store.db   the event platform (SQLite, with -wal and -shm beside it)
// <directory>/blobs/     packed views and resources
// <directory>/lock.db    held while the store is open

/**
 * `synchronous=FULL`: a commit is on the disk when it returns. The cache is in KiB. The log is emptied at 16 MB of pages,
 * since a page that many commits write goes from there into the database once; then the commit that fills it takes a
 * few milliseconds longer.
 */
const WRITER_PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -16384;
  PRAGMA wal_autocheckpoint = 4096;
  PRAGMA journal_size_limit = 67108864;`;

const READER_PRAGMAS = `
  PRAGMA query_only = ON;
  PRAGMA cache_size = -32768;`;

/**
 * Opens the embedded store in a directory, made where there is none.
 * @throws {Error} with one line for a person: the directory is in use, or was written by a newer program.
 */
export async function openStore(options: {
  readonly directory: string;
  readonly now?: () => EpochMs;
}): Promise<Store> {
  const { directory, now = () => epochMs(Date.now()) } = options;
  await makeDurableFolder(directory);
  // Undone in reverse, at close or when something below fails.
  const opened: (() => void | Promise<void>)[] = [lockDirectory(directory)];
  const close = async (): Promise<void> => {
    for (let undo = opened.pop(); undo; undo = opened.pop()) await undo();
  };
  try {
    const file = path.join(directory, "store.db");
    const connect = (pragmas: string): Connection => {
      const connection = new Connection(file);
      opened.push(() => connection.close());
      connection.exec(pragmas);
      return connection;
    };
    const writer = connect(WRITER_PRAGMAS);
    migrate(writer, directory, now);
    const reader = connect(READER_PRAGMAS);
    const writes = new WriteQueue(writer);
    const events = createLibsqlEventPlatform(writer, reader, new BackgroundReader(file), writes);
    opened.push(() => events.close());
    const blobs = await openFileBlobStore(path.join(directory, "blobs"));
    opened.push(() => blobs.close());
    // Before anybody can write a blob.
    await sweepOrphans(events, blobs, new AbortController().signal);
    return {
      events,
      blobs,
      resources: createResourceStore(events, blobs),
      playlists: createLibsqlPlaylists(writes, reader),
      watches: createLibsqlWatches(writes, reader),
      keeps: createLibsqlKeeps(writes, reader),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
