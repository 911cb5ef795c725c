import type { Page } from "@playwright/test";
import { expectState } from "./replay-page.ts";
import { KEYS, SITE } from "./datadog/account.ts";
import { test } from "./datadog/datadog-test.ts";
import { expect } from "./test.ts";

// The picker of a server that has an account at Datadog, which the stand-in plays.

const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("link") });
const searchBox = (page: Page) => page.getByRole("textbox", { name: "Search sessions" });
const queryField = (page: Page) => page.getByRole("textbox", { name: "Datadog query" });
const found = (page: Page, words: string) => page.getByRole("main").getByText(words, { exact: true });

/** As a person pastes with the keyboard, wherever the focus is. */
const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, text);

const link = (host: string, sessionId: string, rest = "") =>
  `https://${host}/rum/replay/sessions/${sessionId}${rest}`;

test("lists a site's sessions, says where they are from, and filters them", async ({ page, account }) => {
  const { product, sessions } = account;
  await page.goto(product.address);
  await page.getByRole("combobox", { name: "Source" }).click();
  await page.getByRole("option", { name: "Datadog EU" }).click();
  await expect(page).toHaveURL(`${product.address}/?source=${SITE}`);
  await expect(found(page, `${sessions.length} sessions`)).toBeVisible();
  await expect(rows(page)).toHaveCount(sessions.length);
  await expect(rows(page).first()).toContainText("Datadog EU");

  await page.getByRole("button", { name: "All filters" }).click();
  const filters = page.getByRole("dialog", { name: "Filters" });
  await filters.getByRole("textbox", { name: "Country" }).fill("France");
  await filters.getByRole("button", { name: "Show 2 sessions" }).click();
  await expect(rows(page)).toHaveCount(2);

  // Of a page's sessions Datadog knows the order of time only: it is that, and it says so.
  await page.goto(`${product.address}/?source=${SITE}&page=product&sort=longest`);
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Duration" }).click();
  await expect(page.getByText(/Datadog lists the newest first only/)).toBeVisible();
});

test.describe("of many sessions", () => {
  test.use({ copies: 120 });

  test("goes on to the last, and counts what it knows of", async ({ page, account }) => {
    await page.goto(`${account.product.address}/?source=${SITE}`);
    await expect(page.getByRole("main").getByText(/^more than \d+ sessions$/)).toBeVisible();
    await rows(page).first().getByRole("link").focus();
    await expect(async () => {
      await page.keyboard.press("End");
      await expect(found(page, `${account.sessions.length} sessions`)).toBeVisible({ timeout: 500 });
    }).toPass();
    const searches = account.standIn.control.requests.filter(({ route }) => route === "search");
    const cursors = searches.flatMap(({ body }) => /"cursor":"[^"]+"/.exec(body) ?? []);
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(cursors.length).toBeGreaterThanOrEqual(2);
  });
});

