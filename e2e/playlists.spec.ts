import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { importRecording } from "../scripts/import-recordings.mjs";
import { postSession } from "./posted-session.ts";
import type { Product } from "./product.ts";
import { expectState, recorded } from "./replay-page.ts";
import { expect, recordingFolder, test } from "./test.ts";

// Playlists: made from the list and from a replay, watched in order, taken apart.

const shop = recorded("shop-checkout-v7");
const tabs = recorded("tabs-v7");
const pathOf = ({ sessionId }: { readonly sessionId: string }) => `/sessions/${sessionId}`;

const importAll = async ({ address }: Product) => {
  for (const name of ["shop-checkout-v7", "tabs-v7", "privacy-mask-v7"] as const)
    await importRecording(recordingFolder(name), address);
};

const toast = (page: Page, text: string) => expect(page.getByText(text)).toBeVisible();
const link = (page: Page, { sessionId }: { readonly sessionId: string }) =>
  page.locator(`a[href="/sessions/${sessionId}"]`);
/** The names in the list of sessions, in order. */
const rows = (page: Page) => page.getByRole("row").filter({ has: page.locator("a, input") });

/** Makes a playlist by the viewer's own route; its id. */
async function makePlaylist({ address }: Product, name: string, ...ids: readonly string[]): Promise<string> {
  const post = async (path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${address}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return response;
  };
  const { id } = (await (await post("/bff/playlists", { name })).json()) as { readonly id: string };
  if (ids.length > 0)
    await post(`/bff/playlists/${id}/sessions`, { sessions: ids.map((each) => ({ id: each, start: 0 })) });
  return id;
}

test("sessions are picked in the list, gathered in a new playlist, and taken out again", async ({
  page,
  emptyProduct,
}) => {
  await importAll(emptyProduct);
  await page.goto(emptyProduct.address);
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Select" }).click();
  await expect(page.getByRole("button", { name: "Add to playlist" })).toBeDisabled();
  await rows(page).nth(2).click();
  await rows(page).nth(0).getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await expect(page.getByRole("group", { name: "Selected sessions" })).toContainText("2 sessions selected");
  await page.getByRole("button", { name: "Add to playlist" }).click();
  await page.getByRole("menuitem", { name: "New playlist…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Checkout");
  await page.getByRole("button", { name: "Create and add" }).click();
  await toast(page, "2 sessions added to “Checkout”");
  await expect(page.getByRole("checkbox")).toHaveCount(0);

  await page.getByRole("link", { name: "Playlists" }).click();
  await expect(page).toHaveURL(`${emptyProduct.address}/playlists`);
  await expect(page.getByRole("main").getByRole("listitem")).toContainText("2 sessions");
  await page.getByRole("link", { name: "Checkout" }).click();
  await expect(page.getByRole("heading", { name: "Checkout", level: 1 })).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Select" }).click();
  for (const row of [0, 1]) await rows(page).nth(row).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await toast(page, "2 sessions removed from “Checkout”");
  await expect(page.getByRole("heading", { name: "This playlist is empty" })).toBeVisible();
});

test("a playlist is watched in its order, and a replay says which ones it is in", async ({
  page,
  emptyProduct,
}) => {
  await importAll(emptyProduct);
  const id = await makePlaylist(emptyProduct, "Checkout", tabs.sessionId, shop.sessionId);
  await makePlaylist(emptyProduct, "Other");
  const list = `${emptyProduct.address}/?playlist=${id}`;
  await page.goto(list);
  await link(page, tabs).click();
  await expectState(page, "paused");
  await expect(page.getByRole("button", { name: "Previous in playlist" })).toBeDisabled();
  await page.getByRole("button", { name: /^Next in playlist/ }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe(pathOf(shop));
  await expectState(page, "paused");
  await expect(page.getByRole("button", { name: "Next in playlist" })).toBeDisabled();

  await page.getByRole("button", { name: "Playlists of this session" }).click();
  const inCheckout = page.getByRole("menuitemcheckbox", { name: "Checkout" });
  await expect(inCheckout).toBeChecked();
  await page.getByRole("menuitemcheckbox", { name: "Other" }).click();
  await toast(page, "1 session added to “Other”");
  await inCheckout.click();
  await toast(page, "1 session removed from “Checkout”");
  await expect(inCheckout).not.toBeChecked();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Playlist", exact: true }).click();
  await expect(page).toHaveURL(list);
  await expect(rows(page)).toHaveCount(1);
  await expect(link(page, tabs)).toBeVisible();
});

test("playlists are renamed, described and deleted, after a question", async ({ page, emptyProduct }) => {
  await makePlaylist(emptyProduct, "Checkout");
  await page.goto(`${emptyProduct.address}/playlists`);
  await page.getByRole("button", { name: "More about Checkout" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the playlist" });
  await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Checkout");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Orders");
  await dialog.getByRole("textbox", { name: "Description" }).fill("Where people give up");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main").getByRole("listitem")).toContainText(
    "Where people give up · by local user · changed just now",
  );
  await page.getByRole("button", { name: "New playlist" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Second");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(2);

  await page.getByRole("button", { name: "More about Orders" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const question = page.getByRole("dialog", { name: "Delete this playlist?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "More about Orders" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await question.getByRole("button", { name: "Delete" }).click();
  await toast(page, "Playlist “Orders” is deleted");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
});

test.describe("a playlist that is gone", () => {
  test.use({ allowPageErrors: true });

  test("says so", async ({ page, emptyProduct }) => {
    await page.goto(`${emptyProduct.address}/?playlist=4711`);
    await expect(page.getByRole("alert")).toContainText("there is no playlist 4711");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`have no accessibility fault that a machine finds, and fit (${colorScheme})`, async ({
    page,
    emptyProduct,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const user = { name: "Ada Lovelace" };
    const sessionId = await postSession(emptyProduct.address, { start: Date.now(), user });
    const id = await makePlaylist(
      emptyProduct,
      "A name that is longer than some screens are wide",
      sessionId,
    );
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join("\n")}`),
      ).toEqual([]);
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBe(0);
    };
    for (const width of [360, 1280, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${emptyProduct.address}/playlists`);
      await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
      await check();
      await page.getByRole("button", { name: "New playlist" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await check();
      await page.goto(`${emptyProduct.address}/?playlist=${id}`);
      await expect(rows(page)).toHaveCount(1);
      await check();
      await page.getByRole("button", { name: "Select" }).click();
      await page.getByRole("checkbox").check();
      await check();
    }
  });
}
