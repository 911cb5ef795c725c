import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { element, restartIds, test } from "./asset-test.ts";
import { changeRecords, oldRecords } from "./hostile-records.ts";
import { openReplay, playToEnd } from "./playback.ts";
import { postSegment } from "./posted-segment.ts";
import type { Product } from "./product.ts";
import { recordedPage } from "./replay-page.ts";
import { expect } from "./test.ts";

// What a recording names by address: loaded only as far as the operator allows it.

const START = 1_795_500_000_000;

/** A page at `http://HOST/page/` that names assets in every way; `elsewhere` is the origin of another host. */
function records(host: string, elsewhere: string) {
  const nextId = restartIds();
  const style = element("style", { _cssText: ".styled { width: 1px; background: url(/styled.png); }" });
  const body = element("body", {}, [
    element("img", { id: "src", src: "../src.png" }),
    element("img", { id: "set", srcset: `/set.png 1x, /set2.png 2x`, crossorigin: "anonymous" }),
    element("img", { id: "elsewhere", src: `${elsewhere}/elsewhere.png`, referrerpolicy: "unsafe-url" }),
    element("video", { poster: "/poster.png", src: "/film.mp4", width: "10", height: "10" }),
    element("p", { id: "inline", style: "background: url('/inline.png')" }),
    ...["linked", "imported", "styled", "late", "inserted"].map((name) =>
      element("p", { id: name, class: name }, [{ type: 3, id: nextId(), textContent: name }]),
    ),
    { ...element("svg", {}, [{ ...element("image", { href: "/svg.png" }), isSVG: true }]), isSVG: true },
  ]);
  const link = element("link", { rel: "stylesheet", href: "/css/site.css" });
  const html = element("html", {}, [element("head", {}, [link, style]), body]);
  const later = [
    element("img", { id: "added", src: "/added.png" }),
    element("link", { rel: "stylesheet", href: "/css/later.css" }),
  ].map((node) => ({ parentId: body.id, nextId: null, node }));
  const rule = ".inserted { width: 2px; background: url(/inserted.png); }";
  const node = { type: 0, id: 1, childNodes: [html] };
  return [
    { type: 4, timestamp: START, data: { href: `http://${host}/page/`, width: 800, height: 600 } },
    { type: 2, timestamp: START, data: { node, initialOffset: { left: 0, top: 0 } } },
    { type: 6, timestamp: START, data: { has_focus: true } },
    {
      type: 3,
      timestamp: START,
      data: {
        source: 0,
        adds: later,
        removes: [],
        texts: [],
        attributes: [{ id: body.id, attributes: { title: "changed at once" } }],
      },
    },
    { type: 3, timestamp: START + 500, data: { source: 8, id: style.id, adds: [{ rule, index: 0 }] } },
    { type: 6, timestamp: START + 1000, data: { has_focus: true } },
  ];
}

async function openRecording(page: Page, { address }: Product, host: string, elsewhere: string) {
  const ids = { sessionId: randomUUID(), viewId: randomUUID() };
  expect(await postSegment(address, { ...ids, index: 0, records: records(host, elsewhere) })).toBe(202);
  await openReplay(page, address, ids.sessionId);
  await playToEnd(page);
  // An event of the snapshot's own millisecond is not lost to a style sheet that is still loading.
  await expect(recordedPage(page).locator("body")).toHaveAttribute("title", "changed at once");
}

/** Whether each image of the recorded page has pixels. */
const images = (page: Page) =>
  recordedPage(page)
    .locator("img")
    .evaluateAll((all) =>
      Object.fromEntries(all.map((image) => [image.id, (image as HTMLImageElement).naturalWidth > 0])),
    );

const widths = (page: Page) =>
  recordedPage(page)
    .locator("p")
    .evaluateAll((all) => Object.fromEntries(all.map((p) => [p.id, getComputedStyle(p).width])));

const ALL = [
  "/added.png",
  "/css/later.css",
  "/css/more.css",
  "/css/site.css",
  "/font.woff2",
  "/css/imported.png",
  "/inline.png",
  "/inserted.png",
  "/css/linked.png",
  "/poster.png",
  "/set.png",
  "/src.png",
  "/styled.png",
  "/svg.png",
];
const SIZES = { linked: "111px", imported: "222px", late: "333px", styled: "1px", inserted: "2px" };

// A picture that is refused is an error on the console.
test.use({ allowPageErrors: true });

test("with REPLAY_ASSETS=off nothing is asked for", async ({ page, serve, host, canary }) => {
  const product = await serve({});
  await openRecording(page, product, host.host, canary.address);
  expect(await images(page)).toEqual({ src: false, set: false, elsewhere: false, added: false });
  expect(await widths(page)).toMatchObject({ styled: "1px", inserted: "2px" });
  expect([host.requests, canary.requests]).toEqual([[], []]);
});

test("with REPLAY_ASSETS=proxy all comes through the server, from allowed hosts only", async ({
  page,
  serve,
  host,
  canary,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  const product = await serve({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: host.host });
  await openRecording(page, product, host.host, canary.address);
  await expect.poll(() => images(page)).toEqual({ src: true, set: true, elsewhere: false, added: true });
  await expect.poll(() => widths(page)).toMatchObject(SIZES);
  await expect.poll(() => [...new Set(host.requests)].toSorted()).toEqual(expect.arrayContaining(ALL));
  expect(canary.requests).toEqual([]);
  expect(asked.filter((origin) => origin !== product.address && origin !== "null")).toEqual([]);
});

for (const [name, recordsOf] of [
  ["SDK 3 to 6", oldRecords],
  ["SDK 7", changeRecords],
] as const) {
  test(`a hostile recording of ${name} reaches nobody through the proxy, and runs nothing`, async ({
    page,
    serve,
    host,
    canary,
  }) => {
    const { address } = await serve({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: host.host });
    const ids = { sessionId: randomUUID(), viewId: randomUUID() };
    const hostile = recordsOf(START, canary.address);
    expect(await postSegment(address, { ...ids, index: 0, records: hostile })).toBe(202);
    await openReplay(page, address, ids.sessionId);
    await playToEnd(page);
    await expect(recordedPage(page).getByText("still here")).toHaveCount(2);
    const attacked = await Promise.all(
      page.frames().map((frame) => frame.evaluate(() => "attacked" in window)),
    );
    expect(attacked).not.toContain(true);
    expect([canary.requests, host.requests]).toEqual([[], []]);
  });
}

test("with REPLAY_ASSETS=direct the browser asks, and does not say what it shows", async ({
  page,
  serve,
  host,
  canary,
}) => {
  const referrers = new Set<string>();
  page.on("request", (request) => {
    if (request.url().startsWith(`http://${host.host}`)) referrers.add(request.headers()["referer"] ?? "");
  });
  const product = await serve({ REPLAY_ASSETS: "direct" });
  await openRecording(page, product, host.host, canary.address);
  await expect.poll(() => images(page)).toMatchObject({ src: true, set: true, added: true });
  await expect.poll(() => widths(page)).toMatchObject(SIZES);
  await expect.poll(() => canary.requests).toEqual(expect.arrayContaining(["/elsewhere.png"]));
  // Chromium sends the origin for what inline styles name; a style sheet of the host's own may be named to it.
  const allowed = new Set([
    "",
    `${product.address}/`,
    `http://${host.host}/css/site.css`,
    `http://${host.host}/css/more.css`,
  ]);
  expect([...referrers].filter((referrer) => !allowed.has(referrer))).toEqual([]);
});
