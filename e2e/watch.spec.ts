import type { Page } from "@playwright/test";
import { noteTexts } from "./noted-texts.ts";
import { openPanel, pages, pause, play, setSpeed } from "./playback.ts";
import { type Product, startProduct } from "./product.ts";
import { address, expectState, recordedPage, timeline } from "./replay-page.ts";
import { expect, test as base } from "./test.ts";

// What `npm start` gives: the sample sessions, from the list to the screen.

const test = base.extend<object, { started: Product }>({
  started: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const product = await startProduct({ command: ["npm", "start"], environment: { SAMPLES: undefined } });
      await use(product);
      await product.stop();
    },
    { scope: "worker" },
  ],
});

const row = (page: Page, person: string) => page.getByRole("row").filter({ hasText: person });

async function openSession(page: Page, product: Product, person: string): Promise<void> {
  await page.goto(product.address);
  await page.getByRole("link", { name: person }).click();
  await expectState(page, "paused");
}

/** What stands in the fields of the recorded page: key by key, it tells moments apart. */
const typedIn = (page: Page) =>
  recordedPage(page)
    .locator("input")
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

test("the samples are listed with who, when, how long, where, and what went wrong", async ({
  page,
  started,
}) => {
  await page.goto(started.address);
  await expect(page.getByRole("table", { name: "Sessions" }).getByRole("link")).toHaveCount(4);
  const ines = row(page, "Ines Moreira");
  await expect(ines).toContainText("/→/product/5→/cart→/checkout→/done");
  await expect(ines).toContainText("5 views");
  await expect(ines).toContainText(/\d+ s/);
  await expect(ines.locator("time")).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT/);
  await expect(ines).toContainText(/Chrom\w+ \d+/);
  await expect(row(page, "Jonas Feld")).toContainText("7 views");
  await expect(row(page, "sam.okafor@example.com")).toContainText(/\d+ errors/);
  await expect(row(page, "sam.okafor@example.com")).toContainText(/\d+ frustrations?/);
});

test("one plays over all its pages, and inactivity is skipped", async ({ page, started }) => {
  await openSession(page, started, "sam.okafor@example.com");
  await openPanel(page, "Pages");
  await expect(pages(page)).toContainText(["/", "/product/4", "/cart", "/"]);
  const addresses = await noteTexts(address(page));
  await setSpeed(page, 4);
  await play(page);
  await expectState(page, "ended");
  expect((await addresses()).map((text) => new URL(text).pathname)).toEqual([
    "/",
    "/product/4",
    "/cart",
    "/",
  ]);
  await setSpeed(page, 1);
  // Into the long look at the end of the last page.
  await timeline(page).press("End");
  await timeline(page).press("PageDown");
  await expectState(page, "paused");
  await expect(pages(page).nth(3)).toHaveAttribute("aria-selected", "true");
  const skipping = await noteTexts(page.locator("main"), "Skipping inactivity");
  await play(page);
  await expectState(page, "ended");
  expect(await skipping()).not.toEqual([]);
});

test("a link to a moment comes back to the same view and moment", async ({ page, context, started }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openSession(page, started, "Ines Moreira");
  await openPanel(page, "Pages");
  await pages(page).filter({ hasText: "/checkout" }).click();
  await expectState(page, "paused");
  await page.keyboard.press("l");
  await play(page);
  await expectState(page, "playing");
  await pause(page);
  await expectState(page, "paused");
  const shown = await typedIn(page);
  const where = (await address(page).textContent()) ?? "";
  await page.keyboard.press("c");
  await expect(page.getByText("A link to this moment is on the clipboard")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  // The address follows the playhead, not at once.
  await expect(page).toHaveURL(link);
  await page.goto("about:blank");
  await page.goto(link);
  await expectState(page, "paused");
  expect(page.url()).toBe(link);
  await expect(address(page)).toHaveText(where);
  expect(await typedIn(page)).toEqual(shown);
});
