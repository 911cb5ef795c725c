import { expect, test } from "vitest";
import { personOf } from "./person.ts";

const ID = "0c5c8f1e-8b1f-4f0e-a1f5-0d7c9f6a1b2c";

test.each([
  [{ name: "Ada Lovelace", email: "ada@example.com", id: "7" }, "Ada Lovelace", "ada@example.com", "AL"],
  [{ email: "grace.m.hopper@example.com", id: "7" }, "grace.m.hopper@example.com", "7", "GH"],
  [{ id: "customer-42" }, "customer-42", undefined, "C4"],
  [{ name: "王小明" }, "王小明", undefined, "王"],
  [{ name: "🙂" }, "🙂", undefined, "?"],
  [{ name: "", email: "a@b.c" }, "a@b.c", undefined, "A"],
])("%o is shown as %s", (user, name, detail, initials) => {
  expect(personOf({ id: ID, user })).toMatchObject({ name, detail, initials });
});

test("somebody unknown is a visitor with a code, the same in every session of that browser", () => {
  const user = { anonymousId: "9f3A-77bc1d" };
  const visitor = personOf({ id: ID, user });
  expect(visitor).toMatchObject({ name: "Visitor 9f3a77", detail: "Anonymous", initials: undefined });
  expect(personOf({ id: "another", user })).toEqual(visitor);
});

test("without any id of the browser, the session's own tells visitors apart", () => {
  expect(personOf({ id: ID }).name).toBe("Visitor 0c5c8f");
  expect(personOf({ id: ID, user: {} }).name).toBe("Visitor 0c5c8f");
});

test("the colour belongs to the person, not to how the name is written", () => {
  const { hue } = personOf({ id: "a", user: { id: "7", name: "Ada" } });
  expect(personOf({ id: "b", user: { id: "7", name: "Ada Lovelace" } }).hue).toBe(hue);
  expect(hue).toBeGreaterThanOrEqual(0);
  expect(hue).toBeLessThan(360);
});
