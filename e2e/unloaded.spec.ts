import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { ASSET_PATH } from "../src/wire/paths.ts";
import { element, restartIds, test } from "./asset-test.ts";
import { openPanel, openReplay, playToEnd } from "./playback.ts";
import { postSegment } from "./posted-segment.ts";
import type { Product } from "./product.ts";
import { expectState, recordedPage, timeline } from "./replay-page.ts";
import { expect } from "./test.ts";

// What of a recorded page could not be loaded, and what is waited for.

const START = 1_795_500_000_000;

type Node = Readonly<Record<string, unknown>>;

/** A page at `http://HOST/page/` with this in its body, for five seconds. */
function recording(host: string, body: () => Node[], more: (ids: { body: number }) => object[] = () => []) {
  restartIds();
  const page = element("body", {}, body());
  const html = element("html", {}, [element("head"), page]);
  const node = { type: 0, id: 1, childNodes: [html] };
  return [
    { type: 4, timestamp: START, data: { href: `http://${host}/page/`, width: 800, height: 600 } },
    { type: 2, timestamp: START, data: { node, initialOffset: { left: 0, top: 0 } } },
    { type: 6, timestamp: START, data: { has_focus: true } },
    ...more({ body: page.id }).map((data) => ({ type: 3, timestamp: START + 1000, data })),
    { type: 6, timestamp: START + 5000, data: { has_focus: true } },
  ];
}

const svg = (node: Node): Node => ({ ...node, isSVG: true });
const text = (id: string, textContent: string): Node =>
  element("p", { id, class: id }, [{ type: 3, id: element("i").id, textContent }]);
const shadowed = (...childNodes: Node[]): Node =>
  element("div", {}, [{ type: 11, id: element("i").id, isShadowRoot: true, childNodes }]);

/** Things that are there and things that are not, named in every way. */
const faulty = (elsewhere: string) => () => [
  element("img", { src: "/src.png" }),
  element("img", { src: "/gone.png" }),
  element("img", { src: "../gone.png" }),
  element("img", { src: "/private.png" }),
  element("img", { src: "/failing.png" }),
  element("img", { src: "/page.html" }),
  element("img", { src: `${elsewhere}/elsewhere.png` }),
  element("img", { src: "/attack.svg" }),
  element("img", { src: "data:image/png;base64,AAAA" }),
  element("p", { style: "background: url(/drawn/gone.png)" }),
  element("video", { src: "/film.mp4", poster: "/poster/gone.png" }),
  svg(element("svg", {}, [svg(element("use", { href: "/sprite.svg#part", id: "sprite" }))])),
  svg(element("svg", {}, [svg(element("use", { href: "/used/gone.svg#part" }))])),
  element("link", { rel: "stylesheet", href: "/css/broken.css" }),
  element("link", { rel: "stylesheet", href: "/css/site.css" }),
  text("stale", "in a font that is none"),
  text("pointed", "under the pointer"),
  shadowed(element("img", { src: "/shaded/gone.png" })),
];

async function post({ address }: Product, records: ReturnType<typeof recording>): Promise<string> {
  const ids = { sessionId: randomUUID(), viewId: randomUUID() };
  expect(await postSegment(address, { ...ids, index: 0, records })).toBe(202);
  return ids.sessionId;
}

const unloaded = (page: Page) => page.getByRole("list", { name: "Not loaded" }).getByRole("listitem");

/** The list as lines of text, in order of addresses; `host` stands as HOST. */
const listed = async (page: Page, host: string) =>
  (await unloaded(page).allInnerTexts())
    .map((item) => item.replace(host, "HOST").split("\n").filter(Boolean).join(" | "))
    .toSorted();

const GONE = "Gone: its host does not have it any more.";
const UNTOLD = "The browser does not tell why.";

// A picture that is refused is an error on the console.
test.use({ allowPageErrors: true });

test("through the proxy, the panel of problems lists what was not loaded and why, whatever is done", async ({
  page,
  serve,
  host,
  canary,
}) => {
  const product = await serve({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: host.host });
  const records = recording(host.host, faulty(canary.address), ({ body }) => [
    { source: 1, positions: [{ id: body, x: 5, y: 5, timeOffset: 0 }] },
    {
      source: 0,
      adds: [{ parentId: body, nextId: null, node: element("img", { src: "/later/gone.png" }) }],
      removes: [],
      texts: [],
      attributes: [],
    },
  ]);
  await openReplay(page, product.address, await post(product, records));
  await openPanel(page, "Problems");
  const expected = [
    `data:image/png;base64,AAAA | Of another kind: it is no image that a browser can use. | Image`,
    `${canary.address}/elsewhere.png | Not allowed: this server fetches from the hosts in REPLAY_ASSET_HOSTS only, and from public addresses. | Image`,
    `http://HOST/css/gone.css | ${GONE} | Style sheet`,
    `http://HOST/css/stale.woff2 | Of another kind: it is no font that a browser can use. | Font`,
    `http://HOST/drawn/gone.png | ${GONE} | Image`,
    `http://HOST/failing.png | Its host answers with an error. | Image`,
    `http://HOST/film.mp4 | Of another kind: it is no audio or video that a browser can use. | Audio or video`,
    `http://HOST/gone.png | ${GONE} | Image · 2 times`,
    `http://HOST/page.html | Of another kind: it is no image that a browser can use. | Image`,
    `http://HOST/poster/gone.png | ${GONE} | Image`,
    `http://HOST/private.png | Refused: its host does not give it to everyone. | Image`,
    `http://HOST/shaded/gone.png | ${GONE} | Image`,
    `http://HOST/used/gone.svg | ${GONE} | Image`,
  ].toSorted();
  await expect.poll(() => listed(page, host.host)).toEqual(expected);
  await playToEnd(page);
  const later = `http://HOST/later/gone.png | ${GONE} | Image`;
  await expect.poll(() => listed(page, host.host)).toEqual([...expected, later].toSorted());
  // Built again from the start, the page has not named that one yet; it stays on the list.
  await timeline(page).press("Home");
  await expectState(page, "paused");
  expect(await listed(page, host.host)).toEqual([...expected, later].toSorted());
  await expect(page.getByRole("tab", { name: /^Problems 14$/ })).toBeVisible();
  // Nothing in the list leads anywhere.
  await expect(page.getByRole("tabpanel").getByRole("link")).toHaveCount(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
      [],
    );
  }
});

