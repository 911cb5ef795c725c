import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { type Canary, startCanary } from "./canary.ts";
import { changeRecords, oldRecords } from "./hostile-records.ts";
import { openReplay, playToEnd } from "./playback.ts";
import { APPLICATION, postRumEvent, postSegment } from "./posted-segment.ts";
import { recordedPage } from "./replay-page.ts";
import { expect, test as base } from "./test.ts";
import { expectThumbnail, pointAt, thumbnail } from "./thumbnail.ts";

// A recording that attacks whoever watches it.

const START = 1_795_500_000_000;

const test = base.extend<{ canary: Canary }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  canary: async ({}, use) => {
    const canary = await startCanary();
    await use(canary);
    await canary.stop();
  },
});

/** The RUM event of the view: the viewer shows its texts outside of the stage. */
const hostileView = ({ sessionId, viewId }: { sessionId: string; viewId: string }, at: string) => ({
  type: "view",
  date: START,
  application: { id: APPLICATION },
  session: { id: sessionId, type: "user" },
  view: { id: viewId, url: `javascript:fetch("${at}/url")`, time_spent: 2e9 },
  usr: { name: `<img src="${at}/user" onerror="attacked = true">` },
});

/** What a page did that a replay must not make it do, as it happens. */
function watch(page: Page, product: string): string[] {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => seen.push(`popup ${popup.url()}`));
  page.on("download", (download) => seen.push(`download ${download.url()}`));
  const own = new RegExp(`^(${product}/(sessions/|stage$)|about:blank$)`);
  page.on("framenavigated", (frame) => {
    if (!own.test(frame.url())) seen.push(`navigated to ${frame.url()}`);
  });
  const served = new RegExp(`^(${product}/(sessions/|stage$|assets/|bff/|favicon|theme.js)|data:|blob:)`);
  page.on("request", (request) => {
    if (!served.test(request.url())) seen.push(`requested ${request.url()}`);
  });
  return seen;
}

/** Presses everywhere on the picture, and then on each element of it as no person can. */
async function clickEverything(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Actual size" }).click();
  const box = await page.locator('iframe[title="Recorded page"]').boundingBox();
  for (let at = 0; at < 48; at += 1) {
    const [column, row] = [(at % 8) + 0.5, Math.floor(at / 8) + 0.5];
    await page.mouse.click(
      (box?.x ?? 0) + (column * (box?.width ?? 0)) / 8,
      (box?.y ?? 0) + (row * (box?.height ?? 0)) / 6,
    );
  }
  await recordedPage(page)
    .locator("*")
    .evaluateAll((elements) => {
      for (const element of elements) {
        element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        if (element instanceof HTMLElement) element.focus();
      }
    });
}

const attackedWindows = (page: Page) =>
  Promise.all(page.frames().map((frame) => frame.evaluate(() => "attacked" in window)));

// The browser says on the console what the clicks were not allowed to do.
test.use({ allowPageErrors: true });

for (const [name, recordsOf] of [
  ["SDK 3 to 6", oldRecords],
  ["SDK 7", changeRecords],
] as const) {
  test(`nothing in a recording of ${name} runs, is fetched, or leaves`, async ({
    page,
    emptyProduct: { address },
    canary,
    pageErrors,
  }) => {
    const ids = { sessionId: randomUUID(), viewId: randomUUID() };
    const records = recordsOf(START, canary.address);
    expect(await postSegment(address, { ...ids, index: 0, records })).toBe(202);
    expect(await postRumEvent(address, hostileView(ids, canary.address))).toBe(202);
    const seen = watch(page, address);
    await openReplay(page, address, ids.sessionId);
    await playToEnd(page);
    // The page is there, with what was added later.
    await expect(recordedPage(page).getByText("still here")).toHaveCount(2);
    await pointAt(page, 0.99);
    await expectThumbnail(page, "shown");
    await expect(thumbnail(page).getByText("still here")).toHaveCount(2);
    expect(pageErrors).toEqual([]);
    await clickEverything(page);
    await expect(page.locator('a[href^="javascript:" i]')).toHaveCount(0);
    expect(await attackedWindows(page)).toEqual(page.frames().map(() => false));
    expect(seen).toEqual([]);
    expect(canary.requests).toEqual([]);
  });
}
