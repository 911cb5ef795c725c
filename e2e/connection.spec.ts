import { setSpeed, openReplay, pause, play } from "./playback.ts";
import { expectState, recorded, recordedPage, timeline } from "./replay-page.ts";
import { expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test } from "./test.ts";

// The connection goes while somebody watches, and comes back.

test.use({ allowPageErrors: true }); // The browser says on the console that it is lost.

const { sessionId, views } = recorded("shop-checkout-v7");
/** Only the first page is loaded when the connection goes. */
const LATER_PAGES = views.slice(1).map(({ id }) => `**/views/${id}/segments?**`);

test("playing waits at what is missing, and goes on by itself when the browser is online again", async ({
  page,
  context,
  product,
}) => {
  await noteStates(page);
  for (const address of LATER_PAGES)
    await page.route(address, (route) => route.abort("internetdisconnected"));
  await openReplay(page, product.address, sessionId);
  await setSpeed(page, 4);
  await play(page);
  const lost = await settled(page, "error");
  await context.setOffline(true);
  for (const address of LATER_PAGES) await page.unroute(address);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("It goes on by itself when the connection is back");
  await expect(recordedPage(page).locator("body")).toBeVisible();
  await alert.getByRole("button", { name: "Try now" }).click();
  await expectState(page, "error");
  await context.setOffline(false);
  await settled(page, "playing", ({ ts }) => ts >= lost.ts);
  await expect(alert).toHaveCount(0);
  await pause(page);
  const paused = await settled(page, "paused");
  await expectRightFrame(page, { address: product.address, sessionId }, paused);
});

test("paused meanwhile, it stays paused; a seek to what is there is shown, and one to what is not comes later", async ({
  page,
  context,
  product,
}) => {
  await noteStates(page);
  for (const address of LATER_PAGES)
    await page.route(address, (route) => route.abort("internetdisconnected"));
  await openReplay(page, product.address, sessionId);
  await play(page);
  await timeline(page).press("End");
  await settled(page, "error");
  await pause(page);
  await timeline(page).press("Home");
  const { start } = await settled(page, "paused", ({ ts, start: from }) => ts === from);
  await timeline(page).press("End");
  await settled(page, "error");
  await context.setOffline(true);
  for (const address of LATER_PAGES) await page.unroute(address);
  await context.setOffline(false);
  const told = await settled(page, "paused", ({ ts }) => ts > start);
  expect(told.ts).toBe(told.end);
  await expectRightFrame(page, { address: product.address, sessionId }, told);
});
