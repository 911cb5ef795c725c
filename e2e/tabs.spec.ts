import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { noteTexts } from "./noted-texts.ts";
import { openReplay, play, setSpeed } from "./playback.ts";
import { address, expectState, playhead, recorded, recordedPage, timeline } from "./replay-page.ts";
import { expect, test } from "./test.ts";
import { postTwoTabs, START } from "./two-tabs.ts";

const body = (page: Page) => recordedPage(page).locator("body");
const lane = (page: Page, name: string) =>
  page.getByRole("group", { name: "Tabs" }).getByRole("button", { name });
const notice = (page: Page) => page.getByRole("status", { name: "What is missing" });

test("the tab with the focus is followed, while it plays and where one goes", async ({
  page,
  emptyProduct: product,
}) => {
  const { sessionId, cart, help } = await postTwoTabs(product.address);
  await openReplay(page, product.address, sessionId, { ts: START + 5_500 });
  await expect(body(page)).toHaveText("cart 5");
  await expect(lane(page, "Tab 1: /cart")).toHaveAttribute("aria-current", "true");
  const addresses = await noteTexts(address(page));
  await setSpeed(page, 8);
  await play(page);
  await expectState(page, "ended");
  expect((await addresses()).map((text) => new URL(text).pathname)).toEqual(["/cart", "/help", "/cart"]);
  await openReplay(page, product.address, sessionId, { ts: START + 20_500 });
  await expect(lane(page, "Tab 2: /help")).toHaveAttribute("aria-current", "true");
  for (const [second, shown, view] of [
    [20, "help 20", help],
    [40, "cart 40", cart],
  ] as const) {
    await page.goto(`${product.address}/embed/sessions/${sessionId}?ts=${START + second * 1000 + 500}`);
    await expectState(page, "paused");
    await expect(body(page)).toHaveText(shown);
    // A view that is named wins over the focus.
    const other = view === help ? cart : help;
    await page.goto(
      `${product.address}/embed/sessions/${sessionId}?view=${other}&ts=${START + second * 1000 + 500}`,
    );
    await expectState(page, "paused");
    await expect(body(page)).toHaveText(`${view === help ? "cart" : "help"} ${second}`);
  }
});

test("a tab is chosen with the keyboard, stays chosen in the address, and is let go again", async ({
  page,
  emptyProduct: product,
}) => {
  const { sessionId, help } = await postTwoTabs(product.address);
  await openReplay(page, product.address, sessionId, { ts: START + 20_500 });
  await expect(body(page)).toHaveText("help 20");
  await lane(page, "Tab 1: /cart").press("Enter");
  await expect(body(page)).toHaveText("cart 20");
  await expect(page).toHaveURL(/tab=1/);
  await page.reload();
  await expectState(page, "paused");
  await expect(body(page)).toHaveText("cart 20");
  // An address that was copied in the middle of that names the view that was shown before.
  await page.goto(`${product.address}/sessions/${sessionId}?tab=1&view=${help}&ts=${START + 20_500}`);
  await expectState(page, "paused");
  await expect(body(page)).toHaveText("cart 20");
  await page.getByRole("button", { name: "Follow focus" }).click();
  await expect(body(page)).toHaveText("help 20");
  await expect(page).toHaveURL(/ts=\d+$/);
  await page.getByRole("button", { name: /^Tab 2 of 2/ }).click();
  await page.getByRole("menuitemradio", { name: "Tab 1: /cart" }).click();
  await expect(body(page)).toHaveText("cart 20");
});

test("hidden stretches and what is missing are told on the timeline and over the picture", async ({
  page,
  emptyProduct: product,
}) => {
  const { sessionId } = await postTwoTabs(product.address);
  await openReplay(page, product.address, sessionId, { ts: START + 47_500 });
  await expect(notice(page)).toContainText("A part of the recording is missing");
  await expect(notice(page)).toContainText("until 0:55");
  await expect(page.locator(".timeline-gap")).toHaveCount(1);
  await expect(page.locator(".timeline-unseen")).toHaveCount(2);
  const box = await timeline(page).boundingBox();
  await timeline(page).hover({ position: { x: (box?.width ?? 0) / 3, y: 30 } });
  await expect(page.getByText("Tab 1 was hidden")).toBeVisible();
  await notice(page).getByRole("button", { name: "Go to where it goes on" }).click();
  await expectState(page, "paused");
  expect(await playhead(page)).toBe(55);
  await expect(notice(page)).toHaveText("");
  await page.goto(`${product.address}/embed/sessions/${sessionId}?ts=${START + 47_500}`);
  await expectState(page, "paused");
  await expect(page.getByRole("status")).toHaveCount(0);
  await expect(page.getByRole("button")).toHaveCount(0);
});

test("a recording in which both tabs claim the focus is followed by what the user did", async ({
  page,
  product,
}) => {
  const { sessionId } = recorded("tabs-v7");
  for (const [ts, path] of [
    [1_795_437_006_372, "/notes"],
    [1_795_437_011_487, "/todo"],
    [1_795_437_024_839, "/todo"],
  ] as const) {
    await openReplay(page, product.address, sessionId, { ts });
    await expect(address(page)).toHaveText(new RegExp(`${path}$`));
  }
});

for (const [width, height] of [
  [390, 844],
  [1280, 800],
  [1920, 1080],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`tabs are accessible and fit at ${width} pixels, ${colorScheme}`, async ({
      page,
      emptyProduct: product,
    }, info) => {
      const { sessionId } = await postTwoTabs(product.address);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await openReplay(page, product.address, sessionId, { ts: START + 47_500 });
      await lane(page, "Tab 1: /cart").click();
      await expect(page.getByRole("button", { name: "Follow focus" })).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      await page.screenshot({ path: info.outputPath("tabs.png") });
    });
  }
}
