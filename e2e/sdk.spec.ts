import type { Page } from "@playwright/test";
import { shopAddress, startShop } from "../samples/shop/serve-shop.mjs";
import { openPanel, openReplay, pages, playToEnd } from "./playback.ts";
import type { Product } from "./product.ts";
import { expectState, recordedPage } from "./replay-page.ts";
import { walkSegments } from "./segments-api.ts";
import { sessionsOf } from "./sessions-api.ts";
import { expect, test } from "./test.ts";

// From the official SDK to the screen: the demo shop is used, and its replay shows what was done.

const FERNS = ["Potted fern, clay", "Potted fern, slate", "Potted fern, sand"] as const;
const REFUSED = "Vouchers cannot be used just now.";

/** When something was to be seen that is gone later, epoch ms. */
interface Moments {
  readonly searched: number;
  readonly added: number;
}

/** The time at which the recorder has seen what the page did so far: it looks when the page is idle. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let turns = 0; turns < 3; turns += 1) {
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 200 }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return Date.now();
  });

async function useShop(page: Page): Promise<Moments> {
  await page.locator("#search").pressSequentially("fern", { delay: 20 });
  await expect(page.locator(".card")).toHaveCount(FERNS.length);
  const searched = await settled(page);
  await page.getByRole("link", { name: FERNS[1] }).click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await expect(page.locator("#basket-count")).toHaveText("1");
  const added = await settled(page);
  await page.getByRole("link", { name: "Basket" }).click();
  await page.getByLabel("Voucher").pressSequentially("AUTUMN10", { delay: 20 });
  await page.getByRole("button", { name: "Use it" }).click();
  await expect(page.locator("#voucher-note")).toHaveText(REFUSED);
  await settled(page);
  return { searched, added };
}

/**
 * The tab is hidden, as when it is left: the SDK sends what it has. No tab of a headless browser is ever hidden,
 * and at `about:blank` the page may be gone before the SDK's worker has compressed the rest.
 */
const hideTab = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    // The SDK heeds events of the browser, and those with this mark.
    document.dispatchEvent(Object.assign(new Event("visibilitychange"), { __ddIsTrusted: true }));
  });

async function isStored({ address }: Product, text: string): Promise<boolean> {
  const views = (await sessionsOf(address)).flatMap(({ session, views: all }) =>
    all.filter(({ segmentCount }) => segmentCount > 0).map(({ id }) => walkSegments(address, session.id, id)),
  );
  return JSON.stringify(await Promise.all(views)).includes(text);
}

/** Uses the shop with its SDK posting to the product, and leaves; resolves when the product has all of it. */
async function recordVisit(page: Page, sdkMajor: number, product: Product): Promise<Moments> {
  const shop = await startShop({ sdkMajor });
  const user = { id: "c-7", name: "Mira Holm", email: "mira.holm@example.com" };
  await page.goto(shopAddress(shop, { sdkMajor, sdkProxy: `${product.address}/intake`, user }));
  await page.waitForFunction("window.DD_RUM.getInternalContext()?.view !== undefined");
  const moments = await useShop(page);
  await hideTab(page);
  await expect.poll(() => isStored(product, REFUSED)).toBe(true);
  await page.goto("about:blank");
  await shop.stop();
  return moments;
}

for (const sdkMajor of [7, 6, 5, 4, 3]) {
  test(`a visit with @datadog/browser-rum ${sdkMajor} is recorded, picked and played`, async ({
    page,
    context,
    emptyProduct: product,
  }) => {
    // A page of its own: the shop logs errors, on purpose.
    const shopper = await context.newPage();
    const moments = await recordVisit(shopper, sdkMajor, product);

    await page.goto(product.address);
    await page.getByRole("link", { name: "Mira Holm" }).click();
    await expectState(page, "paused");
    await openPanel(page, "Pages");
    await expect(pages(page)).toContainText(["/", "/product/8", "/cart"]);
    await playToEnd(page);
    await expect(recordedPage(page).locator("#code")).toHaveValue("AUTUMN10");
    await expect(recordedPage(page).locator("#voucher-note")).toHaveText(REFUSED);
    await expect(recordedPage(page).locator("#basket-count")).toHaveText("1");

    const sessionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await openReplay(page, product.address, sessionId, { ts: moments.searched });
    await expect(recordedPage(page).locator("#search")).toHaveValue("fern");
    await expect(recordedPage(page).locator(".card-name")).toHaveText([...FERNS]);
    await openReplay(page, product.address, sessionId, { ts: moments.added });
    await expect(recordedPage(page).locator("h1")).toHaveText(FERNS[1]);
    await expect(recordedPage(page).locator("#note")).toContainText("1 in the basket");
  });
}
