import type { FrameLocator, Locator, Page } from "@playwright/test";
import { timeline } from "./replay-page.ts";
import { expect } from "./test.ts";

// The small picture of the moment under the pointer.

/** Puts the pointer on the timeline, at a share of its width. */
export async function pointAt(page: Page, share: number, height = 30): Promise<void> {
  const box = await timeline(page).boundingBox();
  if (box === null) throw new Error("the timeline is not shown");
  await page.mouse.move(box.x + box.width * share, box.y + height);
}

/** Its frame is in the document from the first time that the pointer rests on the timeline. */
export const thumbnailFrame = (page: Page): Locator => page.locator('iframe[title="Thumbnail"]');

/** The recorded page in it. */
export const thumbnail = (page: Page): FrameLocator =>
  thumbnailFrame(page).contentFrame().frameLocator(".surface-host-shown iframe");

/** What the picture is: `shown` is one of the moment under the pointer. */
export const expectThumbnail = (page: Page, state: "shown" | "waiting" | "nothing"): Promise<void> =>
  expect(page.locator("[data-thumbnail]")).toHaveAttribute("data-thumbnail", state, { timeout: 30_000 });
