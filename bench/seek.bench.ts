// 200 random seeks in sessions of 1 to 240 minutes, against rrweb-player's goto on the same events: seek [RECORDING]
import { type Browser, chromium } from "playwright";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { Random } from "./fuzz/random.ts";
import { readPlaybackArguments } from "./playback/arguments.ts";
import { openEverybody, openProduct, timeAt } from "./playback/product-page.ts";
import { seekEverybody, seekProduct } from "./playback/seek.ts";
import { type StoredSession, storeSessions } from "./playback/stored-sessions.ts";
import { milliseconds, quantile, ratio } from "./statistics.ts";
import { printTable } from "./table.ts";

const SEEKS = 200;
/** The other page makes as many of the seeks as begin within this time. */
const BUDGET_MS = 60_000;

const HEADINGS = [
  "minutes",
  "product first",
  "p50 ms",
  "p95 ms",
  "goto seeks",
  "p50 ms",
  "p95 ms",
  "p50 ratio",
  "p95 ratio",
];

/** Prints, for each session, the medians and 95th percentiles of both. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { recording, minutes } = readPlaybackArguments(argv);
  const { product, sessions, stop } = await storeSessions(recording, minutes);
  const browser = await chromium.launch(browserLaunchOptions());
  const rows: string[][] = [];
  try {
    for (const session of sessions) rows.push(await rowOf(browser, product.address, session));
  } finally {
    await browser.close();
    await stop();
  }
  printTable(HEADINGS, rows);
  return 0;
}

async function rowOf(browser: Browser, address: string, session: StoredSession): Promise<string[]> {
  const random = new Random(session.minutes);
  const shares = Array.from({ length: SEEKS }, () => random.next());
  const ours = await openProduct(browser, address, session, 0);
  // The first goes to the end, so that the rest is decoded by then: what it costs is told by itself.
  const [first = 0] = await seekProduct(ours.page, [session.end]);
  const times = shares.map((share) => Math.round(timeAt(session, share)));
  const product = await seekProduct(ours.page, times);
  await ours.close();
  const theirs = await openEverybody(browser, session, 0);
  const everybody = await seekEverybody(theirs.page, shares, BUDGET_MS);
  await theirs.close();
  const at = (share: number) => [quantile(product, share), quantile(everybody, share)] as const;
  const [p50, p95] = [at(0.5), at(0.95)];
  return [
    String(session.minutes),
    milliseconds(first),
    milliseconds(p50[0]),
    milliseconds(p95[0]),
    String(everybody.length),
    milliseconds(p50[1]),
    milliseconds(p95[1]),
    ratio(p50[1] / p50[0]),
    ratio(p95[1] / p95[0]),
  ];
}
