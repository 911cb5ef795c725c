import { expect, test } from "vitest";
import { arrivalsIn, freshened } from "./arrivals.ts";
import { sessionAt } from "./session.fixture.ts";

const page = (starts: readonly number[], facts: { total?: number; cursor?: string } = {}) => ({
  sessions: starts.map((start) => sessionAt(start)),
  ...facts,
});

test("what is newer than the first row and not in the list has arrived", () => {
  const arrivals = arrivalsIn([page([30, 20]), page([10])], "newest", page([50, 40, 30, 20]));
  expect(arrivals).toEqual({ count: 2, atLeast: false });
});

test("older sessions that the list has not loaded yet have not arrived", () => {
  expect(arrivalsIn([page([30])], "newest", page([30, 20, 10])).count).toBe(0);
});

test("in an empty list, all has arrived", () => {
  expect(arrivalsIn([page([])], "newest", page([30, 20])).count).toBe(2);
});

test("when the newest page is full of arrivals there may be more", () => {
  expect(arrivalsIn([page([5])], "newest", page([50, 40], { cursor: "x" }))).toEqual({
    count: 2,
    atLeast: true,
  });
});

test("in another order the totals tell, where there are totals", () => {
  const pages = [page([10, 30], { total: 2 })];
  expect(arrivalsIn(pages, "longest", page([50, 30, 10], { total: 3 })).count).toBe(1);
  expect(arrivalsIn(pages, "longest", page([50, 30, 10], { total: 1 })).count).toBe(0);
  expect(arrivalsIn([page([10])], "longest", page([50, 10])).count).toBe(0);
});

test("nothing has arrived before anybody has looked", () => {
  expect(arrivalsIn([page([10])], "newest", undefined).count).toBe(0);
  expect(arrivalsIn([], "newest", page([10])).count).toBe(0);
});

test("rows keep their order and show sessions as they are now", () => {
  const latest = { sessions: [sessionAt(50), sessionAt(20, { errorCount: 7, live: true })] };
  const rows = freshened([page([30, 20])], latest);
  expect(rows.map((row) => [row.start, row.errorCount])).toEqual([
    [30, 0],
    [20, 7],
  ]);
});

test("a session that two pages have is one row; the same id of another source is another", () => {
  const other = { sessions: [sessionAt(20, { source: "datadoghq.eu" })] };
  const rows = freshened([page([30, 20]), page([20, 10]), other], undefined);
  expect(rows.map((row) => `${row.source} ${row.start}`)).toEqual([
    "local 30",
    "local 20",
    "local 10",
    "datadoghq.eu 20",
  ]);
});
