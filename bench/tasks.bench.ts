// the longest tasks of the main thread while recordings play at 1×: tasks [FOLDER…] [--seconds N]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright";
import { startProduct } from "../e2e/product.ts";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { importRecording } from "../scripts/import-recordings.mjs";
import { busyRecordings } from "./busy/busy-recordings.ts";
import { type ClientServer, startClientServer } from "./client-server.ts";
import { type LongTasks, type MainThread, mainThreadWhile, watchLongTasks } from "./playback/main-thread.ts";
import type { Recording } from "./recording.ts";
import { recordingsGiven } from "./recordings-given.ts";
import { milliseconds } from "./statistics.ts";
import { printTable } from "./table.ts";

const HEADINGS = [
  "recording",
  "longest ms",
  "of work",
  "over 50 ms",
  "viewer's own",
  "stage's",
  "everything: longest ms",
  "of work",
  "over 50 ms",
];

/** Prints, for each recording, the longest task while it plays in the viewer, and on the page with one player. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { seconds: { type: "string", default: "15" } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) {
    console.error("tasks [FOLDER…] [--seconds N]");
    return 1;
  }
  const folder = await mkdtemp(join(tmpdir(), "rum-replay-tasks-"));
  const product = await startProduct();
  const client = await startClientServer();
  const rows: string[][] = [];
  try {
    const recordings = [...(await recordingsGiven(positionals))];
    if (positionals.length === 0) recordings.push(...(await busyRecordings(folder)));
    for (const recording of recordings) {
      await importRecording(recording.folder, product.address);
      const ours = await playInViewer(recording, product.address, seconds * 1000);
      const theirs = await playEverything(recording, client, seconds * 1000);
      rows.push(rowOf(recording, ours, theirs));
    }
  } finally {
    await client.stop();
    await product.stop();
    await rm(folder, { recursive: true });
  }
  printTable(HEADINGS, rows);
  return 0;
}

const long = (ms: number) => (ms === 0 ? "none" : milliseconds(ms));

const rowOf = ({ name }: Recording, ours: MainThread & LongTasks, theirs: MainThread): string[] => [
  name,
  milliseconds(ours.longest),
  milliseconds(ours.mostWork),
  String(ours.long),
  long(ours.own),
  long(ours.frames),
  milliseconds(theirs.longest),
  milliseconds(theirs.mostWork),
  String(theirs.long),
];

async function playInViewer({ sessionId, viewport }: Recording, address: string, ms: number) {
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    // Room for the viewer around the recorded page.
    const page = await browser.newPage({
      viewport: { width: viewport.width + 480, height: viewport.height + 200 },
    });
    await page.goto(`${address}/sessions/${sessionId}`);
    await page.locator("html[data-replay-state=paused]").waitFor();
    let longTasks: LongTasks = { own: 0, frames: 0 };
    const thread = await mainThreadWhile(browser, page, async () => {
      const watched = await watchLongTasks(page);
      await page.keyboard.press("k");
      await delay(ms);
      longTasks = await watched();
    });
    return { ...thread, ...longTasks };
  } finally {
    await browser.close();
  }
}

async function playEverything({ folder, viewport }: Recording, client: ClientServer, ms: number) {
  const views = await client.add(folder);
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    const page: Page = await browser.newPage({ viewport });
    await page.goto(`${client.address}/everybody.html?views=${views.join(",")}`);
    await page.waitForFunction(() => window.everybody !== undefined);
    return await mainThreadWhile(browser, page, async () => {
      await page.evaluate(() => window.everybody?.play(1));
      await delay(ms);
    });
  } finally {
    await browser.close();
  }
}
