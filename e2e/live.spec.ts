import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type PostedSegment, postSegment } from "./posted-segment.ts";
import { openPanel, pages } from "./playback.ts";
import { address, expectState, recordedPage } from "./replay-page.ts";
import { expect, test } from "./test.ts";

// A session that is watched while it is being recorded.

const TEXT_ID = 20;

const element = (id: number, tagName: string, childNodes: object[]) => ({
  type: 2,
  id,
  tagName,
  attributes: {},
  childNodes,
});

/** A page whose body is one text. */
function pageOf(timestamp: number, path: string, text: string) {
  const body = element(4, "body", [{ type: 3, id: TEXT_ID, textContent: text }]);
  const html = element(2, "html", [element(3, "head", []), body]);
  const node = { type: 0, id: 1, childNodes: [html] };
  return [
    { type: 4, timestamp, data: { href: `https://shop.example${path}`, width: 800, height: 600 } },
    { type: 6, timestamp, data: { has_focus: true } },
    { type: 2, timestamp, data: { node, initialOffset: { left: 0, top: 0 } } },
  ];
}

const change = (timestamp: number, value: string) => ({
  type: 3,
  timestamp,
  data: { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: TEXT_ID, value }] },
});

/** A visit that began just now; `post` sends its next segment. */
function visit(serverAddress: string) {
  const sessionId = randomUUID();
  const start = Date.now() - 10_000;
  const post = async (segment: Omit<PostedSegment, "sessionId">) =>
    expect(await postSegment(serverAddress, { sessionId, ...segment })).toBe(202);
  return { sessionId, start, views: [randomUUID(), randomUUID()] as const, post };
}

const shownText = (page: Page) => recordedPage(page).locator("body");

test("goes on by itself while it is watched, on the same page and on the next", async ({
  page,
  emptyProduct,
}) => {
  const { sessionId, start, views, post } = visit(emptyProduct.address);
  const [first, second] = views;
  const records = [...pageOf(start, "/", "Choose"), change(start + 800, "Chosen")];
  await post({ viewId: first, index: 0, records });
  await page.goto(`${emptyProduct.address}/sessions/${sessionId}`);
  await expectState(page, "paused");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(shownText(page)).toHaveText("Choose");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByText("Waiting for what happens next")).toBeVisible();
  await expect(shownText(page)).toHaveText("Chosen");
  const stage = await page.locator('iframe[title="Recorded page"]').elementHandle();

  await post({ viewId: first, index: 1, records: [change(start + 1600, "In the basket")] });
  await expect(shownText(page)).toHaveText("In the basket");
  await expectState(page, "ended");

  const next = start + 2400;
  await post({
    viewId: second,
    index: 0,
    records: [...pageOf(next, "/done", "Thanks"), change(next + 500, "Bye")],
  });
  await expect(shownText(page)).toHaveText("Bye");
  await expect(address(page)).toHaveText("https://shop.example/done");
  await openPanel(page, "Pages");
  await expect(pages(page)).toHaveCount(2);
  expect(await stage?.evaluate((frame) => frame.isConnected)).toBe(true);
});

test("embedded, it goes on by itself too", async ({ page, emptyProduct }) => {
  const { sessionId, start, views, post } = visit(emptyProduct.address);
  const [first, second] = views;
  const records = [...pageOf(start, "/", "Choose"), change(start + 800, "Chosen")];
  await post({ viewId: first, index: 0, records });
  await page.goto(`${emptyProduct.address}/embed/sessions/${sessionId}`);
  await expectState(page, "paused");
  await page.evaluate(() => window.postMessage({ type: "replay:play" }, "*"));
  await expectState(page, "ended");
  await expect(shownText(page)).toHaveText("Chosen");
  const next = start + 2400;
  await post({
    viewId: second,
    index: 0,
    records: [...pageOf(next, "/done", "Thanks"), change(next + 500, "Bye")],
  });
  await expect(shownText(page)).toHaveText("Bye");
  await expectState(page, "ended");
});

test("shows what comes of a moment that is looked at", async ({ page, emptyProduct }) => {
  const { sessionId, start, views, post } = visit(emptyProduct.address);
  const [viewId] = views;
  await post({ viewId, index: 0, records: pageOf(start, "/", "Choose") });
  await post({ viewId, index: 2, records: [change(start + 3000, "Later")] });
  await page.goto(`${emptyProduct.address}/sessions/${sessionId}?ts=${start + 2000}`);
  await expectState(page, "paused");
  await expect(shownText(page)).toHaveText("Choose");
  await post({ viewId, index: 1, records: [change(start + 1000, "Chosen")] });
  await expect(shownText(page)).toHaveText("Chosen");
  await expectState(page, "paused");
});
