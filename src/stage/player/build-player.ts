import { EventType, type eventWithTime } from "@rrweb/types";
import { Player } from "rrweb-player";
import "rrweb-player/dist/style.css";
import { PAGE_RULES } from "./page-rules.ts";
import type { RrwebPlayer } from "./rrweb-player.ts";

/** rrweb ends playing after its last event. One far away keeps it going, so that more can be appended. */
const YEAR_MS = 365 * 24 * 3_600_000;
const POINTER_TRAIL = { duration: 500, lineCap: "round", lineWidth: 2, strokeStyle: "#4950f6" };

export interface BuildOptions {
  /** Draw the recorded pointer's trail. */
  readonly pointer: boolean;
  /** What the player could not do, in its own words. */
  readonly warned: (words: readonly unknown[]) => void;
}

/** Puts an rrweb-player with nothing around the page into `host`. `events` begin with `first`, and belong to it. */
export function buildPlayer(
  host: HTMLElement,
  events: readonly eventWithTime[],
  first: eventWithTime,
  { pointer, warned }: BuildOptions,
): RrwebPlayer {
  const sentinel = {
    type: EventType.Custom,
    data: { tag: "end", payload: null },
    timestamp: first.timestamp + YEAR_MS,
  };
  const player: unknown = new Player({
    target: host,
    props: {
      events: [...events, sentinel as eventWithTime],
      autoPlay: false,
      showController: false,
      skipInactive: false,
      // A virtual document makes seeks differ from playback: elements get other names, and are built elsewhere.
      // https://github.com/rrweb-io/rrweb/issues/1435
      useVirtualDom: false,
      speed: 1,
      speedOption: [1],
      // Focus that a recording gives would be taken from whatever the watcher is typing in.
      triggerFocus: false,
      mouseTail: pointer ? POINTER_TRAIL : false,
      insertStyleRules: [...PAGE_RULES],
      showWarning: true,
      logger: { log: () => undefined, warn: (...words: unknown[]) => warned(words) },
    },
  });
  return player as RrwebPlayer;
}
