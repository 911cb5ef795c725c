import { expect, it } from "vitest";
import { sessionTabs, tabOf } from "./tabs.ts";

const view = (id: string, start: number, end: number, tabId?: string) => ({
  id,
  url: "",
  start,
  end,
  hasReplay: true,
  tabId,
});

it("counts the tabs of a session in the order in which they were opened", () => {
  const views = [view("a", 0, 5_000, "t1"), view("b", 2_000, 9_000, "t2"), view("c", 5_000, 9_000, "t1")];
  expect(views.map(({ id }) => tabOf(views, id)?.number)).toEqual([1, 2, 1]);
  expect(tabOf(views, "b")?.count).toBe(2);
  expect(tabOf(views, "z")).toBeUndefined();
  expect(sessionTabs(views)).toBe(sessionTabs(views));
});

it("does not speak of tabs where there is one", () => {
  expect(tabOf([view("a", 0, 5_000), view("b", 4_990, 9_000)], "a")).toBeUndefined();
});
