// from the pointer's rest on the timeline to the picture of that moment, while the session plays: hover [RECORDING]
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { Random } from "./fuzz/random.ts";
import { readPlaybackArguments } from "./playback/arguments.ts";
import { hoverOn } from "./playback/hover.ts";
import { mainThreadWhile } from "./playback/main-thread.ts";
import { type StoredSession, storeSessions } from "./playback/stored-sessions.ts";
import { milliseconds, quantile, ratio } from "./statistics.ts";
import { printTable } from "./table.ts";

const HOVERS = 100;
/** As long as the hovers take, about. */
const ALONE_MS = 20_000;

const HEADINGS = [
  "minutes",
  "first ms",
  "p50 ms",
  "p95 ms",
  "p95 of first row",
  "longest task ms: playing",
  "hovering too",
  "most work ms: playing",
  "hovering too",
];

/** Prints, for each session, how long pictures take, and the main thread's longest task without and with them. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { recording, minutes } = readPlaybackArguments(argv);
  const { product, sessions, stop } = await storeSessions(recording, minutes);
  const rows: string[][] = [];
  let firstP95: number | undefined;
  try {
    for (const session of sessions) {
      const browser = await chromium.launch(browserLaunchOptions());
      try {
        const { first, spent, alone, together } = await measure(browser, product.address, session);
        const p95 = quantile(spent, 0.95);
        firstP95 ??= p95;
        rows.push([
          String(session.minutes),
          milliseconds(first),
          milliseconds(quantile(spent, 0.5)),
          milliseconds(p95),
          ratio(p95 / firstP95),
          milliseconds(alone.longest),
          milliseconds(together.longest),
          milliseconds(alone.mostWork),
          milliseconds(together.mostWork),
        ]);
      } finally {
        await browser.close();
      }
    }
  } finally {
    await stop();
  }
  printTable(HEADINGS, rows);
  return 0;
}

async function measure(browser: Browser, address: string, session: StoredSession) {
  const page = await open(browser, address, session);
  const hover = await hoverOn(page);
  const alone = await mainThreadWhile(browser, page, () => delay(ALONE_MS));
  const first = await hover(0.75);
  const random = new Random(session.minutes);
  const spent: number[] = [];
  let share = 0.75;
  const together = await mainThreadWhile(browser, page, async () => {
    for (let at = 0; at < HOVERS; at += 1) {
      // Never to where it is already.
      share = (share + 0.05 + 0.9 * random.next()) % 1;
      spent.push(await hover(share));
    }
  });
  return { first, spent, alone, together };
}

/** The viewer, playing from the session's start. */
async function open(
  browser: Browser,
  address: string,
  { sessionId, viewport }: StoredSession,
): Promise<Page> {
  const page = await browser.newPage({
    // Room for the viewer around the recorded page.
    viewport: { width: viewport.width + 480, height: viewport.height + 200 },
  });
  await page.goto(`${address}/sessions/${sessionId}`);
  await page.locator("html[data-replay-state=paused]").waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.locator("html[data-replay-state=playing]").waitFor();
  return page;
}
