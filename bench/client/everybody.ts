import type { eventWithTime } from "@rrweb/types";
import { Player } from "rrweb-player";
import "rrweb-player/dist/style.css";
import { readSegment } from "../../src/replay/segment/read-segment.ts";
import { createViewDecoder } from "../../src/replay/translate/create-view-decoder.ts";
import { createBrowserInflater } from "../../src/stage/worker/browser-inflater.ts";
import { decodeSegmentPage, type SegmentFrame } from "../../src/wire/segment-page.ts";

// What a page does that takes rrweb-player as its manual says: it fetches all segments, decodes them all on the
// main thread (with this project's core), and gives the player all events. `?views=/a,/b&at=0.75`: the addresses of
// the views' segments, and which share of the session to show first.

const MOST_BYTES = 64 * 1024 * 1024;

/** rrweb-player's own types need packages that are not installed; these are the members in use. */
interface RrwebPlayer {
  goto(offset: number, play: boolean): void;
  setSpeed(speed: number): void;
  play(): void;
  pause(): void;
  getMetaData(): { readonly totalTime: number };
}

export interface EverybodysPlayer {
  /** From navigation to the first picture, milliseconds. */
  readonly openedAfter: number;
  readonly events: number;
  /** Shows a share of the session; resolves with how long it took until drawn, milliseconds. */
  seek(share: number): Promise<number>;
  play(speed: number): void;
  pause(): void;
}

async function readView(address: string): Promise<eventWithTime[]> {
  const response = await fetch(address);
  const frames: SegmentFrame[] = decodeSegmentPage(new Uint8Array(await response.arrayBuffer()));
  const inflater = createBrowserInflater();
  const decoder = createViewDecoder();
  const events: eventWithTime[] = [];
  for (const { index, bytes } of frames) {
    const text = await readSegment(bytes, inflater, { maxInflatedBytes: MOST_BYTES, segmentIndex: index });
    events.push(...decoder.decode(index, text.records));
  }
  return events;
}

/** After the next frame has been drawn. */
const drawn = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });

async function open(): Promise<void> {
  const query = new URLSearchParams(location.search);
  const views = (query.get("views") ?? "").split(",");
  const events = (await Promise.all(views.map(readView))).flat();
  const target = document.querySelector("#player");
  const props = {
    events,
    autoPlay: false,
    showController: false,
    skipInactive: false,
    width: 1280,
    height: 800,
  };
  const made: unknown = new Player({ target: target as HTMLElement, props });
  const player = made as RrwebPlayer;
  const { totalTime } = player.getMetaData();
  player.goto(Number(query.get("at") ?? 0) * totalTime, false);
  await drawn();
  window.everybody = {
    openedAfter: performance.now(),
    events: events.length,
    async seek(share) {
      const started = performance.now();
      player.goto(share * totalTime, false);
      await drawn();
      return performance.now() - started;
    },
    play(speed) {
      player.setSpeed(speed);
      player.play();
    },
    pause: () => player.pause(),
  };
}

void open();
