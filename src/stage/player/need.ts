import { spanAfter, spanAt, type Span } from "./programme.ts";
import type { ViewStates } from "./view-states.ts";

/** How far ahead of the playhead segments are wanted, at the speed of one. */
const AHEAD_MS = 45_000;

/** Segments that are wanted next: those of a view, up to the one that holds `ts`. */
export interface Need {
  readonly viewId: string;
  readonly ts: number;
}

/**
 * What is wanted next: first what the picture at the playhead takes, then what plays in the time ahead, then
 * the beginning of the next view. Undefined when all of that is there.
 */
export function needAt(
  spans: readonly Span[],
  states: ViewStates,
  ts: number,
  speed: number,
): Need | undefined {
  const until = ts + AHEAD_MS * Math.max(speed, 1);
  let from = ts;
  for (let span = spanAt(spans, ts); span !== undefined; span = spanAfter(spans, span.from)) {
    const { viewId } = span;
    if (!states.isReady(viewId, from)) return { viewId, ts: from };
    if (!states.hasPicture(viewId)) return { viewId, ts: states.progress(viewId)?.decodedUntil ?? from };
    const to = Math.min(Math.max(until, from), span.to);
    if (!states.isReady(viewId, to)) return { viewId, ts: to };
    if (span.from > until) return undefined;
    from = span.to;
  }
  return undefined;
}
