import { expect, it } from "vitest";
import { tabOf } from "./tabs.ts";

const view = (id: string, tabId?: string) => ({ id, url: "", start: 0, end: 1, hasReplay: true, tabId });

it("counts the tabs of a session in the order in which they were opened", () => {
  const views = [view("a", "t1"), view("b", "t2"), view("c", "t1"), view("d")];
  expect(views.map(({ id }) => tabOf(views, id)?.number)).toEqual([1, 2, 1, undefined]);
  expect(tabOf(views, "b")?.count).toBe(2);
});

it("does not speak of tabs where there is one", () => {
  expect(tabOf([view("a", "t1"), view("b", "t1")], "a")).toBeUndefined();
});
