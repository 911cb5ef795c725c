import type { Connection, Transaction } from "./database.ts";

/** A transaction stops taking further jobs after so long, to leave the thread to others. */
const TRANSACTION_BUDGET_MS = 8;

interface Job {
  readonly run: (transaction: Transaction) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** It was in a transaction that failed as a whole: it gets one of its own, to see whose fault it was. */
  alone: boolean;
}

/**
 * Group commit. Jobs that come while a commit is on its way to the disk share the next transaction:
 *
 *   job 1 ─▶ BEGIN ▪ COMMIT······fsync·····┐ resolves 1
 *   job 2 ───────────▶│  (wait together)   ├▶ BEGIN ▪▪▪ COMMIT····fsync····┐ resolves 2, 3, 4
 *   jobs 3, 4 ────────▶│                   │                               │
 *
 * The statements (▪) run on the calling thread and touch memory; the commit runs on another. Each job has a
 * savepoint of its own, so that one that throws leaves nothing behind and does not fail its neighbours.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #now: () => number;
  readonly #jobs: Job[] = [];
  #draining: Promise<void> | null = null;
  #closed = false;
  /** A transaction could not be undone. (To ask the connection costs as much as a statement.) */
  #isLeftOpen = false;

  /** `now` is a monotonic clock in milliseconds; it says when a transaction has taken jobs for long enough. */
  constructor(connection: Connection, now: () => number = () => performance.now()) {
    this.#connection = connection;
    this.#now = now;
  }

  /**
   * Runs `job` in a transaction; resolves with its result when that is durable. The job may run more than
   * once (when a transaction fails as a whole), so it must change nothing but the database.
   */
  enqueue<T>(job: (transaction: Transaction) => T): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("the store is closed"));
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ run: job, resolve: resolve as (value: unknown) => void, reject, alone: false });
      this.#draining ??= this.#drain();
    });
  }

  /** Takes no more jobs; resolves when those in hand are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // Jobs that are put in the same turn of the event loop share the first transaction already.
    await new Promise(setImmediate);
    while (this.#jobs.length > 0) {
      await this.#transaction();
      // Reads and requests that wait come in between.
      await new Promise(setImmediate);
    }
    this.#draining = null;
  }

  async #transaction(): Promise<void> {
    const done: { readonly job: Job; readonly value: unknown }[] = [];
    try {
      if (this.#isLeftOpen) this.#undo();
      this.#connection.run("BEGIN IMMEDIATE");
      const started = this.#now();
      do {
        const job = this.#jobs[0];
        if (!job || (job.alone && done.length > 0)) break;
        this.#jobs.shift();
        done.push({ job, value: undefined });
        const outcome = this.#runJob(job);
        done.pop();
        if (outcome.ok) done.push({ job, value: outcome.value });
        if (job.alone) break;
      } while (this.#now() - started < TRANSACTION_BUDGET_MS);
      await this.#connection.commit();
    } catch (error) {
      this.#transactionFailed(
        error,
        done.map(({ job }) => job),
      );
      return;
    }
    for (const { job, value } of done) job.resolve(value);
  }

  #runJob(job: Job): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
    this.#connection.run("SAVEPOINT job");
    try {
      const value = job.run(this.#connection);
      this.#connection.run("RELEASE job");
      return { ok: true, value };
    } catch (error) {
      // Some errors (a full disk) end the whole transaction by themselves.
      if (!this.#connection.inTransaction) throw error;
      this.#connection.run("ROLLBACK TO job");
      this.#connection.run("RELEASE job");
      job.reject(error);
      return { ok: false };
    }
  }

  #undo(): void {
    this.#isLeftOpen = true;
    if (this.#connection.inTransaction) this.#connection.run("ROLLBACK");
    this.#isLeftOpen = false;
  }

  #transactionFailed(error: unknown, jobs: readonly Job[]): void {
    const reject = (reason: unknown): void => {
      for (const job of jobs) job.reject(reason);
    };
    try {
      this.#undo();
    } catch (rollbackError) {
      reject(
        new AggregateError([error, rollbackError], "a transaction could be neither committed nor undone"),
      );
      return;
    }
    if (jobs.length > 1) this.#jobs.unshift(...jobs.map((job) => Object.assign(job, { alone: true })));
    // Without any, not even a transaction could be begun: the next in line is told.
    else if (jobs.length === 0) this.#jobs.shift()?.reject(error);
    else reject(error);
  }
}
