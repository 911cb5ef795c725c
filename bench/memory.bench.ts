// heaps and process after opening, playing and 200 seeks, sessions of 1 to 240 minutes: memory [RECORDING]
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { Random } from "./fuzz/random.ts";
import { readPlaybackArguments } from "./playback/arguments.ts";
import { type Heaps, heapMeter } from "./playback/heap-meter.ts";
import { rendererMemory } from "./playback/process-memory.ts";
import { openEverybody, openProduct, timeAt } from "./playback/product-page.ts";
import { seekEverybody, seekProduct } from "./playback/seek.ts";
import { type StoredSession, storeSessions } from "./playback/stored-sessions.ts";
import { mebibytes } from "./statistics.ts";
import { printTable } from "./table.ts";

const SPEED = 8;
const PLAY_MS = 5000;
const SEEKS = 200;
/** Time for the other page's seeks. */
const BUDGET_MS = 60_000;

const HEADINGS = [
  "minutes",
  "after",
  "page MiB",
  "worker MiB",
  "process MiB",
  "everything: page MiB",
  "process MiB",
];

interface Measured extends Heaps {
  readonly process: number | null;
}

/** What is done with one of the pages, and the memory after each step. */
interface Steps {
  readonly play: (page: Page) => Promise<unknown>;
  readonly pause: (page: Page) => Promise<unknown>;
  readonly seek: (page: Page) => Promise<unknown>;
}

/** Prints, for each session, the memory of the product's page and of the page that loads everything. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { recording, minutes } = readPlaybackArguments(argv);
  const { product, sessions, stop } = await storeSessions(recording, minutes);
  const rows: string[][] = [];
  try {
    for (const session of sessions) {
      const ours = await inBrowser((browser) => measureProduct(browser, product.address, session));
      const theirs = await inBrowser((browser) => measureEverybody(browser, session));
      rows.push(...rowsOf(session, ours, theirs));
    }
  } finally {
    await stop();
  }
  printTable(HEADINGS, rows);
  return 0;
}

/** A browser of its own, so that one page's process holds nothing of another. */
async function inBrowser<T>(run: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    return await run(browser);
  } finally {
    await browser.close();
  }
}

function rowsOf(
  { minutes }: StoredSession,
  ours: readonly Measured[],
  theirs: readonly Measured[],
): string[][] {
  const steps = ["opening", `${PLAY_MS / 1000} s at ${SPEED}×`, `${SEEKS} seeks`];
  const process = (measured: Measured | undefined) =>
    measured?.process ? mebibytes(measured.process) : "not told";
  return steps.map((step, at) => [
    at === 0 ? String(minutes) : "",
    step,
    mebibytes(ours[at]?.page ?? 0),
    mebibytes(ours[at]?.workers ?? 0),
    process(ours[at]),
    mebibytes(theirs[at]?.page ?? 0),
    process(theirs[at]),
  ]);
}

const sharesOf = ({ minutes }: StoredSession): number[] => {
  const random = new Random(minutes);
  return Array.from({ length: SEEKS }, () => random.next());
};

/** Posts messages to the embedded page, as its parent would. */
const say = (page: Page, messages: readonly object[]) =>
  page.evaluate((all) => {
    for (const message of all) window.postMessage(message, "*");
  }, messages);

async function measureProduct(
  browser: Browser,
  address: string,
  session: StoredSession,
): Promise<Measured[]> {
  const times = sharesOf(session).map((share) => Math.round(timeAt(session, share)));
  const steps: Steps = {
    play: (page) => say(page, [{ type: "replay:speed", speed: SPEED }, { type: "replay:play" }]),
    pause: (page) => say(page, [{ type: "replay:pause" }]),
    seek: (page) => seekProduct(page, times),
  };
  const open = (prepare: (page: Page) => Promise<unknown>) =>
    openProduct(browser, address, session, 0, prepare);
  return measure(browser, open, steps);
}

async function measureEverybody(browser: Browser, session: StoredSession): Promise<Measured[]> {
  const steps: Steps = {
    play: (page) => page.evaluate((speed) => window.everybody?.play(speed), SPEED),
    pause: (page) => page.evaluate(() => window.everybody?.pause()),
    seek: (page) => seekEverybody(page, sharesOf(session), BUDGET_MS),
  };
  return measure(browser, (prepare) => openEverybody(browser, session, 0, prepare), steps);
}

async function measure(
  browser: Browser,
  open: (prepare: (page: Page) => Promise<unknown>) => Promise<{ readonly page: Page }>,
  { play, pause, seek }: Steps,
): Promise<Measured[]> {
  let meter: (() => Promise<Heaps>) | undefined;
  const { page } = await open(async (made) => {
    meter = await heapMeter(made);
  });
  if (meter === undefined) throw new Error("the page was not prepared");
  const heaps = meter;
  const measured: Measured[] = [];
  const note = async () => measured.push({ ...(await heaps()), process: await rendererMemory(browser) });
  await note();
  await play(page);
  await delay(PLAY_MS);
  await pause(page);
  await note();
  await seek(page);
  await note();
  return measured;
}
