import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { openPanel, pages, playToEnd } from "./playback.ts";
import { expectState, recordedPage } from "./replay-page.ts";
import { SITE } from "./datadog/account.ts";
import { test } from "./datadog/datadog-test.ts";
import type { RecordedSession } from "./datadog/recorded-session.ts";
import type { Fault } from "./datadog/control.ts";
import { expect } from "./test.ts";

// Playing a site's sessions, found and fetched from the stand-in.

const open = (page: Page, address: string, { sessionId }: RecordedSession, rest = "") =>
  page.goto(`${address}/sessions/${sessionId}?source=${SITE}${rest}`);

const limited: Fault = {
  kind: "status",
  status: 429,
  headers: { "X-RateLimit-Name": "replay_segments", "X-RateLimit-Reset": "2" },
};

test("plays to the end, tells how it came, and links to the moment in Datadog", async ({ page, account }) => {
  const session = account.session("shop-checkout-v7");
  account.standIn.control.pageSegments = 2;
  await open(page, account.product.address, session);
  await expectState(page, "paused");
  await expect(recordedPage(page).locator("body")).toBeVisible();
  await openPanel(page, "Pages");
  await expect(pages(page)).toHaveCount(7);
  await openPanel(page, "Session");
  const about = page.getByRole("region", { name: "Session" });
  await expect(about).toContainText(/segments of (event_platform|blob) came as JSON:API/);
  await playToEnd(page);
  const sent = account.standIn.control.requests.flatMap(({ segments }) => segments);
  expect(sent).toHaveLength(new Set(sent).size);
  expect(sent).toHaveLength(session.segments.length);
});

test("while segments are found one after the other, what is known plays, and what is sought is shown", async ({
  page,
  account,
}) => {
  const { control } = account.standIn;
  const session = account.session("shoelace-v7");
  const last = session.segments.at(-1);
  let isHeld = true;
  control.pageSegments = 1;
  control.always = (route, count) => (isHeld && route === "segments" && count >= 3 ? limited : null);
  await open(page, account.product.address, session, `&ts=${(last?.end ?? 0) - 1}`);
  await expect(
    page.getByRole("status").filter({ hasText: /The source looks for this moment: \d/ }),
  ).toBeVisible();
  await expect(page.getByRole("status", { name: "What is waited for" })).toContainText(
    "Datadog EU allows no more requests for now (rate limit: replay_segments)",
  );
  await expect(page.locator(".timeline-sought")).toBeVisible();
  await openPanel(page, "Problems");
  await expect(page.getByRole("region", { name: "Still to come" })).toContainText(
    "The source still looks for parts of this page",
  );
  await expectState(page, "loading");
  isHeld = false;
  await expectState(page, "paused");
  await expect(page.locator(".timeline-sought")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Still to come" })).toHaveCount(0);
  await expect(page.getByRole("status", { name: "What is waited for" })).toHaveCount(0);
});

test("a session that waits for the search says so, and opens by itself", async ({ page, account }) => {
  const { control } = account.standIn;
  control.always = (route) => (route === "search" ? limited : null);
  await open(page, account.product.address, account.session("shoelace-v7"));
  await expect(page.getByRole("status", { name: "What is waited for" })).toContainText(
    "Datadog EU allows no more requests for now",
  );
  control.always = null;
  await expectState(page, "paused");
});

test("segments that no storage has are said, and the rest plays", async ({ page, account }) => {
  const session = account.session("shoelace-v7");
  account.standIn.control.storage = ({ index }) => (index === 3 ? "none" : "both");
  await open(page, account.product.address, session);
  await expectState(page, "paused");
  await openPanel(page, "Problems");
  await expect(page.getByRole("list", { name: "Problems" })).toContainText(
    "A part of the recording is missing",
  );
  await openPanel(page, "Session");
  await expect(page.getByRole("region", { name: "Session" })).toContainText(
    "neither storage has the segments 3",
  );
});

test.describe("an answer of unknown form", () => {
  test.use({ allowPageErrors: true });

  test("is described and can be saved; what came before it plays", async ({ page, account }) => {
    const { control } = account.standIn;
    const session = account.session("shoelace-v7");
    const odd: Fault = { kind: "status", status: 200, body: { hello: "world" } };
    let isOdd = true;
    control.pageSegments = 2;
    control.always = (route, count) => (isOdd && route === "segments" && count > 0 ? odd : null);
    await open(page, account.product.address, session);
    await expectState(page, "paused");
    await openPanel(page, "Problems");
    const toCome = page.getByRole("region", { name: "Still to come" });
    await expect(toCome).toContainText("The source could not deliver the rest of this page");
    await expect(toCome).toContainText("application/json");
    const saving = page.waitForEvent("download");
    await toCome.getByRole("link", { name: "Save the raw answer" }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(/^segments-[\da-f-]+\.bin$/);
    expect(await readFile(await saved.path(), "utf8")).toBe('{"hello":"world"}');
    isOdd = false;
    await toCome.getByRole("button", { name: "Look again" }).click();
    await expect(toCome).toHaveCount(0);
    await playToEnd(page);
  });

  test("that is all that came is the page's error, with the same button", async ({ page, account }) => {
    const { control } = account.standIn;
    const odd: Fault = { kind: "status", status: 200, body: { hello: "world" } };
    control.always = (route) => (route === "segments" ? odd : null);
    await open(page, account.product.address, account.session("shoelace-v7"));
    await expectState(page, "error");
    const failure = page.getByRole("alert");
    await expect(failure).toContainText("This moment cannot be shown");
    await expect(failure).toContainText("application/json");
    await expect(failure.getByRole("link", { name: "Save the raw answer" })).toBeVisible();
    control.always = null;
    await expect(async () => {
      await page.getByRole("button", { name: "Try again" }).click({ timeout: 500 });
      await expectState(page, "paused");
    }).toPass();
  });
});
