// how far replayed frames differ from screenshots of the live page: fidelity FOLDER [--first]
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { type Browser, type Page, chromium } from "playwright";
import { PNG } from "pngjs";
import { startProduct } from "../e2e/product.ts";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { importRecording } from "../scripts/import-recordings.mjs";
import { pageErrors } from "./page-errors.ts";
import { type FrameOfRecording, type Recording, readRecordings } from "./recording.ts";
import { printTable } from "./table.ts";

// Each recording goes in through the intake; each frame is the embedded page at the recorded viewport and
// scale, paused at the frame's time. A pixel differs as pixelmatch says, with threshold 0.1. Pictures go to
// bench/results/fidelity.

const RESULTS = "bench/results/fidelity";
const FONTS = fileURLToPath(new URL("fonts.conf", import.meta.url));
const THRESHOLD = 0.1;

interface Measured {
  readonly recording: Recording;
  /** Per frame, in order; per cent of pixels. */
  readonly differing: readonly number[];
  readonly errors: readonly string[];
}

/** Measures all recordings of a folder and prints a table; 1 when something was not as it should be. */
export async function bench(argv: readonly string[]): Promise<number> {
  const folder = argv.find((each) => !each.startsWith("--"));
  if (folder === undefined) {
    console.error("which folder of recordings? npm run bench fidelity FOLDER");
    return 1;
  }
  const recordings = await readRecordings(folder);
  const product = await startProduct();
  const results: Measured[] = [];
  try {
    for (const recording of recordings) {
      await importRecording(recording.folder, product.address);
      const frames = argv.includes("--first") ? recording.frames.slice(0, 1) : recording.frames;
      results.push(await measure(recording, frames, product.address));
    }
  } finally {
    await product.stop();
  }
  report(results);
  return results.some(({ errors }) => errors.length > 0) ? 1 : 0;
}

async function measure(
  recording: Recording,
  frames: readonly FrameOfRecording[],
  address: string,
): Promise<Measured> {
  await mkdir(join(RESULTS, recording.name), { recursive: true });
  const browser = await launch(recording);
  try {
    const page = await browser.newPage({
      viewport: recording.viewport,
      deviceScaleFactor: recording.deviceScaleFactor,
    });
    const errors = pageErrors(page);
    const differing: number[] = [];
    for (const frame of frames) differing.push(await compareFrame(page, recording, frame, address));
    return { recording, differing, errors };
  } finally {
    await browser.close();
  }
}

const launch = (recording: Recording): Promise<Browser> =>
  chromium.launch({
    ...browserLaunchOptions(),
    env: { ...process.env, FONTCONFIG_FILE: FONTS },
    ...(recording.scrollbars === "classic" ? { ignoreDefaultArgs: ["--hide-scrollbars"] } : {}),
  });

/** Opens the embedded page at a frame; per cent of pixels that differ from its screenshot. */
async function compareFrame(
  page: Page,
  recording: Recording,
  frame: FrameOfRecording,
  address: string,
): Promise<number> {
  await page.goto(`${address}/embed/sessions/${recording.sessionId}?view=${frame.viewId}&ts=${frame.ts}`);
  await page.locator("html[data-replay-state=paused], html[data-replay-state=ended]").waitFor();
  const replayed = await page.screenshot();
  const live = await readFile(join(recording.folder, frame.file));
  const { percent, difference } = compare(live, replayed);
  const name = join(RESULTS, recording.name, String(frame.ts));
  await writeFile(`${name}.replay.png`, replayed);
  await writeFile(`${name}.difference.png`, difference);
  return percent;
}

function compare(expected: Buffer, got: Buffer): { percent: number; difference: Buffer } {
  const a = PNG.sync.read(expected);
  const b = PNG.sync.read(got);
  const difference = new PNG({ width: a.width, height: a.height });
  if (a.width !== b.width || a.height !== b.height) {
    console.warn(`the frame is ${a.width}×${a.height}, the replay ${b.width}×${b.height}`);
    return { percent: 100, difference: PNG.sync.write(difference) };
  }
  const count = pixelmatch(a.data, b.data, difference.data, a.width, a.height, { threshold: THRESHOLD });
  return { percent: (100 * count) / (a.width * a.height), difference: PNG.sync.write(difference) };
}

const percent = (value: number) => value.toFixed(3);

function report(results: readonly Measured[]): void {
  printTable(
    ["recording", "SDK", "frames", "first %", "mean %", "worst %", "errors"],
    results.map(({ recording, differing, errors }) => [
      recording.name,
      recording.sdkVersion,
      String(differing.length),
      percent(differing[0] ?? 0),
      percent(differing.reduce((sum, each) => sum + each, 0) / Math.max(1, differing.length)),
      percent(Math.max(0, ...differing)),
      String(errors.length),
    ]),
  );
  for (const { recording, errors } of results) {
    for (const error of new Set(errors)) console.log(`${recording.name}: ${error}`);
  }
}
