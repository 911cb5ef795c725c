// from navigation to the first picture, sessions of 1 to 240 minutes, at their start and at 75 %: open [RECORDING]
import { type Browser, chromium } from "playwright";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { readPlaybackArguments } from "./playback/arguments.ts";
import { openEverybody, openProduct } from "./playback/product-page.ts";
import { type StoredSession, storeSessions } from "./playback/stored-sessions.ts";
import { median, milliseconds, ratio } from "./statistics.ts";
import { printTable } from "./table.ts";

const ROUNDS = 5;
const PLACES = [
  { name: "start", share: 0 },
  { name: "75 %", share: 0.75 },
];

/** Prints, for each session and place, the time to the first picture against the page that loads everything. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { recording, minutes } = readPlaybackArguments(argv);
  const { product, sessions, stop } = await storeSessions(recording, minutes);
  const browser = await chromium.launch(browserLaunchOptions());
  const rows: string[][] = [];
  try {
    // The browser's own first page costs more than others.
    for (const session of sessions.slice(0, 1)) await timesOf(browser, product.address, session, 0);
    for (const session of sessions) {
      for (const { name, share } of PLACES) {
        const times = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          times.push(await timesOf(browser, product.address, session, share));
        }
        const ours = median(times.map((each) => each.product));
        const theirs = median(times.map((each) => each.everybody));
        const size = [String(session.minutes), String(session.segments)];
        rows.push([...size, name, milliseconds(ours), milliseconds(theirs), ratio(theirs / ours)]);
      }
    }
  } finally {
    await browser.close();
    await stop();
  }
  printTable(["minutes", "segments", "at", "product ms", "everything ms", "times as long"], rows);
  return 0;
}

async function timesOf(browser: Browser, address: string, session: StoredSession, share: number) {
  const ours = await openProduct(browser, address, session, share);
  await ours.close();
  const theirs = await openEverybody(browser, session, share);
  await theirs.close();
  return { product: ours.openedAfter, everybody: theirs.openedAfter };
}
