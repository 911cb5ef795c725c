import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Connection, type Transaction } from "./database.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";
import { WriteQueue } from "./write-queue.ts";

const temporaryDirectory = temporaryDirectories();
let connection: Connection;
let queue: WriteQueue;
let commits: number;
/** What the queue takes for the time, in milliseconds: it passes only where a job says so. */
let clock: number;

/** Counts commits, and fails those it is told to. */
class WatchedConnection extends Connection {
  failNext = 0;
  failRollback = false;
  override run(...args: Parameters<Connection["run"]>): number {
    if (this.failRollback && args[0] === "ROLLBACK") {
      this.failRollback = false;
      throw new Error("cannot undo");
    }
    return super.run(...args);
  }
  override async commit(): Promise<void> {
    commits += 1;
    if (this.failNext > 0) {
      this.failNext -= 1;
      throw new Error("disk full");
    }
    await super.commit();
  }
}

let watched: WatchedConnection;
beforeEach(async () => {
  commits = 0;
  clock = 0;
  watched = new WatchedConnection(path.join(await temporaryDirectory(), "queue.db"));
  connection = watched;
  connection.exec("CREATE TABLE numbers (value INTEGER PRIMARY KEY)");
  queue = new WriteQueue(connection, () => clock);
});
afterEach(async () => {
  await queue.close();
  connection.close();
});

const insert = (value: number) => (transaction: Transaction) => {
  transaction.run("INSERT INTO numbers VALUES (?)", [value]);
  return value;
};
const ending = (transaction: Transaction) => {
  transaction.run("ROLLBACK");
  throw new Error("out of memory");
};
const slow = (value: number) => (transaction: Transaction) => {
  clock += 5;
  return insert(value)(transaction);
};
const stored = () => connection.all<{ value: number }>("SELECT value FROM numbers").map(({ value }) => value);
const outcomes = async (jobs: readonly Promise<number>[]) =>
  (await Promise.allSettled(jobs)).map((result) =>
    result.status === "fulfilled" ? result.value : (result.reason as Error).message,
  );

test("jobs of one turn share a commit, and each has its result", async () => {
  expect(await outcomes([1, 2, 3].map((value) => queue.enqueue(insert(value))))).toEqual([1, 2, 3]);
  expect(commits).toBe(1);
});

test("a job that throws leaves nothing and fails alone", async () => {
  const half = (transaction: Transaction) => {
    insert(2)(transaction);
    throw new Error("bad put");
  };
  const jobs = [queue.enqueue(insert(1)), queue.enqueue<number>(half), queue.enqueue(insert(3))];
  expect(await outcomes(jobs)).toEqual([1, "bad put", 3]);
  expect(stored()).toEqual([1, 3]);
  expect(commits).toBe(1);
});

test("when a shared commit fails, each job gets a transaction of its own", async () => {
  watched.failNext = 2;
  const jobs = [1, 2, 3].map((value) => queue.enqueue(insert(value)));
  expect(await outcomes(jobs)).toEqual(["disk full", 2, 3]);
  expect(stored()).toEqual([2, 3]);
});

test("when an error ends the whole transaction, the others are run again", async () => {
  const jobs = [queue.enqueue(insert(1)), queue.enqueue<number>(ending), queue.enqueue(insert(3))];
  expect(await outcomes(jobs)).toEqual([1, "out of memory", 3]);
  expect(stored()).toEqual([1, 3]);
});

test("when a failed transaction cannot be undone either, its jobs fail and later ones go on", async () => {
  watched.failNext = 1;
  watched.failRollback = true;
  const message = "a transaction could be neither committed nor undone";
  expect(await outcomes([1, 2].map((value) => queue.enqueue(insert(value))))).toEqual([message, message]);
  expect(await outcomes([queue.enqueue(insert(3))])).toEqual([3]);
  expect(stored()).toEqual([3]);
});

test("a long row of jobs is cut into several transactions", async () => {
  const values = [...Array(10).keys()];
  expect(await outcomes(values.map((value) => queue.enqueue(slow(value))))).toEqual(values);
  expect(commits).toBe(5);
});

test("close settles what is in hand and refuses what comes later", async () => {
  const job = queue.enqueue(insert(1));
  await queue.close();
  expect(await job).toBe(1);
  await expect(queue.enqueue(insert(2))).rejects.toThrow("the store is closed");
});
