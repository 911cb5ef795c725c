import type { Page, Route } from "@playwright/test";
import { countAtOnce } from "./bytes-asked.ts";
import { type LongSession, startLongSession } from "./long-session.ts";
import { openReplay, play, setSpeed } from "./playback.ts";
import { expectState, recorded, timeline } from "./replay-page.ts";
import { expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test as base } from "./test.ts";

// Seeks of somebody who does not wait: the last one counts, and shows what was there then.

const MINUTES = 20;
const MINUTE = 60_000;

const test = base.extend<object, { long: LongSession }>({
  long: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const long = await startLongSession(MINUTES);
      await use(long);
      await long.stop();
    },
    { scope: "worker" },
  ],
});

const shop = recorded("shop-checkout-v7");
const shoelace = recorded("shoelace-v7");

/** The point of the timeline at this share of its length. */
async function pointAt(page: Page, share: number): Promise<{ x: number; y: number }> {
  const box = await timeline(page).boundingBox();
  if (box === null) throw new Error("there is no timeline");
  return { x: box.x + share * box.width, y: box.y + box.height / 2 };
}

/** Shares of a length, as if at random, the same ones each time. */
const scattered = (count: number) => Array.from({ length: count }, (_, at) => (at * 0.618_034 + 0.07) % 1);

/** The time at this share of a session. */
const near = (share: number, { start, end }: { readonly start: number; readonly end: number }) =>
  start + share * (end - start);

test("a seek while it is loading goes where it was asked to, not where it was going", async ({
  page,
  product,
}) => {
  await noteStates(page);
  const held: Route[] = [];
  await page.route("**/segments?**", (route) => void held.push(route));
  await page.goto(`${product.address}/sessions/${shop.sessionId}`);
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await expectState(page, "loading");
  const { x, y } = await pointAt(page, 0.7);
  await page.mouse.click(x, y);
  await page.unroute("**/segments?**");
  for (const route of held) await route.continue().catch(() => undefined); // Some were given up.
  const told = await settled(page, "paused");
  expect(near(0.7, told) - told.ts).toBeLessThan(500);
  expect(told.ts).toBeGreaterThan(near(0.69, told));
  await expectRightFrame(page, { address: product.address, sessionId: shop.sessionId }, told);
});

test("of a hundred clicks in a row the last one wins, and no requests pile up", async ({ page, long }) => {
  await noteStates(page);
  await openReplay(page, long.address, long.sessionId);
  const mostAtOnce = await countAtOnce(page);
  const shares = scattered(100);
  const [from, to] = [await pointAt(page, 0), await pointAt(page, 1)];
  for (const share of shares) await page.mouse.click(from.x + share * (to.x - from.x), from.y);
  const last = shares.at(-1) ?? 0;
  const told = await settled(page, "paused", (now) => Math.abs(now.ts - near(last, now)) < 2_000);
  await expectRightFrame(page, long, told);
  // Two keyframes and two pages for the picture, as many that are being given up, and a few of other things.
  const most = await mostAtOnce();
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(16);
});

test("a drag to and fro over the timeline while it plays shows where it is let go, and plays on", async ({
  page,
  long,
}) => {
  await noteStates(page);
  await openReplay(page, long.address, long.sessionId);
  await setSpeed(page, 8);
  await play(page);
  await settled(page, "playing");
  const from = await pointAt(page, 0.1);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const share of [0.9, 0.2, 0.8, 0.35, 0.6]) {
    const { x, y } = await pointAt(page, share);
    await page.mouse.move(x, y, { steps: 8 });
  }
  await page.mouse.up();
  const playing = await settled(page, "playing", (now) => now.ts >= near(0.58, now));
  expect(playing.ts).toBeLessThan(near(0.62, playing) + MINUTE);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expectRightFrame(page, long, await settled(page, "paused"));
});

test("keys held down go on by the same step each, and stop where they are let go", async ({
  page,
  product,
}) => {
  await noteStates(page);
  await openReplay(page, product.address, shoelace.sessionId);
  const { start } = await settled(page, "paused");
  await timeline(page).focus();
  // A key that is held down is pressed again and again.
  await page.keyboard.down("Shift");
  for (let press = 0; press < 30; press += 1) await page.keyboard.down("ArrowRight");
  await page.keyboard.up("ArrowRight");
  await page.keyboard.up("Shift");
  const told = await settled(page, "paused", ({ ts }) => Math.abs(ts - start - 30_000) < 1);
  await expectRightFrame(page, { address: product.address, sessionId: shoelace.sessionId }, told);
});
