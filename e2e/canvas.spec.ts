import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { openPanel, openReplay, play } from "./playback.ts";
import { postSegment } from "./posted-segment.ts";
import type { Product } from "./product.ts";
import { expectState, recordedPage } from "./replay-page.ts";
import { walkSegments } from "./segments-api.ts";
import { sessionsOf } from "./sessions-api.ts";
import { expect, test } from "./test.ts";

// What a canvas shows, from the official SDK's experimental recording of it to the screen.

const BUNDLE = fileURLToPath(new URL("../node_modules/browser-rum-7/bundle", import.meta.url));

const html = (proxy: string) => `<!doctype html><title>Chart</title>
<style>body { margin: 0 } canvas { display: block; width: 400px; border: 5px solid }</style>
<canvas width="200" height="100"></canvas>
<script src="/datadog-rum.js"></script>
<script>
  DD_RUM.init({
    applicationId: "5d0f5e0c-3b60-4f6a-9c59-0f4f8a6d1b77",
    clientToken: "pub0",
    proxy: ${JSON.stringify(proxy)},
    sessionSampleRate: 100,
    sessionReplaySampleRate: 100,
    defaultPrivacyLevel: "allow",
    enableExperimentalFeatures: ["session_replay_record_canvas"],
    sessionReplayCanvasRecording: { enable: true, quality: "high" },
  });
  function draw(colour) {
    const context = document.querySelector("canvas").getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 200, 100);
  }
</script>`;

/** Serves the page with the SDK, which posts to `proxy`. */
async function startPage(proxy: string): Promise<{ address: string; stop(): void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://page").pathname;
    if (path === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(html(proxy));
      return;
    }
    readFile(BUNDLE + path).then(
      (file) => response.writeHead(200, { "content-type": "text/javascript" }).end(file),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Ids of the images that the product's segments name. */
async function imagesOf({ address }: Product): Promise<string[]> {
  const segments = await Promise.all(
    (await sessionsOf(address)).flatMap(({ session, views }) =>
      views
        .filter(({ segmentCount }) => segmentCount > 0)
        .map(({ id }) => walkSegments(address, session.id, id)),
    ),
  );
  return [...new Set(JSON.stringify(segments).match(/200x100-[0-9a-f]{64}/g))];
}

/** The tab is hidden for a moment, as when it is left: the SDK sends what it has. */
const leaveForAMoment = (page: Page) =>
  page.evaluate(() => {
    for (const state of ["hidden", "visible"]) {
      Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
      document.dispatchEvent(Object.assign(new Event("visibilitychange"), { __ddIsTrusted: true }));
    }
  });

/** Draws a colour; resolves, with the time, when the product knows of so many images. */
async function drawAndWait(page: Page, colour: string, product: Product, images: number): Promise<number> {
  await page.evaluate(`draw(${JSON.stringify(colour)})`);
  await expect
    .poll(async () => {
      await leaveForAMoment(page);
      return (await imagesOf(product)).length;
    })
    .toBeGreaterThanOrEqual(images);
  return page.evaluate("Date.now()");
}

/** The colour in the middle of what is drawn, as a person sees it. */
async function colourOf(canvas: Locator): Promise<number[]> {
  const png = (await canvas.screenshot()).toString("base64");
  return canvas.page().evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
    drawing?.drawImage(image, 0, 0);
    const pixel = drawing?.getImageData(image.width / 2, image.height / 2, 1, 1).data ?? [];
    // Lossy images are near their colours.
    return [...pixel].slice(0, 3).map((value) => Math.round(value / 16) * 16);
  }, png);
}

test("a canvas shows what it showed, at each time", async ({ page, context, emptyProduct: product }) => {
  const served = await startPage(`${product.address}/intake`);
  const visitor = await context.newPage();
  await visitor.goto(served.address);
  // The first image is of the empty canvas.
  const empty = await drawAndWait(visitor, "transparent", product, 1);
  const red = await drawAndWait(visitor, "#f00000", product, 2);
  const blue = await drawAndWait(visitor, "#0000f0", product, 3);
  await visitor.close();
  served.stop();

  const [found] = await sessionsOf(product.address);
  const canvas = recordedPage(page).locator("canvas");
  for (const [ts, colour] of [
    [red, [240, 0, 0]],
    [blue, [0, 0, 240]],
    [empty, [256, 256, 256]],
  ] as const) {
    await openReplay(page, product.address, found?.session.id ?? "", { ts });
    await expect.poll(() => colourOf(canvas)).toEqual(colour);
  }
  expect(await canvas.evaluate((element) => [element.clientWidth, element.clientHeight])).toEqual([400, 200]);
  await play(page);
  await expectState(page, "ended");
  await expect.poll(() => colourOf(canvas)).toEqual([0, 0, 240]);
  await openPanel(page, "Problems");
  await expect(page.getByText("Nothing is missing so far")).toBeVisible();
});

test.describe("an image that is not there", () => {
  // The browser logs that the server has none.
  test.use({ allowPageErrors: true });

  test("is told in words, and the rest of the page is shown", async ({ page, emptyProduct: product }) => {
    const timestamp = 1_795_500_000_000;
    const nodes = [
      [null, "#document"],
      [1, "HTML"],
      [1, "BODY"],
      [1, "CANVAS"],
      [0, "P"],
      [1, "#text", "below"],
    ];
    const data = [
      [1, ...nodes],
      [15, [3, "200x100-00ff"]],
    ];
    const ids = { sessionId: randomUUID(), viewId: randomUUID() };
    const records = [
      { type: 4, timestamp, data: { width: 800, height: 600, href: "http://127.0.0.1/page" } },
      { type: 2, timestamp, format: 1, data },
      { type: 6, timestamp: timestamp + 1000, data: { has_focus: true } },
    ];
    expect(await postSegment(product.address, { ...ids, index: 0, records })).toBe(202);
    await openReplay(page, product.address, ids.sessionId);
    await expect(recordedPage(page).locator("p")).toHaveText("below");
    expect(await colourOf(recordedPage(page).locator("canvas"))).toEqual([256, 256, 256]);
    await openPanel(page, "Problems");
    const unloaded = page.getByRole("list", { name: "Not loaded" }).getByRole("listitem");
    await expect(unloaded).toHaveCount(1);
    await expect(unloaded).toContainText("200x100-00ff");
    await expect(unloaded).toContainText("Not there: the recorder's upload of it has not arrived");
  });
});
