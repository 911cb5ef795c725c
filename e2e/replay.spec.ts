import { AxeBuilder } from "@axe-core/playwright";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noteTexts } from "./noted-texts.ts";
import { importRecording } from "../scripts/import-recordings.mjs";
import { address, expectState, playhead, recorded, recordedPage, timeline } from "./replay-page.ts";
import { expect, recordingFolder, test } from "./test.ts";

const shop = recorded("shop-checkout-v7");
const shopPath = `/sessions/${shop.sessionId}`;
const button = (name: string) => ({ name, exact: true });

test("a session is picked, plays from page to page, and ends with what was typed and clicked", async ({
  page,
  product,
}) => {
  await page.goto(product.address);
  await page.locator(`a[href="${shopPath}"]`).click();
  await expectState(page, "paused");
  await expect(recordedPage(page).getByRole("heading", { name: "All products" })).toBeVisible();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press(">");
  const addresses = await noteTexts(address(page));
  await page.getByRole("button", button("Play")).click();
  await expectState(page, "ended");
  expect((await addresses()).map((text) => new URL(text).pathname)).toEqual([
    "/",
    "/product/18",
    "/",
    "/product/5",
    "/cart",
    "/checkout",
    "/done",
  ]);
  await expect(recordedPage(page).getByText("Order F-20417 is on its way.")).toBeVisible();
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(page).toHaveURL(`${product.address}/`);
});

