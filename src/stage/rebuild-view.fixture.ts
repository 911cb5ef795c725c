import type { eventWithTime } from "@rrweb/types";
import { CanvasImages } from "./player/canvas-images.ts";
import { Patience } from "./player/patience.ts";
import { ReplayFrame } from "./player/replay-frame.ts";
import { type DecodedView, pageDifferences } from "./rebuilt-page.fixture.ts";

/** How a page comes to the end of its view: in one go, or event by event. */
export type Rebuilding = "sought" | "played";

/** As fast as it goes: a millisecond from each event to the next. */
const START = 1_000;

/**
 * Has the stage's player bring a view's page to its end, and compares it with what the decoder says that it is: what
 * differs, and what the player could not show, as words.
 */
export async function rebuildView(view: DecodedView, how: Rebuilding): Promise<readonly string[]> {
  const events = view.events.map((event, at) => retimed(event, START + at));
  const end = START + events.length;
  const host = document.createElement("div");
  document.body.append(host);
  const failed: string[] = [];
  const frame = new ReplayFrame(host, events, {
    since: START,
    pointer: false,
    resized: () => undefined,
    zoomed: () => undefined,
    assetFound: () => undefined,
    canvasImages: new CanvasImages(() => undefined),
    patience: new Patience(3_000),
    loadsAssets: false,
    eventFailed: (what) => failed.push(what),
  });
  try {
    await frame.show(how === "sought" ? end : START, new AbortController().signal);
    if (how === "played") await play(frame, end);
    return [...failed, ...pageDifferences((id) => frame.nodeOf(id), view)];
  } finally {
    frame.destroy();
    host.remove();
  }
}

async function play(frame: ReplayFrame, end: number): Promise<void> {
  frame.play(START + 1);
  while (frame.now <= end) await new Promise((resolve) => requestAnimationFrame(resolve));
  frame.pause();
}

/** The player changes what it is given, so it gets copies. */
const retimed = (event: eventWithTime, timestamp: number): eventWithTime => ({
  ...structuredClone(event),
  timestamp,
});
