import type { FromStage } from "../../wire/stage.ts";
import type { Send } from "./announcer.ts";
import type { Need } from "./need.ts";
import type { Span } from "./plan.ts";
import { spanAt } from "./programme.ts";
import type { ViewStates } from "./view-states.ts";

// A stage that is opened for stills: one picture after the other, of times that are asked for.

/** Of a stage of stills nobody wants to know. */
const UNTOLD: ReadonlySet<FromStage["type"]> = new Set([
  "stage:facts",
  "stage:programme",
  "stage:assets",
  "stage:clock",
]);

/** Tells what is told of stills. */
export const toldOfStills =
  (send: Send): Send =>
  (message, transfer) => {
    if (!UNTOLD.has(message.type)) send(message, transfer);
  };

/** What is missing of the picture at `ts`; undefined when nothing is. */
export function stillNeedAt(spans: readonly Span[], states: ViewStates, ts: number): Need | undefined {
  const viewId = spanAt(spans, ts)?.viewId;
  if (viewId === undefined) return undefined;
  const ready = states.readyUntil(viewId, ts);
  if (ready === -Infinity) return { viewId, from: ts, ts };
  // The first picture comes later.
  if (!states.hasPicture(viewId) && ready < Infinity) return { viewId, from: ts, ts: Math.max(ts, ready) };
  return undefined;
}