test("the proxy's style sheets know what is under the pointer, and its SVG files run nothing", async ({
  page,
  serve,
  host,
  canary,
}) => {
  const product = await serve({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: host.host });
  const over = { pointed: 0 };
  const body = () => {
    const nodes = faulty(canary.address)();
    over.pointed = Number(nodes.find((node) => JSON.stringify(node).includes('"pointed"'))?.["id"]);
    return nodes;
  };
  const records = recording(host.host, body, () => [
    { source: 1, positions: [{ id: over.pointed, x: 5, y: 5, timeOffset: 0 }] },
  ]);
  await openReplay(page, product.address, await post(product, records));
  await playToEnd(page);
  await expect(recordedPage(page).locator("#pointed")).toHaveCSS("width", "444px");
  const sprite = recordedPage(page).locator("#sprite");
  await expect.poll(() => sprite.evaluate((use) => (use as SVGGraphicsElement).getBBox().width)).toBe(7);
  await page.goto(
    `${product.address}${ASSET_PATH}?as=image&url=${encodeURIComponent(`http://${host.host}/attack.svg`)}`,
  );
  await expect(page.locator("rect")).toHaveCSS("fill", "rgb(255, 0, 0)");
  expect(await page.evaluate(() => "attacked" in window)).toBe(false);
});

test("directly, it lists what the browser tells of, and claims nothing else", async ({
  page,
  serve,
  host,
  canary,
}) => {
  const product = await serve({ REPLAY_ASSETS: "direct" });
  await openReplay(page, product.address, await post(product, recording(host.host, faulty(canary.address))));
  await openPanel(page, "Problems");
  await expect
    .poll(() => listed(page, host.host))
    .toEqual(
      [
        `data:image/png;base64,AAAA | Of another kind: it is no image that a browser can use. | Image`,
        // Whatever the canary answers with is no picture.
        `${canary.address}/elsewhere.png | ${UNTOLD} | Image`,
        // The sheet is the host's own, and does not say what it names.
        `font family "s" | Its host does not let other sites use it (CORS), or cannot be reached. | Font`,
        `http://HOST/failing.png | ${UNTOLD} | Image`,
        `http://HOST/film.mp4 | ${UNTOLD} | Audio or video`,
        `http://HOST/gone.png | ${UNTOLD} | Image · 2 times`,
        `http://HOST/page.html | ${UNTOLD} | Image`,
        `http://HOST/private.png | ${UNTOLD} | Image`,
        `http://HOST/shaded/gone.png | ${UNTOLD} | Image`,
        `http://HOST/sprite.svg | Blocked: the browser's rules for replays keep it out. | Image`,
        `http://HOST/used/gone.svg | Blocked: the browser's rules for replays keep it out. | Image`,
      ].toSorted(),
    );
});

test("with assets off, one line says how many are not fetched", async ({ page, serve, host, canary }) => {
  const product = await serve({});
  await openReplay(page, product.address, await post(product, recording(host.host, faulty(canary.address))));
  await openPanel(page, "Problems");
  await expect(page.getByText(/^15 addresses of images.*REPLAY_ASSETS/)).toBeVisible();
  expect(host.requests).toEqual([]);
});

/** A page whose shadow tree takes its sheet, and with it a picture, from a host that keeps it waiting. */
const shaded = () => [
  shadowed(element("link", { rel: "stylesheet", href: "/held/shadow.css" }), text("shaded", "shaded")),
];

test("a frame is there when what its shadow trees import, and what is drawn in sight, is", async ({
  page,
  serve,
  host,
}) => {
  const product = await serve({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: host.host });
  const sessionId = await post(product, recording(host.host, shaded));
  await page.goto(`${product.address}/embed/sessions/${sessionId}`);
  await expect.poll(() => host.requests).toContain("/held/shadow.css");
  await expect(page.locator("html")).toHaveAttribute("data-replay-state", "loading");
  host.release();
  await expectState(page, "paused");
  expect(host.requests).toContain("/held/drawn.png");
  const shadedText = recordedPage(page).locator("#shaded");
  expect(await shadedText.evaluate((p) => getComputedStyle(p).width)).toBe("555px");
});

test("what never comes does not keep a replay from being watched", async ({ page, serve, host }) => {
  const product = await serve({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: host.host });
  const sessionId = await post(product, recording(host.host, shaded));
  await openReplay(page, product.address, sessionId);
  expect(host.requests).toContain("/held/shadow.css");
  await playToEnd(page);
});
