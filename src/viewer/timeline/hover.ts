import type { SessionEvent } from "../player/session-events.ts";
import type { Scale } from "./scale.ts";
import type { TimelineModel } from "./timeline-model.ts";

/** What is at one point of the timeline. */
export interface Hover {
  /** Epoch ms. */
  readonly ts: number;
  /** Pages at that time, of each tab. */
  readonly views: readonly string[];
  /** Why there is no picture, where there is none. */
  readonly gap: string | undefined;
  readonly isIdle: boolean;
  /** The source still looks for what was recorded then. */
  readonly isSought: boolean;
  /** Tabs that were not to be seen, in words. */
  readonly unseen: readonly string[];
  /** The nearest events, at most `MOST_EVENTS`, in order of time. */
  readonly events: readonly SessionEvent[];
  /** How many more there are. */
  readonly more: number;
}

const REACH_PX = 6;
const MOST_EVENTS = 4;
const SHOWN = new Set<SessionEvent["kind"]>(["error", "frustration", "click", "custom"]);

/** What the timeline says about the point at `x`. */
export function hoverAt(
  model: TimelineModel,
  events: readonly SessionEvent[],
  scale: Scale,
  x: number,
): Hover {
  const ts = scale.toTime(x);
  const holds = ({ start, end }: { start: number; end: number }) => start <= ts && ts <= end;
  const near = events.filter(({ kind, at }) => SHOWN.has(kind) && Math.abs(scale.toX(at) - x) <= REACH_PX);
  const urgent = near.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_EVENTS);
  return {
    ts,
    views: model.bars.filter(holds).map((bar) => bar.label),
    gap: model.gaps.find(holds)?.text,
    isIdle: model.idle.some(holds),
    isSought: model.sought.some(holds),
    unseen: model.unseen.filter(holds).map(({ text }) => text),
    events: urgent.toSorted((a, b) => a.at - b.at),
    more: near.length - urgent.length,
  };
}

const rank = ({ kind }: SessionEvent) => (kind === "error" ? 0 : kind === "frustration" ? 1 : 2);
