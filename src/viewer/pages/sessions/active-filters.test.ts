import { type Arbitrary, assert, constant, constantFrom, nat, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { activeFilters, withoutFilters } from "./active-filters.ts";
import { readSessionSearch, type SessionSearch } from "./session-search.ts";

const text = string({ minLength: 1 });
const count = nat({ max: 4_000_000_000_000 });
const anySearch: Arbitrary<SessionSearch> = record(
  {
    q: text,
    user: text,
    page: text,
    application: text,
    service: text,
    env: text,
    browser: text,
    device: text,
    country: text,
    rum: text,
    from: count,
    to: count,
    last: constantFrom("1h", "24h", "7d", "30d"),
    minDuration: count,
    maxDuration: count,
    errors: constant("1"),
    frustrations: constant("1"),
    watched: constantFrom("0", "1"),
    sort: constantFrom("newest", "longest", "errors", "frustrations"),
  },
  { requiredKeys: [] },
).map(readSessionSearch);

const stated = (search: SessionSearch) =>
  Object.entries(search)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);

test("every filter in the address is in force once, and taking it away leaves the others", () => {
  assert(
    property(anySearch, (search) => {
      const fields = stated(search).filter((field) => field !== "sort");
      const filters = activeFilters(search);
      expect(filters.map((filter) => filter.field).toSorted()).toEqual(fields.toSorted());
      for (const filter of filters) {
        const left = stated({ ...search, ...filter.without }).filter((field) => field !== "sort");
        expect(left.toSorted()).toEqual(fields.filter((field) => field !== filter.field).toSorted());
      }
    }),
  );
});

test("clearing takes every filter away and leaves the order", () => {
  assert(
    property(anySearch, (search) => {
      const left = { ...search, ...withoutFilters(search) };
      expect(stated(left)).toEqual(search.sort === undefined ? [] : ["sort"]);
    }),
  );
});

test("filters are said in words", () => {
  const filters = activeFilters({ browser: "Chrome", last: "7d", minDuration: 90_000, errors: "1" });
  expect(filters.map(({ label, value }) => `${label} ${value}`)).toEqual([
    "Browser Chrome",
    "Started last 7 days",
    "Duration at least 1 min 30 s",
    "Only with errors",
  ]);
});
