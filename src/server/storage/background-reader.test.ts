import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BackgroundReader } from "./background-reader.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();
const signal = new AbortController().signal;
// Would run for hours.
const ENDLESS =
  "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1e12) SELECT count(*) AS n FROM c";

let reader: BackgroundReader;
beforeEach(async () => {
  reader = new BackgroundReader(path.join(await temporaryDirectory(), "any.db"));
});
afterEach(() => reader.close());

test("queries get their own rows, in turn", async () => {
  const rows = await Promise.all(
    [1, 2, 3].map((n) => reader.row({ sql: "SELECT ? AS n", parameters: [n] }, signal)),
  );
  expect(rows.map((row) => row["n"])).toEqual([1, 2, 3]);
});

test("a query leaves the thread to others while it runs, and an abort interrupts it", async () => {
  const aborter = new AbortController();
  const running = reader.row({ sql: ENDLESS, parameters: [] }, aborter.signal);
  const next = reader.row({ sql: "SELECT 7 AS n", parameters: [] }, signal);
  // That this timer comes to run shows the first; that the query ends, the second.
  setTimeout(() => aborter.abort(new Error("nobody waits any more")), 20);
  await expect(running).rejects.toThrow("nobody waits any more");
  expect((await next)["n"]).toBe(7);
});

test("a query that cannot be prepared rejects, and the next one runs", async () => {
  await expect(reader.row({ sql: "SELECT nothing", parameters: [] }, signal)).rejects.toThrow("nothing");
  expect((await reader.row({ sql: "SELECT 1 AS n", parameters: [] }, signal))["n"]).toBe(1);
});

test("nothing runs after close", async () => {
  await reader.close();
  await expect(reader.row({ sql: "SELECT 1", parameters: [] }, signal)).rejects.toThrow(
    "the store is closed",
  );
});
