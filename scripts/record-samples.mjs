// `npm run record-samples [NAME …]`: records the sample sessions anew: the demo shop in Chromium, with the
// official SDK, into samples/recordings.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installPackages, root } from "./install.mjs";

installPackages({ development: true });
const { installBrowser } = await import("./install-browser.mjs");
installBrowser();
const { chromium } = await import("playwright");
const { browserLaunchOptions } = await import("./browser.mjs");
const { createCollector } = await import("../samples/recorder/collect.mjs");
const { createShopper } = await import("../samples/recorder/shopper.mjs");
const { SCENARIOS } = await import("../samples/recorder/scenarios.mjs");
const { shopAddress, startShop } = await import("../samples/shop/serve-shop.mjs");

const sdkVersion = (major) =>
  JSON.parse(readFileSync(join(root, "node_modules", `browser-rum-${major}`, "package.json"), "utf8"))
    .version;

/** The browser's own user agent as it is with a window: samples show what people use. */
async function ordinaryUserAgent(browser) {
  const page = await browser.newPage();
  const userAgent = await page.evaluate("navigator.userAgent");
  await page.close();
  return userAgent.replace("HeadlessChrome", "Chrome");
}

/** Records one session; the SDK has sent all of it when the page is left and nothing more comes. */
async function record(browser, { name, description, sdkMajor, context, user, play }) {
  const collector = createCollector();
  const shop = await startShop({ sdkMajor, intake: (...exchange) => collector.intake(...exchange) });
  const page = await (
    await browser.newContext({ userAgent: await ordinaryUserAgent(browser), ...context })
  ).newPage();
  await page.goto(shopAddress(shop, { sdkMajor, sdkProxy: `${shop.address}/intake`, user }));
  await page.waitForFunction("window.DD_RUM.getInternalContext()?.view !== undefined");
  await play(createShopper(page));
  const userAgent = await page.evaluate("navigator.userAgent");
  const viewport = page.viewportSize();
  // The SDK sends the rest as the page goes away.
  await page.goto("about:blank");
  await collector.quiet();
  collector.write(join(root, "samples", "recordings", name), {
    name,
    description,
    sdkVersion: sdkVersion(sdkMajor),
    userAgent,
    viewport,
  });
  await page.context().close();
  await shop.stop();
  console.log(`${name}: ${collector.segmentCount()} segments`);
}

const wanted = process.argv.slice(2);
const browser = await chromium.launch(browserLaunchOptions());
for (const scenario of SCENARIOS) {
  if (wanted.length === 0 || wanted.includes(scenario.name)) await record(browser, scenario);
}
await browser.close();
