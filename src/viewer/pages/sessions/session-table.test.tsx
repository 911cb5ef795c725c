import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { SessionSummary } from "../../../wire/session.ts";
import { mount } from "../../ui/mount.fixture.tsx";
import "../../app/styles.css";
import { sessionAt } from "./session.fixture.ts";
import { SessionTable } from "./session-table.tsx";
import type { Selection } from "./use-selection.ts";

beforeEach(() => page.viewport(1280, 800));

const NOW = Date.now();
const MANY = Array.from({ length: 500 }, (_, index) =>
  sessionAt(NOW - index * 60_000, { id: `id-${index}`, user: { name: `Person ${index}` } }),
);

interface Options {
  readonly namesSource?: boolean;
  readonly selection?: Selection;
  readonly watched?: ReadonlyMap<string, number>;
}

function start(rows: readonly SessionSummary[], { namesSource = false, ...options }: Options = {}) {
  const root = createRootRoute();
  const routes = ["/", "/sessions/$sessionId"].map((path) =>
    createRoute({ getParentRoute: () => root, path }),
  );
  const history = createMemoryHistory();
  const onNearEnd = vi.fn<() => void>();
  const onSort = vi.fn<() => void>();
  mount(
    <RouterContextProvider router={createRouter({ routeTree: root.addChildren(routes), history })}>
      <SessionTable
        rows={rows}
        total={rows.length}
        sort="newest"
        onSort={onSort}
        namesSource={namesSource}
        onNearEnd={onNearEnd}
        onIntent={() => undefined}
        end={null}
        {...options}
      />
    </RouterContextProvider>,
  );
  return { history, onNearEnd, onSort };
}

const box = (name: string) => page.getByRole("checkbox", { name: `Select ${name}`, exact: true });
const link = (name: string) => page.getByRole("link", { name, exact: true });

test("of many sessions only those in sight are in the document, and the table says how many there are", async () => {
  const { onNearEnd } = start(MANY);
  await expect.element(link("Person 0")).toBeVisible();
  expect(page.getByRole("row").elements().length).toBeLessThan(40);
  await expect.element(page.getByRole("table")).toHaveAttribute("aria-rowcount", "501");
  expect(onNearEnd).not.toHaveBeenCalled();
});

test("keys move from row to row, to the end and back; the end asks for more", async () => {
  const { onNearEnd } = start(MANY);
  await expect.element(link("Person 0")).toBeVisible();
  link("Person 0").element().focus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  await expect.element(link("Person 2")).toHaveFocus();
  await userEvent.keyboard("{PageDown}");
  await expect.element(link("Person 12")).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}");
  await expect.element(link("Person 11")).toHaveFocus();
  await userEvent.keyboard("{End}");
  await expect.element(link("Person 499")).toHaveFocus();
  await expect.element(link("Person 499")).toBeInViewport();
  await expect.poll(() => onNearEnd.mock.calls.length).toBeGreaterThan(0);
  await userEvent.keyboard("{Home}");
  await expect.element(link("Person 0")).toHaveFocus();
});

test("Tab stops at one row only", async () => {
  start(MANY);
  await expect.element(link("Person 1")).toBeVisible();
  const stops = page
    .getByRole("link")
    .elements()
    .filter((element) => element.tabIndex === 0);
  expect(stops.map((element) => element.textContent)).toEqual(["Person 0"]);
});

test("Enter opens a session, and so does a click anywhere in its row", async () => {
  const { history } = start(MANY);
  await expect.element(link("Person 0")).toBeVisible();
  link("Person 0").element().focus();
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.poll(() => history.location.pathname).toBe("/sessions/id-1");
  await page.getByText("3 minutes ago", { exact: true }).click();
  await expect.poll(() => history.location.pathname).toBe("/sessions/id-3");
});

test("links say the source only when there are several", async () => {
  const session = sessionAt(NOW, { id: "a b", source: "datadoghq.eu", user: { name: "Ada" } });
  start([session], { namesSource: true });
  await expect
    .element(link("Ada"))
    .toHaveAttribute("href", expect.stringMatching(/\/sessions\/a%20b\?source=/));
});

test("a row says what there is to know", async () => {
  start([
    sessionAt(NOW - 7_200_000, {
      user: { name: "Ada Lovelace", email: "ada@example.com" },
      end: NOW - 7_200_000 + 200_000,
      pages: ["/", "/cart", "/checkout", "/thanks"],
      viewCount: 6,
      errorCount: 1,
      frustrationCount: 4,
      live: true,
      browser: { name: "Chrome", version: "131.0.1" },
      os: { name: "Windows", version: "11" },
      deviceType: "desktop",
    }),
  ]);
  const row = page.getByRole("row").nth(1);
  for (const text of [
    "ada@example.com",
    "2 hours ago",
    "Live",
    "3 min 20 s",
    "6 views",
    "+1",
    "Chrome 131",
    "Windows 11",
  ]) {
    await expect.element(row.getByText(text, { exact: true })).toBeInTheDocument();
  }
  await expect.element(row).toHaveTextContent("1 error");
  await expect.element(row).toHaveTextContent("4 frustrations");
});

test("the heads of columns order the list", async () => {
  const { onSort } = start(MANY);
  await expect
    .element(page.getByRole("columnheader", { name: "Started" }))
    .toHaveAttribute("aria-sort", "descending");
  await page.getByRole("button", { name: "Duration" }).click();
  expect(onSort).toHaveBeenCalledWith("longest");
});

test("rows can be picked instead of opened, by a click anywhere and by keys", async () => {
  const toggled: string[] = [];
  const selection: Selection = {
    sessions: [],
    has: ({ id }) => id === "id-2",
    toggle: ({ id }) => void toggled.push(id),
  };
  const { history } = start(MANY, { selection });
  await expect.element(box("Person 2")).toBeChecked();
  await expect.element(box("Person 0")).not.toBeChecked();
  expect(page.getByRole("link").elements()).toEqual([]);
  await page.getByRole("row").nth(4).click();
  box("Person 0").element().focus();
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(box("Person 1")).toHaveFocus();
  await userEvent.keyboard(" ");
  expect(toggled).toEqual(["id-3", "id-1"]);
  expect(history.location.pathname).toBe("/");
});

test("what whoever looks has watched is marked", async () => {
  start(MANY, { watched: new Map([["id-1", NOW - 60_000]]) });
  const row = page.getByRole("row").nth(2);
  await expect.element(row).toHaveTextContent("Watched by you 1 minute ago");
  await expect.element(page.getByRole("row").nth(1)).not.toHaveTextContent("Watched");
});
