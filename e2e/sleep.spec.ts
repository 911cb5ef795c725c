import type { CDPSession, Page } from "@playwright/test";
import { openReplay, pause, play } from "./playback.ts";
import { expectState, recorded } from "./replay-page.ts";
import { clockOf, expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test } from "./test.ts";

// A tab that sleeps: the browser freezes it, the lid is closed, or another tab is in front of it.

const { sessionId } = recorded("shoelace-v7");

const setLifecycle = (session: CDPSession, state: "frozen" | "active") =>
  session.send("Page.setWebLifecycleState", { state });

/** Pauses, and expects the frame to be right for where that is. */
async function expectRightWhenPaused(page: Page, address: string) {
  await pause(page);
  const told = await settled(page, "paused");
  await expectRightFrame(page, { address, sessionId }, told);
  return told;
}

test.describe("a machine", () => {
  // The clock is installed in all frames, and the one that runs no scripts says so on the console.
  test.use({ allowPageErrors: true });

  test("that slept for an hour plays nothing of that", async ({ page, product }) => {
    await noteStates(page);
    await page.clock.install();
    await openReplay(page, product.address, sessionId);
    await play(page);
    const { start } = await settled(page, "playing");
    await expect.poll(() => clockOf(page)).toBeGreaterThan(start + 1000);
    const before = await clockOf(page);
    await page.clock.fastForward("01:00:00");
    await expect.poll(() => clockOf(page)).toBeGreaterThan(before + 300);
    await expectState(page, "playing");
    const told = await expectRightWhenPaused(page, product.address);
    expect(told.ts).toBeLessThan(told.end);
  });
});

test("a tab that is frozen and woken plays on from where it was", async ({ page, context, product }) => {
  await noteStates(page);
  await openReplay(page, product.address, sessionId);
  await play(page);
  const { start } = await settled(page, "playing");
  await expect.poll(() => clockOf(page)).toBeGreaterThan(start + 1000);
  const lifecycle = await context.newCDPSession(page);
  await setLifecycle(lifecycle, "frozen");
  const other = await context.newPage();
  await other.goto(product.address);
  await expect(other.getByRole("table", { name: "Sessions" })).toBeVisible();
  await other.close();
  await setLifecycle(lifecycle, "active");
  const woken = await clockOf(page);
  await expect.poll(() => clockOf(page)).toBeGreaterThan(woken + 300);
  await expectRightWhenPaused(page, product.address);
});

/** Makes the tab hidden, or seen again, to the viewer and to the stage. No frames are left out, unlike in a hidden tab. */
async function setHidden(page: Page, isHidden: boolean) {
  for (const frame of [page.mainFrame(), ...page.mainFrame().childFrames()]) {
    await frame.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  }
}

/** Resolves when so many frames have been drawn. */
const framesDrawn = (page: Page, count: number) =>
  page.evaluate(async (frames) => {
    for (let drawn = 0; drawn < frames; drawn += 1) await new Promise(requestAnimationFrame);
  }, count);

test("while the tab is hidden the playback stands, and goes on from there", async ({ page, product }) => {
  await noteStates(page);
  await openReplay(page, product.address, sessionId);
  await play(page);
  const { start } = await settled(page, "playing");
  await expect.poll(() => clockOf(page)).toBeGreaterThan(start + 1000);
  await setHidden(page, true);
  await framesDrawn(page, 2);
  const hidden = await clockOf(page);
  await framesDrawn(page, 60);
  expect((await clockOf(page)) - hidden).toBeLessThan(100);
  await setHidden(page, false);
  await expect.poll(() => clockOf(page)).toBeGreaterThan(hidden + 300);
  await expectRightWhenPaused(page, product.address);
});
