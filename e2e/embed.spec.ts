import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expectState, recorded, recordedPage } from "./replay-page.ts";
import { expect, test } from "./test.ts";

const shop = recorded("shop-checkout-v7");
const checkout = shop.views.find((view) => view.url.endsWith("/checkout"));
const embedPath = `/embed/sessions/${shop.sessionId}`;

// Not an init script: Playwright runs those in every frame, and in the recorded page no script may run.
const LISTEN = `
  window.got = [];
  window.addEventListener("message", ({ data, source }) => {
    if (source === window || source === document.querySelector("#replay")?.contentWindow) window.got.push(data);
  });
`;

const listen = (page: Page) => page.evaluate(LISTEN);

/** Opens a page of another origin that frames `src`, beside a frame of no importance, and listens. Returns what ends it. */
async function openHost(page: Page, src: string): Promise<() => void> {
  const body = `<!doctype html><script>${LISTEN}</script>
    <iframe id="replay" src="${src}" width="800" height="600"></iframe><iframe id="other" srcdoc="<p>other</p>"></iframe>`;
  // A server of its own: a page that Playwright fulfils counts as public, and may not frame a loopback address.
  const host = createServer((_request, response) =>
    response.setHeader("content-type", "text/html").end(body),
  );
  await once(host.listen(0, "127.0.0.1"), "listening");
  await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
  return () => host.close().closeAllConnections();
}

const messages = async (page: Page, state: string): Promise<Record<string, unknown>[]> => {
  const got = await page.evaluate(() => (window as unknown as { got: Record<string, unknown>[] }).got);
  return got.filter((message) => message["type"] === "replay:state" && message["state"] === state);
};

const say = (page: Page, message: unknown) => page.evaluate((data) => window.postMessage(data, "*"), message);

test("shows only the recorded page, one pixel to one, paused at the asked time, without a pointer", async ({
  page,
  product,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const ts = (checkout?.start ?? 0) + 20_000;
  await page.goto(`${product.address}${embedPath}?view=${checkout?.id}&ts=${ts}`);
  await expectState(page, "paused");
  await expect(recordedPage(page).locator("#name")).toHaveValue("Robin Example");
  await expect(page.getByRole("button")).toHaveCount(0);
  const stage = page.frameLocator('iframe[title="Recorded page"]');
  const shown = stage.locator(".surface-host-shown iframe");
  expect(await shown.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  await expect(stage.locator(".surface-host-shown .replayer-mouse")).toBeHidden();
});

test("draws the recorded pointer when asked", async ({ page, product }) => {
  const ts = (checkout?.start ?? 0) + 20_000;
  await page.goto(`${product.address}${embedPath}?ts=${ts}&pointer=1`);
  await expectState(page, "paused");
  const stage = page.frameLocator('iframe[title="Recorded page"]');
  await expect(stage.locator(".surface-host-shown .replayer-mouse")).toBeVisible();
});

test("as the top window it is driven by messages to itself, and tells each change with the promised fields", async ({
  page,
  product,
}) => {
  await page.goto(`${product.address}${embedPath}`);
  await expectState(page, "paused");
  await listen(page);
  const ts = (checkout?.start ?? 0) + 20_000;
  await say(page, { type: "replay:seek", ts });
  await expect.poll(async () => (await messages(page, "paused")).at(-1)?.["ts"]).toBe(ts);
  const last = (await messages(page, "paused")).at(-1);
  expect(last).toEqual({
    type: "replay:state",
    state: "paused",
    ts,
    start: expect.any(Number),
    end: expect.any(Number),
    view: checkout?.id,
    url: expect.stringMatching(/\/checkout$/),
  });
  await say(page, { type: "replay:play" });
  await expect.poll(async () => (await messages(page, "playing")).length).toBeGreaterThan(0);
  await say(page, { type: "replay:pause" });
  await expectState(page, "paused");
  await say(page, { type: "replay:speed", speed: 16 });
  await say(page, { type: "replay:play" });
  await expectState(page, "ended");
  expect(await messages(page, "ended")).toHaveLength(1);
});

test("framed by another page it speaks with that one, and not with its neighbours", async ({
  page,
  product,
}) => {
  const close = await openHost(page, `${product.address}${embedPath}`);
  await expect.poll(async () => (await messages(page, "paused")).length).toBeGreaterThan(0);
  const start = (await messages(page, "paused"))[0]?.["ts"];
  // A neighbour's message comes first and must do nothing; the parent's, which follows, is obeyed.
  await page
    .frameLocator("#other")
    .locator("body")
    .evaluate(() => {
      window.parent.frames[0]?.postMessage({ type: "replay:play" }, "*");
    });
  const ts = Number(start) + 3000;
  await page.evaluate((message) => window.frames[0]?.postMessage(message, "*"), { type: "replay:seek", ts });
  await expect.poll(async () => (await messages(page, "paused")).at(-1)?.["ts"]).toBe(ts);
  expect(await messages(page, "playing")).toEqual([]);
  close();
});

test.describe("a session that is not there", () => {
  test.use({ allowPageErrors: true });

  test("is an error in words, and for the program that drives the page", async ({ page, product }) => {
    const close = await openHost(
      page,
      `${product.address}/embed/sessions/00000000-0000-4000-8000-000000000000`,
    );
    const words = page.frameLocator("iframe").first().getByRole("alert");
    await expect(words).toContainText("There is no recording of this session");
    await expect.poll(async () => (await messages(page, "error")).length).toBe(1);
    close();
  });
});
