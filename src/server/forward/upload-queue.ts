import { dirname } from "node:path";
import { Connection, type Transaction } from "../storage/database.ts";
import { makeDurableFolder } from "../storage/durable-folder.ts";
import { WriteQueue } from "../storage/write-queue.ts";
import type { ForwardedUpload } from "./forwarded-upload.ts";

// uploads  ordered by sequence, each in one lane        totals  one row: how many there are, and their bytes

// `auto_vacuum`: the file gets smaller again when what waited is sent.
const SCHEMA = `
  PRAGMA auto_vacuum = FULL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS uploads (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    lane INTEGER NOT NULL,
    received_at REAL NOT NULL,
    bytes INTEGER NOT NULL,
    target TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS uploads_lane ON uploads (lane, sequence);
  CREATE TABLE IF NOT EXISTS totals (uploads INTEGER NOT NULL, bytes INTEGER NOT NULL);
  INSERT INTO totals SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM totals);`;

/** An upload that waits. */
export interface WaitingUpload extends ForwardedUpload {
  readonly sequence: number;
  /** Epoch milliseconds of this server. */
  readonly receivedAt: number;
}

interface UploadRow {
  readonly sequence: number;
  readonly received_at: number;
  readonly target: string;
  readonly headers: string;
  readonly body: ArrayBuffer;
}

/**
 * Uploads that wait to be passed on, in a file that outlives the process. It holds at most `maxBytes`: beyond that, the
 * oldest go. One process at a time; the data folder's lock sees to that.
 */
export class UploadQueue {
  readonly #writes: WriteQueue;
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #maxBytes: number;

  private constructor(writer: Connection, reader: Connection, maxBytes: number) {
    this.#writer = writer;
    this.#reader = reader;
    this.#writes = new WriteQueue(writer);
    this.#maxBytes = maxBytes;
  }

  static async open(file: string, maxBytes: number): Promise<UploadQueue> {
    await makeDurableFolder(dirname(file));
    const writer = new Connection(file);
    try {
      writer.exec(SCHEMA);
      const reader = new Connection(file);
      reader.exec("PRAGMA query_only = ON");
      return new UploadQueue(writer, reader, maxBytes);
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  /**
   * Adds an upload at the end of its lane; resolves when it is on disk, with how many had to go for it. Those of `held`,
   * by sequence, stay.
   */
  push(
    { target, headers, body }: ForwardedUpload,
    place: { readonly lane: number; readonly receivedAt: number },
    held: ReadonlySet<number>,
  ): Promise<number> {
    const about = JSON.stringify(headers);
    const bytes = body.length + target.length + about.length;
    return this.#writes.enqueue((transaction) => {
      transaction.run(
        "INSERT INTO uploads (lane, received_at, bytes, target, headers, body) VALUES (?, ?, ?, ?, ?, ?)",
        [place.lane, place.receivedAt, bytes, target, about, body],
      );
      transaction.run("UPDATE totals SET uploads = uploads + 1, bytes = bytes + ?", [bytes]);
      return this.#dropOldest(transaction, held);
    });
  }

  /** The next upload of a lane; null when none waits. */
  head(lane: number): WaitingUpload | null {
    const [row] = this.#reader.all<UploadRow>(
      "SELECT sequence, received_at, target, headers, body FROM uploads WHERE lane = ? ORDER BY sequence LIMIT 1",
      [lane],
    );
    if (!row) return null;
    const { sequence, received_at: receivedAt, target } = row;
    const headers = JSON.parse(row.headers) as Record<string, string>;
    return { sequence, receivedAt, target, headers, body: new Uint8Array(row.body) };
  }

  /** Takes an upload out, durably; nothing happens where it has gone already. */
  async remove(sequence: number): Promise<void> {
    await this.#writes.enqueue((transaction) => take(transaction, sequence));
  }

  size(): { readonly uploads: number; readonly bytes: number } {
    const [totals] = this.#reader.all<{ readonly uploads: number; readonly bytes: number }>(
      "SELECT uploads, bytes FROM totals",
    );
    return { uploads: totals?.uploads ?? 0, bytes: totals?.bytes ?? 0 };
  }

  /** Finishes what is being written, then closes. */
  async close(): Promise<void> {
    await this.#writes.close();
    this.#reader.close();
    if (!this.#writer.inTransaction) this.#writer.all("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#writer.close();
  }

  #dropOldest(transaction: Transaction, held: ReadonlySet<number>): number {
    const kept = JSON.stringify([...held]);
    for (let dropped = 0; ; dropped += 1) {
      const [totals] = transaction.all<{ readonly uploads: number; readonly bytes: number }>(
        "SELECT uploads, bytes FROM totals",
      );
      if (totals === undefined || totals.bytes <= this.#maxBytes || totals.uploads <= 1) return dropped;
      const [oldest] = transaction.all<{ readonly sequence: number }>(
        `SELECT sequence FROM uploads WHERE sequence NOT IN (SELECT value FROM json_each(?))
         ORDER BY sequence LIMIT 1`,
        [kept],
      );
      if (oldest === undefined) return dropped;
      take(transaction, oldest.sequence);
    }
  }
}

function take(transaction: Transaction, sequence: number): void {
  const [row] = transaction.all<{ readonly bytes: number }>("SELECT bytes FROM uploads WHERE sequence = ?", [
    sequence,
  ]);
  if (row === undefined) return;
  transaction.run("DELETE FROM uploads WHERE sequence = ?", [sequence]);
  transaction.run("UPDATE totals SET uploads = uploads - 1, bytes = bytes - ?", [row.bytes]);
}
