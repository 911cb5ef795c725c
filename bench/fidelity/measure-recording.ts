import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium } from "playwright";
import { browserLaunchOptions } from "../../scripts/browser.mjs";
import { pageErrors } from "../page-errors.ts";
import type { FrameOfRecording, Recording } from "../recording.ts";
import { comparePictures } from "./compare-pictures.ts";
import { EmbeddedReplay } from "./embedded-replay.ts";
import { serveRecordedAssets } from "./recorded-origin.ts";

const RESULTS = "bench/results/fidelity";
const FONTS = fileURLToPath(new URL("../fonts.conf", import.meta.url));
const SPEED = 8;
/** Sessions up to this long are played from their start, longer ones from the start of the frame's view. */
const PLAYED_WHOLE_MS = 180_000;

/** What was measured of one frame; per cent of pixels. */
export interface MeasuredFrame {
  readonly frame: FrameOfRecording;
  /** Opened at the frame's time, against the screenshot of the live page. */
  readonly live: number;
  /** Played there, against the page opened at the time at which that stood. */
  readonly played: number | undefined;
  /** Sought back there from a later time, against the page opened there. */
  readonly sought: number | undefined;
}

export interface MeasuredRecording {
  readonly recording: Recording;
  readonly frames: readonly MeasuredFrame[];
  /** What pages logged as errors; refused addresses left out. */
  readonly errors: readonly string[];
  readonly refused: readonly string[];
}

export interface MeasureOptions {
  /** The server's address. */
  readonly product: string;
  /** Id of the source that has the recording. */
  readonly source: string;
  /** Reach each frame in three ways; else only by opening it. */
  readonly ways: boolean;
  /** The first frame only. */
  readonly first: boolean;
}

/** Measures the frames of a recording that the product holds. Pictures go to bench/results/fidelity/NAME. */
export async function measureRecording(
  recording: Recording,
  { product, source, ways, first }: MeasureOptions,
): Promise<MeasuredRecording> {
  await mkdir(join(RESULTS, recording.name), { recursive: true });
  const browser = await launch(recording);
  try {
    const context = await newContext(browser, recording);
    const { refused } = await serveRecordedAssets(context, recording, product);
    const page = await context.newPage();
    const errors = pageErrors(page, (url) => refused.includes(url));
    const replay = new EmbeddedReplay(page, product, { sessionId: recording.sessionId, source });
    const frames: MeasuredFrame[] = [];
    for (const frame of first ? recording.frames.slice(0, 1) : recording.frames)
      frames.push(await measureFrame(replay, recording, frame, ways));
    return { recording, frames, errors, refused };
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

const newContext = (
  browser: Browser,
  { viewport, deviceScaleFactor, touch }: Recording,
): Promise<BrowserContext> => browser.newContext({ viewport, deviceScaleFactor, hasTouch: touch });

async function measureFrame(
  replay: EmbeddedReplay,
  recording: Recording,
  frame: FrameOfRecording,
  ways: boolean,
): Promise<MeasuredFrame> {
  const name = join(RESULTS, recording.name, String(frame.ts));
  await replay.open(frame.viewId, frame.ts);
  const opened = await replay.picture();
  const live = comparePictures(await readFile(join(recording.folder, frame.file)), opened);
  await writeFile(`${name}.replay.png`, opened);
  await writeFile(`${name}.difference.png`, live.difference);
  if (!ways) return { frame, live: live.percent, played: undefined, sought: undefined };
  return {
    frame,
    live: live.percent,
    sought: await seekBack(replay, recording, frame, { opened, name }),
    played: await play(replay, recording, frame, name),
  };
}

/** Goes to the session's end and back to the frame. */
async function seekBack(
  replay: EmbeddedReplay,
  recording: Recording,
  frame: FrameOfRecording,
  { opened, name }: { readonly opened: Buffer; readonly name: string },
): Promise<number> {
  await replay.seek(recording.end);
  await replay.seek(frame.ts);
  const sought = comparePictures(opened, await replay.picture());
  await writeFile(`${name}.sought.png`, sought.difference);
  return sought.percent;
}

/** Plays up to the frame, and opens the page anew where that came to stand. */
async function play(
  replay: EmbeddedReplay,
  recording: Recording,
  frame: FrameOfRecording,
  name: string,
): Promise<number> {
  const isShort = frame.ts - recording.start <= PLAYED_WHOLE_MS;
  const view = recording.views.find(({ id }) => id === frame.viewId);
  await replay.open(frame.viewId, isShort ? recording.start : (view?.start ?? recording.start));
  const stands = await replay.playTo(frame.ts, SPEED);
  const picture = await replay.picture();
  await replay.open(frame.viewId, stands);
  const played = comparePictures(await replay.picture(), picture);
  await writeFile(`${name}.played.png`, played.difference);
  return played.percent;
}