test.describe("with a query of one's own", () => {
  // What is refused is a failed request, which the browser logs.
  test.use({ allowPageErrors: true });

  test("searches by it; one that is refused is explained at the field, and the list stays", async ({
    page,
    account,
  }) => {
    await page.goto(`${account.product.address}/?source=${SITE}`);
    await expect(rows(page)).toHaveCount(account.sessions.length);
    await queryField(page).fill("@geo.country:Japan");
    await queryField(page).press("Enter");
    await expect(rows(page)).toHaveCount(2);
    await expect(page).toHaveURL(/rum=%40geo\.country%3AJapan/);

    for (const [query, words] of [
      ["@geo.country:(Japan", /The \( at character 14 is never closed/],
      ["@geo.country:[1 TO", /Datadog EU \(datadoghq\.eu\) does not understand the search for sessions: /],
    ] as const) {
      await queryField(page).fill(query);
      await queryField(page).press("Enter");
      await expect(page.getByRole("alert")).toContainText(words);
      await expect(queryField(page)).toHaveAttribute("aria-invalid", "true");
      await expect(rows(page)).toHaveCount(2);
    }
    await page.getByRole("button", { name: "Clear the query" }).click();
    await expect(rows(page)).toHaveCount(account.sessions.length);
    await expect(page.getByRole("alert")).toHaveCount(0);
  });

  test("says so when a link brings a query that is refused", async ({ page, account }) => {
    await page.goto(`${account.product.address}/?source=${SITE}&rum=%22open`);
    await expect(page.getByRole("alert")).toContainText("is never closed");
    await expect(rows(page)).toHaveCount(account.sessions.length);
  });
});

test("opens a link of Datadog's own interface, from the field or pasted anywhere", async ({
  page,
  account,
}) => {
  const { sessionId, segments } = account.session("shop-checkout-v7");
  const last = segments.at(-1);
  const at = Math.floor(((last?.start ?? 0) + (last?.end ?? 0)) / 2);
  const address = link("fernwood.datadoghq.eu", sessionId, `?seed=${last?.viewId}&from=${at}`);
  await page.goto(account.product.address);
  await searchBox(page).fill(address);
  await searchBox(page).press("Enter");
  await expect(page).toHaveURL(
    `${account.product.address}/sessions/${sessionId}?source=${SITE}&view=${last?.viewId}&ts=${at}`,
  );
  await expectState(page, "paused");
  const back = page.getByRole("link", { name: "This moment in Datadog EU" });
  await back.focus();
  await expect(back).toHaveAttribute(
    "href",
    link("app.datadoghq.eu", sessionId, `?seed=${last?.viewId}&from=${at}`),
  );

  await page.goto(account.product.address);
  await expect(searchBox(page)).toBeVisible();
  await paste(page, link("app.datadoghq.eu", sessionId));
  await expect(page).toHaveURL(`${account.product.address}/sessions/${sessionId}?source=${SITE}`);
});

test.describe("of what is not here", () => {
  test.use({ allowPageErrors: true });

  test("a link to another site says what is set up; an id is looked for in every source", async ({
    page,
    account,
  }) => {
    const { sessionId } = account.session("shop-checkout-v6");
    const nowhere = "11111111-2222-4333-8444-555555555555";
    await page.goto(account.product.address);
    await expect(page.getByRole("combobox", { name: "Source" })).toBeVisible();
    await paste(page, link("us3.datadoghq.com", nowhere));
    await expect(page.getByRole("alert")).toContainText(
      "This link is of Datadog US3 (us3.datadoghq.com), which is not set up here (DD_SITE). Set up: Embedded store, Datadog EU.",
    );
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await paste(page, nowhere);
    await expect(page.getByRole("alert")).toContainText(`There is no session ${nowhere} here.`);
    await paste(page, sessionId);
    await expect(page).toHaveURL(`${account.product.address}/sessions/${sessionId}?source=${SITE}`);
  });

  test("an expired session says that it may have expired", async ({ page, account }) => {
    await page.goto(
      `${account.product.address}/sessions/11111111-2222-4333-8444-555555555555?source=${SITE}`,
    );
    await expect(page.getByRole("alert")).toContainText("There is no recording of this session");
    await expect(page.getByRole("alert")).toContainText(
      "It may have expired: replays are kept for 30 days unless more is paid for",
    );
  });

  test.describe("for want of the right key", () => {
    test.use({ keys: { ...KEYS, appKey: "1".repeat(32) } });

    test("says which key it is, and no key", async ({ page, account }) => {
      await page.goto(`${account.product.address}/?source=${SITE}`);
      const failure = page.getByRole("alert");
      await expect(failure).toContainText(
        "it knows the API key, so the application key (DD_APP_KEY) is wrong",
      );
      await expect(failure).toContainText("rum_apps_read");
      await expect(failure).toContainText("Whoever runs this server can mend it");
      expect(await page.content()).not.toContain("1".repeat(32));
      expect(account.product.output()).not.toContain("1".repeat(32));
    });
  });
});

test("while a rate limit holds, it says what is waited for and how long, and goes on by itself", async ({
  page,
  account,
}) => {
  const { control } = account.standIn;
  await page.goto(`${account.product.address}/?source=${SITE}`);
  await expect(rows(page)).toHaveCount(account.sessions.length);
  const headers = { "X-RateLimit-Name": "rum_public_search", "X-RateLimit-Reset": "3" };
  control.always = (route) => (route === "search" ? { kind: "status", status: 429, headers } : null);
  await searchBox(page).fill("shop");
  const waits = page.getByRole("status", { name: "What is waited for" });
  await expect(waits).toContainText(
    /Datadog EU allows no more requests for now \(rate limit: rum_public_search\)\..* It goes on by itself (in [\d.]+ s|now)/,
  );
  control.always = null;
  await expect(rows(page)).not.toHaveCount(account.sessions.length);
  await expect(waits).toHaveCount(0);
});
