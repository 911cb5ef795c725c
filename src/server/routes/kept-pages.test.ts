import { expect, test } from "vitest";
import { KeptPages } from "./kept-pages.ts";
import { segmentPage } from "./segment-page.ts";

const page = (bytes: number, range = { first: 0, last: 0 }) =>
  segmentPage([{ index: 0, bytes: new Uint8Array(bytes) }], range);
const kept = (pages: KeptPages, ...addresses: readonly string[]) =>
  addresses.filter((address) => pages.find(address) !== undefined);

test("pages that were sent longest ago go when there are too many bytes", () => {
  const pages = new KeptPages(50_000);
  for (const address of ["a", "b", "c"]) pages.keep(address, page(15_000));
  expect(kept(pages, "b", "c", "a")).toEqual(["b", "c", "a"]);
  pages.keep("d", page(15_000));
  expect(kept(pages, "a", "b", "c", "d")).toEqual(["a", "c", "d"]);
});

test("a page that is kept again counts once", () => {
  const pages = new KeptPages(50_000);
  pages.keep("a", page(15_000));
  for (let time = 0; time < 5; time += 1) pages.keep("b", page(15_000));
  expect(kept(pages, "a", "b")).toEqual(["a", "b"]);
});

test("a page that may change is not kept, nor is one of many megabytes", () => {
  const pages = new KeptPages();
  pages.keep("gap", page(10, { first: 0, last: 1 }));
  pages.keep("large", page(9 * 1024 * 1024));
  expect(kept(pages, "gap", "large")).toEqual([]);
});

test("a page that costs little is kept when it is asked for again", () => {
  const pages = new KeptPages();
  pages.keepIfAskedAgain("a", page(10));
  pages.keepIfAskedAgain("b", page(10));
  expect(kept(pages, "a", "b")).toEqual([]);
  pages.keepIfAskedAgain("b", page(10));
  expect(kept(pages, "a", "b")).toEqual(["b"]);
});
