import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { postSession, FIREFOX } from "./posted-session.ts";
import { type Product, startProduct } from "./product.ts";
import { startRelay } from "./relay.ts";
import { expect, RECORDINGS, test as recorded } from "./test.ts";

// The session picker, against the built server.

const MANY = 130;
const MINUTE = 60_000;
const NEWEST = Date.now() - 10 * MINUTE;

/** `many` is a server with MANY sessions, `Person 0` the newest; leave it as it is. `empty` is one with none. */
const test = recorded.extend<{ empty: Product }, { many: Product }>({
  many: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const many = await startProduct();
      for (let index = 0; index < MANY; index += 1) {
        await postSession(many.address, {
          start: NEWEST - index * MINUTE,
          durationMs: (index + 1) * 1000,
          user: { id: `customer-${index}`, name: `Person ${index}` },
          path: index % 2 === 0 ? "/cart" : "/checkout",
          errors: index % 10 === 0 ? index + 1 : 0,
          ...(index % 5 === 0 ? { userAgent: FIREFOX } : {}),
        });
      }
      await use(many);
      await many.stop();
    },
    { scope: "worker" },
  ],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  empty: async ({}, use) => {
    const empty = await startProduct();
    await use(empty);
    await empty.stop();
  },
});

const heading = (page: Page) => page.getByRole("heading", { name: "Sessions", level: 1 });
const person = (page: Page, index: number) =>
  page.getByRole("link", { name: `Person ${index}`, exact: true });
const found = (page: Page, count: number) =>
  page.getByRole("main").getByText(`${count} session${count === 1 ? "" : "s"}`, { exact: true });

/** As a browser says that its window is looked at again. */
const comeBack = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

test("lists what was recorded, and opens it", async ({ page, product }) => {
  await page.goto(product.address);
  await expect(heading(page)).toBeVisible();
  await expect(found(page, RECORDINGS.length)).toBeVisible();
  const rows = page.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows).toHaveCount(RECORDINGS.length);
  const shop = rows.filter({ hasText: "/product/18" }).first();
  for (const text of [
    "Visitor",
    "/product/5",
    "7 views",
    "fernwood-shop",
    "Chrome",
    "2 errors",
    "6 frustrations",
  ]) {
    await expect(shop).toContainText(text);
  }
  await shop.getByRole("link").click();
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
});

test("loads more as one goes down, to the last session", async ({ page, many }) => {
  await page.goto(many.address);
  await expect(found(page, MANY)).toBeVisible();
  await person(page, 0).focus();
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(person(page, MANY - 1)).toBeFocused({ timeout: 500 });
  }).toPass();
  await expect(person(page, MANY - 1)).toBeInViewport();
  expect(await page.getByRole("row").count()).toBeLessThan(60);
});

test("searching, filtering and ordering are in the address, and the way back restores them", async ({
  page,
  many,
}) => {
  await page.goto(many.address);
  await expect(found(page, MANY)).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("person 12");
  await expect(page).toHaveURL(/\?q=person\+12$/);
  await expect(found(page, 11)).toBeVisible();

  await page.getByRole("button", { name: "Browser" }).click();
  await page.getByRole("menuitemradio", { name: "Firefox" }).click();
  await expect(page).toHaveURL(/browser=Firefox/);
  await expect(found(page, 2)).toBeVisible();
  await expect(person(page, 120)).toBeVisible();

  await page.getByRole("button", { name: "Duration" }).click();
  await expect(page).toHaveURL(/sort=longest/);
  await expect(page.getByRole("row").nth(1)).toContainText("Person 125");

  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\?q=person\+12$/);
  await expect(found(page, 11)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("textbox", { name: "Search sessions" })).toHaveValue("");
  await expect(found(page, MANY)).toBeVisible();
});

test("a link with every filter is what it says, and each filter can be taken away", async ({
  page,
  many,
}) => {
  const from = NEWEST - 50 * MINUTE;
  const query = `user=person&page=cart&service=shop&env=demo&device=desktop&from=${from}&minDuration=5000&maxDuration=45000&errors=1`;
  await page.goto(`${many.address}/?${query}`);
  // Every tenth has errors: 10, 20, 30, 40 last at least 5 and at most 45 seconds.
  await expect(found(page, 4)).toBeVisible();
  await page.getByRole("button", { name: "Remove filter: Duration at most 45 s" }).click();
  await expect(found(page, 5)).toBeVisible();
  await page.getByRole("button", { name: "Remove filter: User person" }).click();
  await page.getByRole("button", { name: "Errors", pressed: true }).click();
  await expect(page).not.toHaveURL(/errors|user|maxDuration/);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(`${many.address}/`);
  await expect(found(page, MANY)).toBeVisible();
});

test("the window of all filters says what they leave", async ({ page, many }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(many.address);
  await page.getByRole("button", { name: "All filters" }).click();
  const filters = page.getByRole("dialog", { name: "Filters" });
  await filters.getByRole("textbox", { name: "Page" }).fill("cart");
  await filters.getByRole("switch", { name: /errors/ }).click();
  await filters.getByRole("combobox", { name: "Lasting at least" }).click();
  await page.getByRole("option", { name: "1 min", exact: true }).click();
  await filters.getByRole("button", { name: "Show 7 sessions" }).click();
  await expect(filters).toBeHidden();
  await expect(found(page, 7)).toBeVisible();
  await page.getByRole("button", { name: "Remove filter: Page cart" }).click();
  await expect(page).not.toHaveURL(/page=/);
});

