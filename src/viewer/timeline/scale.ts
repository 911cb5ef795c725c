import type { Span } from "./spans.ts";

/** Between times (epoch ms) and pixels of a timeline that is `width` wide. */
export interface Scale {
  readonly width: number;
  toX(ts: number): number;
  /** Kept within the session. */
  toTime(x: number): number;
}

export function timelineScale(session: Span, width: number): Scale {
  const duration = Math.max(1, session.end - session.start);
  return {
    width,
    toX: (ts) => clamp((ts - session.start) / duration, 1) * width,
    toTime: (x) => session.start + (width > 0 ? clamp(x / width, 1) : 0) * duration,
  };
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800];
const NARROWEST_STEP_PX = 72;

/** Round times since the start of the session (ms) at which the axis has a word, dense but legible. */
export function axisTicks(session: Span, width: number): readonly number[] {
  const duration = session.end - session.start;
  const most = Math.max(1, Math.floor(width / NARROWEST_STEP_PX));
  const stepSeconds = STEPS_S.find((step) => duration / (step * 1000) <= most) ?? duration / 1000 / most;
  const step = stepSeconds * 1000;
  const count = Math.floor(duration / step) + 1;
  // The last word must not stick out at the right end.
  return Array.from({ length: count }, (_, at) => at * step).filter(
    (at) => at === 0 || (at / duration) * width <= width - NARROWEST_STEP_PX / 2,
  );
}
