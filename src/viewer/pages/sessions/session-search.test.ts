import { expect, test } from "vitest";
import { listingOf, readSessionSearch } from "./session-search.ts";

test("an address with every filter is read as it stands", () => {
  const address = {
    q: "ada",
    user: "u-1",
    page: "/cart",
    application: "shop",
    service: "web",
    env: "production",
    browser: "Chrome",
    device: "desktop",
    country: "DE",
    from: "1700000000000",
    to: "1700000600000",
    minDuration: "1000",
    maxDuration: "60000",
    errors: "1",
    frustrations: "1",
    watched: "0",
    sort: "longest",
  };
  expect(readSessionSearch(address)).toEqual({
    ...address,
    from: 1_700_000_000_000,
    to: 1_700_000_600_000,
    minDuration: 1000,
    maxDuration: 60_000,
  });
});

test("values that mean nothing are left out, and the rest holds", () => {
  const address = {
    from: "yesterday",
    to: "",
    errors: "yes",
    sort: "oldest",
    last: "2y",
    q: "",
    what: "1",
    env: "dev",
  };
  expect(readSessionSearch(address)).toEqual({ env: "dev" });
});

test("a range that ends now wins over fixed times", () => {
  const search = readSessionSearch({ last: "24h", from: "5", to: "6" });
  expect(search).toEqual({ last: "24h" });
  expect(listingOf(search)).toEqual({ filter: {}, sort: "newest", within: 86_400_000 });
});

test("the source is no filter, and is listed from", () => {
  expect(listingOf(readSessionSearch({ source: "datadoghq.eu" }))).toEqual({
    filter: {},
    sort: "newest",
    source: "datadoghq.eu",
  });
});

test("the listing has the filters that are stated and an order always", () => {
  expect(listingOf({ env: "dev", q: undefined })).toEqual({ filter: { env: "dev" }, sort: "newest" });
  expect(listingOf({ sort: "errors" })).toEqual({ filter: {}, sort: "errors" });
});

test("a playlist is listed as it is, whatever else the address says", () => {
  const search = readSessionSearch({ playlist: "7", q: "ada", sort: "errors", last: "24h", source: "eu" });
  expect(search.playlist).toBe("7");
  expect(listingOf(search)).toEqual({ filter: {}, sort: "newest", playlist: "7", source: "eu" });
  expect(readSessionSearch({ playlist: "" })).toEqual({});
});
