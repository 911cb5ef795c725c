import type { Page } from "@playwright/test";
import { openReplay, play, setSpeed } from "./playback.ts";
import { expectState, playhead, recorded, recordedPage } from "./replay-page.ts";
import { expect, test } from "./test.ts";
import { expectThumbnail, pointAt, thumbnail, thumbnailFrame } from "./thumbnail.ts";
import { postTwoTabs, START } from "./two-tabs.ts";

const body = (page: Page) => thumbnail(page).locator("body");
const card = (page: Page) => page.locator("[data-thumbnail]");

test("resting on the timeline shows that moment while the replay goes on", async ({
  page,
  emptyProduct: product,
}) => {
  const { sessionId } = await postTwoTabs(product.address);
  await openReplay(page, product.address, sessionId, { ts: START });
  await expect(thumbnailFrame(page)).toHaveCount(0);
  await setSpeed(page, 0.5);
  await play(page);
  await expectState(page, "playing");
  const states = await page.evaluateHandle(() => {
    const seen: (string | undefined)[] = [];
    const root = document.documentElement;
    new MutationObserver(() => seen.push(root.dataset["replayState"])).observe(root, {
      attributeFilter: ["data-replay-state"],
    });
    return seen;
  });
  const before = await playhead(page);
  await pointAt(page, 20.5 / 60);
  await expectThumbnail(page, "shown");
  await expect(body(page)).toHaveText("help 20");
  await pointAt(page, 40.5 / 60);
  await expectThumbnail(page, "shown");
  await expect(body(page)).toHaveText("cart 40");
  await expect.poll(() => playhead(page)).toBeGreaterThan(before);
  await expectState(page, "playing");
  expect(new Set(await states.jsonValue())).not.toContain("loading");
  await page.mouse.move(5, 5);
  await expect(card(page)).not.toBeVisible();
  await pointAt(page, 2.5 / 60);
  await expectThumbnail(page, "shown");
  await expect(card(page)).toBeVisible();
  await expect(body(page)).toHaveText("cart 2");
});

test("the picture is of the tab that a press there would show, and where there is none it says why", async ({
  page,
  emptyProduct: product,
}) => {
  const { sessionId } = await postTwoTabs(product.address);
  await openReplay(page, product.address, sessionId, { ts: START + 5_500 });
  await pointAt(page, 47.5 / 60);
  await expectThumbnail(page, "nothing");
  await expect(card(page)).toContainText(/missing/i);
  await page.getByRole("group", { name: "Tabs" }).getByRole("button", { name: "Tab 1: /cart" }).click();
  await pointAt(page, 20.5 / 60);
  await expectThumbnail(page, "shown");
  await expect(body(page)).toHaveText("cart 20");
  const bar = await page.locator("[data-view]").nth(1).boundingBox();
  await page.mouse.move((bar?.x ?? 0) + 100, (bar?.y ?? 0) + 3);
  await expectThumbnail(page, "shown");
  await expect(body(page)).toHaveText(/^help/);
  expect(await playhead(page)).toBe(5);
  await expect(recordedPage(page).locator("body")).toHaveText("cart 5");
});

test("it is rebuilt under the same policy, and nothing in it can be reached", async ({ page, product }) => {
  const policies: (string | undefined)[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname === "/stage")
      policies.push(response.headers()["content-security-policy"]);
  });
  await openReplay(page, product.address, recorded("shop-checkout-v7").sessionId);
  await pointAt(page, 0.5);
  await expectThumbnail(page, "shown");
  expect(policies).toHaveLength(2);
  expect(policies[0]).toContain("script-src 'self'");
  expect(policies[0]).toContain("connect-src 'none'");
  expect(policies[1]).toBe(policies[0]);
  const stage = page.locator('iframe[title="Recorded page"]');
  for (const frame of [stage, thumbnailFrame(page)])
    await expect(frame).toHaveAttribute("sandbox", "allow-scripts allow-same-origin");
  const inner = thumbnailFrame(page).contentFrame().locator(".surface-host-shown iframe");
  await expect(inner).toHaveAttribute("sandbox", "allow-same-origin");
  await expect(thumbnailFrame(page)).toHaveAttribute("tabindex", "-1");
  expect(await card(page).evaluate((element) => element.matches("[aria-hidden] [inert]"))).toBe(true);
});

test("someone who saves data gets no picture", async ({ page, product }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  });
  await openReplay(page, product.address, recorded("shop-checkout-v7").sessionId);
  await pointAt(page, 0.5);
  await expect(page.getByText("0:", { exact: false }).first()).toBeVisible();
  await expect(card(page)).toHaveCount(0);
});

for (const [width, height] of [
  [360, 640],
  [844, 390],
  [1280, 800],
  [2560, 1440],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`it fits at ${width} pixels, ${colorScheme}`, async ({ page, product }, info) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await openReplay(page, product.address, recorded("shop-checkout-v7").sessionId);
      for (const share of [0.01, 0.5, 0.99]) {
        await pointAt(page, share);
        await expectThumbnail(page, "shown");
        const box = await card(page).evaluate((element) => {
          const { left, right, top } = element.parentElement?.getBoundingClientRect() ?? new DOMRect();
          return { left, right, top };
        });
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(width);
        expect(box.top).toBeGreaterThanOrEqual(0);
        await page.screenshot({ path: info.outputPath(`thumbnail-${share}.png`) });
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}