test("where nothing matches, it says so and offers to clear the filters", async ({ page, many }) => {
  await page.goto(`${many.address}/?q=nobody+at+all`);
  await expect(page.getByRole("heading", { name: "No session matches" })).toBeVisible();
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(found(page, MANY)).toBeVisible();
});

test("coming back from a replay, the list is where it was left", async ({ page, many }) => {
  await page.goto(`${many.address}/?env=demo`);
  await person(page, 0).focus();
  for (let index = 0; index < 3; index += 1) await page.keyboard.press("PageDown");
  await expect(person(page, 30)).toBeFocused();
  const before = await person(page, 30).boundingBox();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sessions\//);
  await page.goBack();
  await expect(page).toHaveURL(/\?env=demo$/);
  await expect(person(page, 30)).toBeInViewport();
  expect((await person(page, 30).boundingBox())?.y).toBeCloseTo(before?.y ?? Number.NaN, 0);
});

test("an empty store tells how to begin, and the first session appears by itself", async ({
  page,
  context,
  empty,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(empty.address);
  await expect(page.getByRole("heading", { name: "No sessions yet" })).toBeVisible();
  const snippet = page.getByText("datadogRum.init({");
  await expect(snippet).toContainText(`proxy: "${empty.address}/intake"`);
  await page.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await snippet.textContent());

  await postSession(empty.address, { start: Date.now(), user: { name: "First Visitor" }, goesOn: true });
  await expect(page.getByRole("link", { name: "First Visitor" })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

test("new sessions are announced and shown when asked for", async ({ page, empty }) => {
  await postSession(empty.address, { start: Date.now() - MINUTE, user: { name: "Early" } });
  await page.goto(empty.address);
  await expect(page.getByRole("link", { name: "Early" })).toBeVisible();
  for (const name of ["Late", "Later"])
    await postSession(empty.address, { start: Date.now(), user: { name } });
  await expect(async () => {
    await comeBack(page);
    await expect(page.getByRole("button", { name: "2 new sessions" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByRole("link", { name: "Later" })).toHaveCount(0);
  await page.getByRole("button", { name: "2 new sessions" }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("Later");
  await expect(found(page, 3)).toBeVisible();
  await expect(page.getByRole("button", { name: /new session/ })).toBeHidden();
});

test.describe("when the server is gone", () => {
  test.use({ allowPageErrors: true });

  test("says what to do, and goes on when it is back", async ({ page, empty }) => {
    await postSession(empty.address, { start: Date.now(), user: { name: "Ada" } });
    // Its port could be anybody's when the server is gone.
    const relay = await startRelay();
    relay.leadTo(empty);
    await page.goto(relay.address);
    await expect(page.getByRole("link", { name: "Ada" })).toBeVisible();
    await empty.stop();
    relay.leadTo(undefined);
    await page.getByRole("textbox", { name: "Search sessions" }).fill("ada");
    const failure = page.getByRole("alert");
    await expect(failure).toContainText("The sessions cannot be loaded");
    await expect(failure).toContainText("The server cannot be reached.");
    await expect(failure).toContainText("Check that rum-replay is running");

    const again = await startProduct();
    relay.leadTo(again);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "No session matches" })).toBeVisible();
    relay.stop();
    await again.stop();
  });
});

test("a chosen theme holds from before the first paint on, and in later visits", async ({
  page,
  product,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  // Scripts of the page's own are deferred: at this moment only what stands in the head has run.
  await page.addInitScript(() => {
    document.addEventListener("readystatechange", () => {
      if (document.readyState === "interactive") {
        document.documentElement.dataset["early"] = getComputedStyle(document.documentElement).colorScheme;
      }
    });
  });
  await page.goto(product.address);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-early", "dark");
  expect(await background()).toBe(dark);

  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "As the system" }).click();
  await expect.poll(background).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).toBe(dark);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no accessibility fault that a machine finds (${colorScheme})`, async ({ page, many, empty }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const faults = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`);
    };
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${many.address}/?q=person&browser=Chrome&last=24h`);
      await expect(person(page, 1)).toBeVisible();
      expect(await faults()).toEqual([]);
      await page.getByRole("button", { name: "All filters" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await faults()).toEqual([]);
      await page.goto(empty.address);
      await expect(page.getByRole("heading", { name: "No sessions yet" })).toBeVisible();
      expect(await faults()).toEqual([]);
      await page.goto(`${many.address}/?q=nobody+at+all`);
      await expect(page.getByRole("heading", { name: "No session matches" })).toBeVisible();
      expect(await faults()).toEqual([]);
    }
  });
}

for (const width of [360, 768, 1280, 2560]) {
  test(`fits a window ${width} pixels wide`, async ({ page, many }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${many.address}/?user=person&browser=Chrome&last=24h&minDuration=5000`);
    await expect(person(page, 6)).toBeVisible();
    const overflow = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("[data-scroll-restoration-id]")].map(
        (element) => element.scrollWidth - element.clientWidth,
      ),
    );
    expect(overflow).toEqual([0, 0]);
  });
}

test("an address that is no page says so and leads to the list", async ({ page, product }) => {
  await page.goto(`${product.address}/`);
  await page.evaluate(() => history.pushState({}, "", "/nowhere"));
  await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
  await expect(page.getByRole("heading", { name: "There is no page at this address" })).toBeVisible();
  await page.getByRole("link", { name: "See all sessions" }).click();
  await expect(heading(page)).toBeVisible();
});
