import type { Page, Route } from "@playwright/test";
import { expectState, recorded, recordedPage } from "./replay-page.ts";
import { expect, test } from "./test.ts";

// How many answers the first picture waits for one after the other. Whatever must not wait for something is asked for
// while that is held back: were it to wait, the page would stand still.

const shop = recorded("shop-checkout-v7");

const PAGES = {
  replay: { path: `/sessions/${shop.sessionId}`, code: /\/assets\/replay-page-[^/]*\.js$/ },
  embed: { path: `/embed/sessions/${shop.sessionId}`, code: /\/assets\/embed-page-[^/]*\.js$/ },
};

const SESSION = new RegExp(`/bff/sessions/${shop.sessionId}(\\?|$)`);
const INDEX = /\/index(\?|$)/;
const SEGMENTS = /\/segments\?/;

/** Holds the answer to `held` back until each of `others` is asked for. */
async function holdUntilAsked(page: Page, held: RegExp, ...others: readonly RegExp[]): Promise<void> {
  const asked = Promise.all(others.map((other) => page.waitForRequest(other)));
  await page.route(held, async (route: Route) => {
    await asked;
    await route.continue();
  });
}

for (const [name, { path, code }] of Object.entries(PAGES)) {
  test(`${name}: the session and the page's code are asked for together`, async ({ page, product }) => {
    await holdUntilAsked(page, SESSION, code);
    await holdUntilAsked(page, code, SESSION);
    await page.goto(`${product.address}${path}`);
    await expectState(page, "paused");
  });

  test(`${name}: the index and the first segments do not wait for the stage`, async ({ page, product }) => {
    await holdUntilAsked(page, /\/stage$/, INDEX, SEGMENTS);
    await page.goto(`${product.address}${path}`);
    await expectState(page, "paused");
    await expect(recordedPage(page).getByRole("heading", { name: "All products" })).toBeVisible();
  });

  test(`${name}: the stage's code comes beside the page's`, async ({ page, product }) => {
    await holdUntilAsked(page, SESSION, /\/assets\/stage-[^/]*\.js$/, /\/assets\/decode\.worker-[^/]*\.js$/);
    await page.goto(`${product.address}${path}`);
    await expectState(page, "paused");
  });
}
