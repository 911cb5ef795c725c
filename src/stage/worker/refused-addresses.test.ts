import { expect, test } from "vitest";
import { RefusedAddresses } from "./refused-addresses.ts";

test("each address counts once, and is told once", () => {
  const refused = new RefusedAddresses();
  expect(refused.news()).toBeNull();
  for (const name of ["a", "b", "a"]) refused.add(`https://shop.test/${name}`);
  expect(refused.news()).toEqual({ count: 2, hasMore: false });
  refused.add("https://shop.test/b");
  expect(refused.news()).toBeNull();
});

test("there is an end to what is counted", () => {
  const refused = new RefusedAddresses();
  for (let at = 0; at < 10_000; at++) refused.add(`https://shop.test/${at}`);
  expect(refused.news()).toEqual({ count: 10_000, hasMore: false });
  for (let at = 0; at < 20_000; at++) refused.add(`https://shop.test/${at}`);
  expect(refused.news()).toEqual({ count: 10_000, hasMore: true });
  expect(refused.news()).toBeNull();
});
