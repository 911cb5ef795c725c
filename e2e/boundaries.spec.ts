import type { Page } from "@playwright/test";
import { openPanel, openReplay, pages, pause, play, setSpeed } from "./playback.ts";
import { expectState, recorded } from "./replay-page.ts";
import { expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test } from "./test.ts";

// To and fro over the boundaries between a session's pages, also where several tabs were open.

const seek = (page: Page, ts: number) =>
  page.evaluate((to) => window.postMessage({ type: "replay:seek", ts: to }, "*"), ts);

for (const name of ["shop-checkout-v7", "tabs-v7"] as const) {
  test(`just after each boundary, forward, and just before each, back: ${name}`, async ({
    page,
    product,
  }) => {
    await noteStates(page);
    const { sessionId, views } = recorded(name);
    await page.goto(`${product.address}/embed/sessions/${sessionId}`);
    await settled(page, "paused");
    const starts = views.map(({ start }) => Math.ceil(start)).slice(1);
    const after = starts.map((start) => start + 1500);
    const before = starts.map((start) => start - 1);
    for (const ts of [...after, ...before.toReversed()]) {
      await seek(page, ts);
      const told = await settled(page, "paused", (now) => now.ts === ts);
      await expectRightFrame(page, { address: product.address, sessionId }, told);
    }
  });
}

test("pages are chosen one after the other while they load, and it plays over the next boundary", async ({
  page,
  product,
}) => {
  await noteStates(page);
  const { sessionId, views } = recorded("shop-checkout-v7");
  await openReplay(page, product.address, sessionId);
  await openPanel(page, "Pages");
  for (const at of [5, 1, 6, 3, 2, 4]) await pages(page).nth(at).click();
  const chosen = await settled(page, "paused", ({ view }) => view === views[4]?.id);
  await expectRightFrame(page, { address: product.address, sessionId }, chosen);
  await setSpeed(page, 4);
  await play(page);
  await expect(pages(page).nth(5)).toHaveAttribute("aria-selected", "true");
  await pause(page);
  const paused = await settled(page, "paused");
  expect(paused.view).toBe(views[5]?.id);
  await expectRightFrame(page, { address: product.address, sessionId }, paused);
});

test("the browser's way back and forward leaves and comes back to the moment", async ({ page, product }) => {
  await noteStates(page);
  const { sessionId, views } = recorded("shop-checkout-v7");
  await page.goto(product.address);
  await page.locator(`a[href*="${sessionId}"]`).first().click();
  await settled(page, "paused");
  await openPanel(page, "Pages");
  await pages(page).nth(5).click();
  const there = await settled(page, "paused", ({ view }) => view === views[5]?.id);
  await expect(page).toHaveURL(new RegExp(`view=${views[5]?.id}`));
  await page.goBack();
  await expect(page.getByRole("table", { name: "Sessions" })).toBeVisible();
  await page.goForward();
  await expectState(page, "paused");
  const again = await settled(page, "paused", ({ view }) => view === views[5]?.id);
  expect(Math.abs(again.ts - there.ts)).toBeLessThan(1000);
  await expectRightFrame(page, { address: product.address, sessionId }, again);
});
