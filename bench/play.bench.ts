// whether recordings go in through the intake and play to their end without an error: play FOLDER
import { type Browser, chromium } from "playwright";
import { startProduct } from "../e2e/product.ts";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { importRecording } from "../scripts/import-recordings.mjs";
import { pageErrors } from "./page-errors.ts";
import { type Recording, readRecordings } from "./recording.ts";
import { printTable } from "./table.ts";

// Each recording is posted as the SDK would, and its session is played on the embedded page from its start, at
// sixteen times its speed.

const SPEED = 16;

/** Longer than any recording of an hour at that speed. */
const PATIENCE_MS = 300_000;

interface Played {
  readonly row: readonly string[];
  readonly wrong: readonly string[];
}

/** Plays all recordings of a folder and prints a row for each; 1 when one was refused or logged an error. */
export async function bench(argv: readonly string[]): Promise<number> {
  const [folder] = argv;
  if (folder === undefined) {
    console.error("which folder of recordings? npm run bench play FOLDER");
    return 1;
  }
  const product = await startProduct();
  const browser = await chromium.launch(browserLaunchOptions());
  const played: Played[] = [];
  try {
    for (const recording of await readRecordings(folder)) {
      played.push(await play(recording, product.address, browser));
    }
  } finally {
    await browser.close();
    await product.stop();
  }
  printTable(
    ["recording", "SDK", "uploads", "answers", "seconds", "errors"],
    played.map(({ row }) => row),
  );
  const wrong = played.flatMap((each) => each.wrong);
  for (const line of new Set(wrong)) console.log(line);
  return wrong.length === 0 ? 0 : 1;
}

async function play(recording: Recording, address: string, browser: Browser): Promise<Played> {
  const { name, sdkVersion, sessionId, viewport } = recording;
  const { replays, rumUploads, statuses, failures } = await importRecording(recording.folder, address);
  const page = await browser.newPage({ viewport });
  const errors = pageErrors(page);
  const state = (wanted: string) => page.locator(`html[data-replay-state=${wanted}]`);
  await page.goto(`${address}/embed/sessions/${sessionId}?pointer=1`);
  await state("paused").waitFor();
  const started = Date.now();
  await page.evaluate((speed) => {
    window.postMessage({ type: "replay:speed", speed }, "*");
    window.postMessage({ type: "replay:play" }, "*");
  }, SPEED);
  await state("ended").waitFor({ timeout: PATIENCE_MS });
  const seconds = (Date.now() - started) / 1000;
  await page.close();
  const answers = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
  const uploads = String(replays + rumUploads);
  return {
    row: [name, sdkVersion, uploads, answers.join(", "), seconds.toFixed(1), String(errors.length)],
    wrong: [...failures, ...errors].map((line) => `${name}: ${line}`),
  };
}
