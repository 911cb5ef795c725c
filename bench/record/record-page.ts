import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type Page, chromium } from "playwright";
import { createCollector } from "../../samples/recorder/collect.mjs";
import { browserLaunchOptions } from "../../scripts/browser.mjs";
import { keepAssets } from "./page-assets.ts";
import type { PageScript, RecordedPage, Visit } from "./page-folder.ts";
import { servePage } from "./serve-page.ts";

const FONTS = fileURLToPath(new URL("../fonts.conf", import.meta.url));
const VIEWPORT = { width: 1280, height: 720 };
/** The SDK gathers mutations and scrolls for up to so many milliseconds before it records them. */
const GATHERED_MS = 250;
/** Longer than this a page that does not come to rest is not waited for. */
const PATIENCE_MS = 5_000;

interface Frame {
  readonly file: string;
  readonly ts: number;
  readonly viewId: string;
  readonly note: string;
  readonly url: string;
  readonly hover?: string;
}

/**
 * Records a page with one major of the SDK into a folder of its own below `out`; resolves with its path.
 * @throws what a step threw, with what came before it written.
 */
export async function recordPage(
  { name, folder, script }: RecordedPage,
  sdkMajor: number,
  out: string,
): Promise<string> {
  const recording = join(out, `${name}-v${sdkMajor}`);
  const collector = createCollector();
  const init = script.init ?? {};
  const server = await servePage({ folder, sdkMajor, init, intake: (...both) => collector.intake(...both) });
  const browser = await launch(script);
  try {
    const context = await browser.newContext({ viewport: VIEWPORT, ...script.context });
    const assets = keepAssets(context);
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(`${server.address}${script.path ?? "/"}`);
    await page.waitForFunction("window.DD_RUM.getInternalContext()?.view !== undefined");
    const shots = new Map<Frame, Buffer>();
    const steps = script.steps({ page, sdkMajor, frame: framesOf(page, shots) });
    const [done] = await Promise.allSettled([steps]);
    const about = await describe(browser, page, script);
    await leave(page);
    await collector.quiet();
    const sdkVersion = await versionOf(sdkMajor);
    const named = { name: `${name}-v${sdkMajor}`, sdkVersion, origin: server.address };
    collector.write(recording, { ...named, ...about, frames: [...shots.keys()] });
    await mkdir(join(recording, "frames"));
    for (const [{ file }, picture] of shots) await writeFile(join(recording, file), picture);
    await assets.write(recording);
    if (done.status === "rejected") throw done.reason;
  } finally {
    await browser.close();
    await server.stop();
  }
  return recording;
}

const launch = ({ scrollbars }: PageScript): Promise<Browser> =>
  chromium.launch({
    ...browserLaunchOptions(),
    env: { ...process.env, FONTCONFIG_FILE: FONTS },
    ...(scrollbars === "classic" ? { ignoreDefaultArgs: ["--hide-scrollbars"] } : {}),
  });

async function describe(browser: Browser, page: Page, script: PageScript) {
  const { description, limits = [], scrollbars = "hidden" } = script;
  return {
    description,
    limits,
    scrollbars,
    viewport: script.context?.viewport ?? VIEWPORT,
    deviceScaleFactor: script.context?.deviceScaleFactor ?? 1,
    browser: `Chromium ${browser.version()}`,
    userAgent: await page.evaluate(() => navigator.userAgent),
  };
}

async function versionOf(major: number): Promise<string> {
  const path = new URL(`../../node_modules/browser-rum-${major}/package.json`, import.meta.url);
  const { version } = JSON.parse(await readFile(path, "utf8")) as { version: string };
  return version;
}

function framesOf(page: Page, shots: Map<Frame, Buffer>): Visit["frame"] {
  return async (note, hover) => {
    const { width, height } = page.viewportSize() ?? VIEWPORT;
    // A move that follows another within 50 ms is not recorded.
    await page.waitForTimeout(GATHERED_MS);
    if (hover === undefined) await page.mouse.move(width - 1, height - 1);
    else if (hover !== null) await page.hover(hover);
    await settled(page);
    const picture = await page.screenshot({ caret: "hide" });
    const { ts, viewId } = await page.evaluate(() => ({
      ts: Date.now(),
      viewId: (window as unknown as SdkWindow).DD_RUM.getInternalContext()?.view?.id ?? "",
    }));
    const frame = { file: `frames/${ts}.png`, ts, viewId, note, url: page.url() };
    shots.set(typeof hover === "string" ? { ...frame, hover } : frame, picture);
  };
}

interface SdkWindow {
  readonly DD_RUM: {
    getInternalContext(): { readonly view?: { readonly id: string } } | undefined;
  };
}

/** Nothing moves that comes to an end, fonts are there, and the SDK has recorded what happened. */
async function settled(page: Page): Promise<void> {
  const times = { gathered: GATHERED_MS, patience: PATIENCE_MS };
  await page.evaluate(async ({ gathered, patience }) => {
    await document.fonts.ready;
    const begun = performance.now();
    for (let at = begun, quietSince = begun; at - quietSince < gathered && at - begun < patience;) {
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: gathered }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      at = performance.now();
      for (const { playState, effect } of document.getAnimations())
        if (playState === "running" && effect?.getComputedTiming().endTime !== Infinity) quietSince = at;
    }
  }, times);
}

/** The SDK sends what it has as a tab is hidden, which no tab of a headless browser ever is. */
async function leave(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    // The SDK heeds events of the browser, and those with this mark.
    document.dispatchEvent(Object.assign(new Event("visibilitychange"), { __ddIsTrusted: true }));
  });
}
