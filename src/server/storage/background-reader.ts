import AsyncDatabase from "libsql/promise";
import type { SqlValue } from "./database.ts";

/** The part of libsql's promise flavour that is used; its own types are `any`. */
interface AsyncConnection {
  prepare(sql: string): Promise<{ all(parameters: readonly SqlValue[]): Promise<unknown[]> }>;
  interrupt(): void;
  close(): void;
}

const INTERRUPT_EVERY_MS = 5;

/** A statement with its parameters. */
export interface Query {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/**
 * A connection for queries that may have to look at everything. They run on a thread of libsql's own, one after
 * the other; but only until their first row is there, so each must be a query that gives a single row.
 */
export class BackgroundReader {
  readonly #connection: AsyncConnection;
  #running: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(path: string) {
    this.#connection = new AsyncDatabase(path, {});
  }

  /** The columns of the query's row. An abort interrupts it where it is. */
  row(query: Query, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const row = this.#running.then(() => this.#run(query, signal));
    // The next query runs whatever became of this one.
    this.#running = row.catch(() => undefined);
    return row;
  }

  /** Takes no more queries; resolves when those in hand are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    this.#connection.close();
  }

  async #run(query: Query, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    signal.throwIfAborted();
    if (this.#closed) throw new Error("the store is closed");
    // An interruption only reaches a statement that has begun on the other thread: say it until it has ended.
    let repeated: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      repeated = setInterval(() => this.#connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    signal.addEventListener("abort", interrupt);
    try {
      const statement = await this.#connection.prepare(query.sql);
      signal.throwIfAborted();
      const [row] = await statement.all(query.parameters);
      signal.throwIfAborted();
      return row as Readonly<Record<string, unknown>>;
    } catch (error) {
      // The interruption's own error says less than the reason for it.
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", interrupt);
      clearInterval(repeated);
    }
  }
}
