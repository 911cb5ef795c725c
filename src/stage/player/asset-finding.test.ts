import { expect, test } from "vitest";
import { findingOf, type Observed } from "./asset-finding.ts";

const seen = (observed: Partial<Observed>, address = "https://cdn.test/a") =>
  findingOf(address, {
    kind: "image",
    isProxied: false,
    status: 0,
    hasEnded: true,
    errors: 0,
    isShown: false,
    isBlocked: false,
    ...observed,
  });

test.each([
  [403, "not-allowed"],
  [404, "gone"],
  [413, "too-large"],
  [415, "type"],
  [424, "refused"],
  [429, "busy"],
  [502, "failing"],
  [503, "unreachable"],
  [504, "time-out"],
  [500, "failing"],
])("status %i of the server's own means %s", (status, reason) => {
  expect(seen({ isProxied: true, status })).toEqual({ reason, count: 1 });
});

test.each([
  [401, "refused"],
  [403, "refused"],
  [404, "gone"],
  [410, "gone"],
  [504, "time-out"],
  [500, "failing"],
  [415, "failing"],
])("status %i of a host means %s", (status, reason) => {
  expect(seen({ status, errors: 3 })).toEqual({ reason, count: 3 });
});

test("what came and cannot be drawn is of another kind", () => {
  expect(seen({ status: 200, errors: 2 })).toEqual({ reason: "type", count: 2 });
  expect(seen({ errors: 1 }, "data:image/png;base64,AA")).toEqual({ reason: "type", count: 1 });
});

test("a font without a status was kept from the page by its host, or is not to be had", () => {
  expect(seen({ kind: "font" })).toEqual({ reason: "cors", count: 1 });
  expect(seen({ kind: "font", hasEnded: false })).toBeUndefined();
  expect(seen({ kind: "font", status: 200 })).toBeUndefined();
});

test("what the browser's rules block is blocked, whatever else is seen", () => {
  expect(seen({ isBlocked: true, errors: 1 })).toEqual({ reason: "policy", count: 1 });
});

test("where nothing is told, nothing is claimed; where no reason is told, none is", () => {
  expect(seen({})).toBeUndefined();
  expect(seen({ isShown: true })).toBe("loaded");
  expect(seen({ errors: 1 })).toEqual({ reason: "unknown", count: 1 });
  // Players' requests tell no status, whoever answers.
  expect(seen({ kind: "media", isProxied: true, errors: 1 })).toEqual({ reason: "unknown", count: 1 });
});