test("a reload and a copied link come back to the same view and time", async ({ page, product, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${product.address}${shopPath}`);
  await expectState(page, "paused");
  const entries = await page.evaluate(() => history.length);
  const box = await timeline(page).boundingBox();
  await timeline(page).click({ position: { x: (box?.width ?? 0) * 0.8, y: 28 } });
  await expectState(page, "paused");
  const at = await playhead(page);
  expect(at).toBeGreaterThan(50);
  const checkout = shop.views.find((view) => view.url.endsWith("/checkout"));
  await expect(page).toHaveURL(new RegExp(`view=${checkout?.id}&ts=\\d+$`));
  expect(await page.evaluate(() => history.length)).toBe(entries);
  const typed = recordedPage(page).locator("#name");
  await expect(typed).toHaveValue("Robin Example");
  await page.keyboard.press("c");
  await expect(page.getByText("A link to this moment is on the clipboard")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await page.reload();
  await expectState(page, "paused");
  expect(await playhead(page)).toBe(at);
  await expect(address(page)).toHaveText(/\/checkout$/);
  await expect(typed).toHaveValue("Robin Example");
});

test("leads to the next session of the list that it was opened from, and back to that list", async ({
  page,
  product,
}) => {
  const list = `${product.address}/?sort=longest`;
  await page.goto(list);
  const links = page.getByRole("row").getByRole("link");
  await expect(links.nth(1)).toBeVisible();
  const [first, second] = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  await links.first().click();
  await expectState(page, "paused");
  await page.getByRole("button", { name: "Next session" }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe(second);
  await expectState(page, "paused");
  await page.keyboard.press("l");
  await expect(page).toHaveURL(/ts=/);
  await page.reload();
  await page.getByRole("button", { name: "Previous session" }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe(first);
  await expect(page.getByRole("button", { name: "Previous session" })).toBeDisabled();
  await expectState(page, "paused");
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(page).toHaveURL(list);
});

test("keys seek, step from page to page and from event to event, and open the help", async ({
  page,
  product,
}) => {
  await page.goto(`${product.address}${shopPath}`);
  await expectState(page, "paused");
  await page.keyboard.press("l");
  await expect.poll(() => playhead(page)).toBe(10);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => playhead(page)).toBe(5);
  await page.keyboard.press("]");
  await expectState(page, "paused");
  await expect(address(page)).toHaveText(/\/product\/18$/);
  await page.keyboard.press("[");
  await expect(address(page)).toHaveText(/:4101\/$/);
  const before = await playhead(page);
  await page.keyboard.press("n");
  await expect.poll(() => playhead(page)).toBeGreaterThan(before);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
});

test("errors are found in the list of events, and a click goes to the moment", async ({ page, product }) => {
  await page.goto(`${product.address}${shopPath}`);
  await expectState(page, "paused");
  await page.getByRole("searchbox", { name: "Search events" }).fill("reading 'rules'");
  const error = page.getByRole("option", { name: /Cannot read properties of undefined/ });
  await error.click();
  await expectState(page, "paused");
  await expect(error).toHaveAttribute("aria-selected", "true");
  expect(await playhead(page)).toBe(34);
  await expect(page.getByRole("region", { name: "Picked event" })).toContainText("TypeError");
  await page.getByRole("tab", { name: /Pages/ }).click();
  await expect(page.getByRole("option", { name: /\/cart/ })).toHaveAttribute("aria-selected", "true");
});

test("several tabs lie in lanes below each other, and the other tab can be chosen", async ({
  page,
  product,
}) => {
  const tabs = recorded("tabs-v7");
  await page.goto(`${product.address}/sessions/${tabs.sessionId}`);
  await expectState(page, "paused");
  const [first, second] = [tabs.views[0], tabs.views[1]].map((view) =>
    page.locator(`[data-view="${view?.id}"]`),
  );
  const firstBox = await first?.boundingBox();
  const secondBox = await second?.boundingBox();
  expect(secondBox?.y).toBeGreaterThan(firstBox?.y ?? Infinity);
  await second?.click({ position: { x: 5, y: 5 } });
  await expectState(page, "paused");
  await expect(address(page)).toHaveText(/\/todo$/);
});

test("says what is missing and where, and plays the rest", async ({ page, emptyProduct: product }) => {
  const folder = await mkdtemp(join(tmpdir(), "rum-replay-cut-"));
  await cp(recordingFolder("shop-checkout-v7"), folder, { recursive: true });
  const at = shop.views.findIndex((view) => view.url.endsWith("/checkout"));
  await rm(join(folder, "segments", `${at}-2.bin`));
  await rm(join(folder, "segments", `${at}-2.event.json`));
  await importRecording(folder, product.address);
  await page.goto(`${product.address}${shopPath}`);
  await expectState(page, "paused");
  const tab = page.getByRole("tab", { name: /Problems/ });
  await expect(tab).toContainText(/\d/);
  await tab.click();
  const problem = page.getByRole("button", { name: /A part of the recording is missing/ });
  await expect(problem).toContainText("/checkout");
  await problem.click();
  await expectState(page, "paused");
  await expect(address(page)).toHaveText(/\/checkout$/);
  await expect(page.locator(".timeline-gap").first()).toBeVisible();
  await timeline(page).press("End");
  await expectState(page, "paused");
  await expect(recordedPage(page).getByText("Order F-20417 is on its way.")).toBeVisible();
  await rm(folder, { recursive: true });
});

test.describe("what cannot be had", () => {
  test.use({ allowPageErrors: true });

  test("a session that is not there says so, and what to do", async ({ page, product }) => {
    await page.goto(`${product.address}/sessions/00000000-0000-4000-8000-000000000000`);
    await expectState(page, "error");
    await expect(page.getByRole("alert")).toContainText("There is no recording of this session");
    await expect(page.getByRole("link", { name: "See all sessions" })).toBeVisible();
  });

  test("segments that fail to load end in words and a button that tries again", async ({ page, product }) => {
    await page.route("**/segments?**", (route) =>
      route.fulfill({ status: 404, body: '{"errors":["gone"]}' }),
    );
    await page.goto(`${product.address}${shopPath}`);
    await expectState(page, "error");
    await expect(page.getByRole("alert")).toContainText("gone");
    await page.unroute("**/segments?**");
    await page.getByRole("button", { name: "Try again" }).click();
    await expectState(page, "paused");
  });

  test("without RUM events the recording plays, and the list says what is not there", async ({
    page,
    product,
  }) => {
    await page.route("**/events?**", (route) => route.fulfill({ status: 403, body: '{"errors":["no"]}' }));
    await page.goto(`${product.address}${shopPath}`);
    await expectState(page, "paused");
    await expect(page.getByRole("alert")).toContainText("Errors and requests are not listed");
    await expect(page.getByRole("option").first()).toBeVisible();
  });
});

for (const [width, height] of [
  [360, 740],
  [1280, 800],
  [2560, 1440],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`is accessible and fits at ${width} pixels, ${colorScheme}`, async ({ page, product }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await page.goto(`${product.address}${shopPath}`);
      await expectState(page, "paused");
      await expect(page.getByRole("option").first()).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      for (const tab of ["Events", /Pages/, "Session", /Problems/]) {
        await page.getByRole("tab", { name: tab }).click();
        // The recorded page is what it is.
        const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      }
    });
  }
}
