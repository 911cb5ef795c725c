import Database from "libsql";
import AsyncDatabase from "libsql/promise";

// The one place that touches libsql. Traps it keeps away from the rest:
// - parameters always go in as one array: a lone Uint8Array is taken for named parameters and aborts the process;
// - `get` adds a `_metadata` key to rows, and gives blobs as Buffer where `all` gives ArrayBuffer: only `all` is used;
// - using a closed connection is not an error there: it is one here.

export type SqlValue = string | number | null | Uint8Array;

/** Runs queries; statements are prepared once and kept. */
export interface Queries {
  all<Row>(sql: string, parameters?: readonly SqlValue[]): Row[];
}

/** Queries inside a write transaction. */
export interface Transaction extends Queries {
  /** Runs a statement; how many rows it changed. */
  run(sql: string, parameters?: readonly SqlValue[]): number;
}

/** How long a connection waits for another of the same process, in seconds. */
const BUSY_TIMEOUT_S = 5;

/** One connection to a database file. All calls but `commit` block; they touch memory, seldom the disk. */
export class Connection implements Transaction {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(
    path: string,
    options: { readonly timeoutSeconds: number } = { timeoutSeconds: BUSY_TIMEOUT_S },
  ) {
    this.#database = new Database(path, { timeout: options.timeoutSeconds });
  }

  all<Row>(sql: string, parameters: readonly SqlValue[] = []): Row[] {
    return this.#prepare(sql).all([...parameters]) as Row[];
  }

  run(sql: string, parameters: readonly SqlValue[] = []): number {
    return this.#prepare(sql).run([...parameters]).changes;
  }

  /** Runs several statements that give no rows. */
  exec(sql: string): void {
    this.#assertOpen();
    this.#database.exec(sql);
  }

  get inTransaction(): boolean {
    return this.#database.open && this.#database.inTransaction;
  }

  /**
   * Commits on a thread of libsql's own, so that the fsync does not hold up this one. The connection must not
   * be used until it resolves. (The promise flavour of libsql differs from the other in this method only; both
   * keep the same native connection under `db`.)
   */
  async commit(): Promise<void> {
    await AsyncDatabase.prototype.exec.call(this.#database, "COMMIT");
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.open) this.#database.close();
  }

  #prepare(sql: string): Database.Statement {
    this.#assertOpen();
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #assertOpen(): void {
    if (!this.#database.open) throw new Error("the store is closed");
  }
}

/** Several reads of one and the same state of the store. */
export function snapshot<T>(connection: Connection, read: (queries: Queries) => T): T {
  connection.exec("BEGIN");
  try {
    return read(connection);
  } finally {
    connection.exec("COMMIT");
  }
}
