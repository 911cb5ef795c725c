import { importRecording } from "../scripts/import-recordings.mjs";
import { openPanel, openReplay, play } from "./playback.ts";
import { postSession } from "./posted-session.ts";
import { expectState, recorded } from "./replay-page.ts";
import { type Product, startProduct } from "./product.ts";
import { expect, recordingFolder, test as base } from "./test.ts";

// Who watched what: told by playing, shown in the replay and in the list.

const tabs = recorded("tabs-v7");

/** `signedInProduct` is a server that is told by a header who the viewer is. */
const test = base.extend<{ signedInProduct: Product }>({
  signedInProduct: async ({ page }, use) => {
    const product = await startProduct({ environment: { REPLAY_USER_HEADER: "X-Forwarded-Email" } });
    await use(product);
    await page.close();
    await product.stop();
  },
});

test("who plays a session has watched it, and the list knows", async ({ page, emptyProduct }) => {
  const { address } = emptyProduct;
  await importRecording(recordingFolder("tabs-v7"), address);
  await postSession(address, { start: Date.now(), user: { name: "Other Visitor" } });
  await page.goto(address);
  const row = page.getByRole("row").filter({ has: page.locator(`a[href="/sessions/${tabs.sessionId}"]`) });
  await expect(row).toBeVisible();
  await expect(page.getByText(/^Watched by you/)).toHaveCount(0);

  await openReplay(page, address, tabs.sessionId);
  await openPanel(page, "Session");
  const watchedBy = page.getByRole("region", { name: "Watched by" });
  await expect(watchedBy).toContainText("Nobody yet.");
  await play(page);
  await expect(watchedBy.getByRole("listitem")).toContainText("local user (you)just now");

  await page.goto(address);
  await expect(row.getByText("Watched by you just now")).toBeAttached();
  await expect(page.getByText(/^Watched by you/)).toHaveCount(1);
  await page.getByRole("button", { name: "Unwatched" }).click();
  await expect(page).toHaveURL(/\?watched=0$/);
  await expect(page.getByRole("link", { name: "Other Visitor" })).toBeVisible();
  await expect(row).toHaveCount(0);

  // Every time counts.
  await openReplay(page, address, tabs.sessionId);
  await openPanel(page, "Session");
  await play(page);
  await expectState(page, "playing");
  await expect(watchedBy.getByRole("listitem")).toContainText("2 times, last");
});

test.describe("behind a reverse proxy", () => {
  test.use({ extraHTTPHeaders: { "X-Forwarded-Email": "ada@x.test" } });

  test("each viewer is known by name", async ({ page, signedInProduct }) => {
    const { address } = signedInProduct;
    await importRecording(recordingFolder("tabs-v7"), address);
    const watches = `${address}/bff/sessions/${tabs.sessionId}/watches`;
    const headers = { "content-type": "application/json", "X-Forwarded-Email": "bob@x.test" };
    const body = JSON.stringify({ applicationId: "a", viewId: "v" });
    expect((await fetch(watches, { method: "POST", headers, body })).status).toBe(204);
    await openReplay(page, address, tabs.sessionId);
    await openPanel(page, "Session");
    const watchedBy = page.getByRole("region", { name: "Watched by" }).getByRole("listitem");
    await expect(watchedBy).toContainText(["bob@x.test"]);
    await play(page);
    await expect(watchedBy).toContainText(["ada@x.test (you)", "bob@x.test"]);
  });
});
