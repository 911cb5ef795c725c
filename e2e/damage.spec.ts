import type { Page, Route } from "@playwright/test";
import { randomBytes, randomUUID } from "node:crypto";
import { page as pageRecords, text, textChange } from "../src/stage/recorded-page.fixture.ts";
import { segmentIndexPath, segmentPagePath } from "../src/wire/paths.ts";
import { segmentIndexSchema } from "../src/wire/segment-index.ts";
import { decodeSegmentPage, encodeSegmentPage } from "../src/wire/segment-page.ts";
import { openPanel, openReplay, play, playToEnd, problems, setSpeed } from "./playback.ts";
import { postSegment } from "./posted-segment.ts";
import { address as recordedAddress, expectState, recorded, recordedPage, timeline } from "./replay-page.ts";
import { sessionOf } from "./sessions-api.ts";
import { expect, test } from "./test.ts";

// Recordings with damage: the rest plays, and the viewer says what is missing and where.

const shop = recorded("shop-checkout-v7");
const checkout = shop.views.find((view) => view.url.endsWith("/checkout"))?.id ?? "";
const segmentsOf = (viewId: string) => `**${segmentPagePath(shop.sessionId, viewId)}?**`;
const DAMAGED = 2;

/** Lets the browser have other bytes for one segment than the server sent. */
const damage = (page: Page, change: (bytes: Uint8Array) => Uint8Array) =>
  page.route(segmentsOf(checkout), async (route: Route) => {
    const response = await route.fetch();
    const frames = decodeSegmentPage(await response.body()).map(({ index, bytes }) => ({
      index,
      bytes: index === DAMAGED ? change(bytes) : bytes,
    }));
    await route.fulfill({ response, body: Buffer.from(encodeSegmentPage(frames)) });
  });

/** Where the damaged segment lies in the session, as shares of its length. */
async function damagedStretch(address: string) {
  const response = await fetch(`${address}${segmentIndexPath(shop.sessionId, checkout)}`);
  const { segments } = segmentIndexSchema.parse(await response.json());
  const { session } = await sessionOf(address, shop.sessionId);
  const share = (ts: number) => (ts - session.start) / (session.end - session.start);
  const damaged = segments.find(({ index }) => index === DAMAGED);
  return { from: share(damaged?.start ?? 0), to: share(damaged?.end ?? 0) };
}

/** Where the timeline is hatched, as shares of its length. */
async function hatched(page: Page) {
  const [line, gap] = [await timeline(page).boundingBox(), await page.locator(".timeline-gap").boundingBox()];
  const share = (x: number) => (x - (line?.x ?? 0)) / (line?.width ?? 1);
  return { from: share(gap?.x ?? 0), to: share((gap?.x ?? 0) + (gap?.width ?? 0)) };
}

for (const { kind, title, change } of [
  {
    kind: "cut in half",
    title: "A part of the recording is cut off",
    change: (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2),
  },
  {
    kind: "of random bytes",
    title: "A part of the recording cannot be read",
    change: (bytes: Uint8Array) => new Uint8Array(randomBytes(bytes.length)),
  },
]) {
  test(`a segment ${kind}: the rest plays, and it says so and where`, async ({ page, product }) => {
    await damage(page, change);
    await openReplay(page, product.address, shop.sessionId);
    await playToEnd(page);
    await expect(recordedPage(page).getByText("Order F-20417 is on its way.")).toBeVisible();
    await openPanel(page, "Problems");
    await expect(problems(page).filter({ hasText: title })).toContainText(/\/checkout · \d:\d\d to \d:\d\d/);
    const { from, to } = await damagedStretch(product.address);
    const gap = await hatched(page);
    // Cut in half, the first half is still good.
    expect(gap.from).toBeGreaterThan(from - 0.01);
    expect(gap.from).toBeLessThan(to);
    expect(gap.to).toBeGreaterThan(to - 0.01);
    await problems(page).filter({ hasText: title }).click();
    await expectState(page, "paused");
    await expect(recordedAddress(page)).toHaveText(/\/checkout$/);
  });
}

test("a record of a kind that nobody knows: the rest plays, and it says so", async ({
  page,
  emptyProduct: { address },
}) => {
  const ids = { sessionId: randomUUID(), viewId: randomUUID() };
  const start = 1_795_500_000_000;
  const unknown = { type: 99, timestamp: start + 500, data: { from: "the future" } };
  const first = [
    ...pageRecords(start, [text(20, "before")]),
    unknown,
    textChange(start + 900, 20, "between"),
  ];
  const second = [unknown, unknown, textChange(start + 2000, 20, "after")];
  expect(await postSegment(address, { ...ids, index: 0, records: first })).toBe(202);
  expect(await postSegment(address, { ...ids, index: 1, records: second })).toBe(202);
  await openReplay(page, address, ids.sessionId);
  await playToEnd(page);
  await expect(recordedPage(page).locator("body")).toHaveText("after");
  await openPanel(page, "Problems");
  // A line for each segment.
  const title = "Records of an unknown kind were left out";
  await expect(problems(page)).toHaveCount(2);
  await expect(problems(page)).toContainText([title, `${title} (2 times)`]);
  await expect(problems(page)).toContainText([/type 99/, /type 99/]);
  await expect(page.locator(".timeline-gap")).toHaveCount(0);
});

test.describe("a lost connection", () => {
  // The browser says on the console that it is lost.
  test.use({ allowPageErrors: true });

  test("is tried again, and the picture comes", async ({ page, product }) => {
    let lost = 0;
    await page.route(segmentsOf(checkout), async (route) => {
      if (lost === 2) return route.continue();
      lost += 1;
      return route.abort("connectionreset");
    });
    await page.goto(`${product.address}/sessions/${shop.sessionId}?view=${checkout}`);
    await expect(page.getByText("Loading the recorded page")).toBeVisible();
    await expectState(page, "paused");
    expect(lost).toBe(2);
    await expect(recordedAddress(page)).toHaveText(/\/checkout$/);
  });

  test("that lasts is told, the picture stays, and playing goes on by itself when it is back", async ({
    page,
    product,
  }) => {
    await page.route(segmentsOf(checkout), (route) => route.abort("connectionreset"));
    await openReplay(page, product.address, shop.sessionId);
    await setSpeed(page, 16);
    await play(page);
    await expectState(page, "error");
    await expect(page.getByRole("alert")).toContainText("The server cannot be reached. Check the connection");
    await expect(page.getByRole("alert")).toContainText("It goes on by itself");
    await expect(recordedPage(page).getByRole("link", { name: "Checkout" })).toBeVisible();
    await page.unroute(segmentsOf(checkout));
    await expectState(page, "ended");
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expect(recordedPage(page).getByText("Order F-20417 is on its way.")).toBeVisible();
  });

  test("to a server that answers with a failure is told with what to do, and playing goes on from there", async ({
    page,
    product,
  }) => {
    await page.route(segmentsOf(checkout), (route) => route.fulfill({ status: 500, body: "" }));
    await openReplay(page, product.address, shop.sessionId);
    await setSpeed(page, 16);
    await play(page);
    await expectState(page, "error");
    await expect(page.getByRole("alert")).toContainText("The server could not deliver");
    await page.unroute(segmentsOf(checkout));
    await page.getByRole("button", { name: "Try again" }).click();
    await expectState(page, "paused");
    await expect(recordedAddress(page)).toHaveText(/\/checkout$/);
    await play(page);
    await expectState(page, "ended");
    await expect(recordedPage(page).getByText("Order F-20417 is on its way.")).toBeVisible();
  });
});
