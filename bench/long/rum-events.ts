import { isObject, type JsonObject } from "../../src/replay/record/json-value.ts";
import { derivedId } from "./derived-id.ts";
import type { SourceRumEvent } from "./source-recording.ts";

/** Kinds of ids that are another in each repetition. */
const OWN_IDS = ["action", "error", "resource", "long_task", "vital", "transition"];

export interface RepeatedRumEvent {
  readonly sessionId: string;
  readonly viewId: string;
  readonly turn: number;
  readonly shiftMs: number;
}

/** A RUM event as it would have been sent in a later repetition, with ids of its own. */
export function repeatRumEvent(event: SourceRumEvent, options: RepeatedRumEvent): SourceRumEvent {
  const { sessionId, viewId, turn, shiftMs } = options;
  const renamed = OWN_IDS.flatMap((kind) => {
    const owner = event[kind];
    return isObject(owner) ? [[kind, { ...owner, id: renamedId(owner["id"], turn) }] as const] : [];
  });
  return {
    ...event,
    ...Object.fromEntries(renamed),
    date: event.date + shiftMs,
    session: { ...partOf(event, "session"), id: sessionId },
    view: { ...event.view, id: viewId },
  };
}

/** The last version of a view's event says that the view is over: what was recorded ended without a word. */
export function endViews(events: readonly SourceRumEvent[]): SourceRumEvent[] {
  const last = new Map<string, SourceRumEvent>();
  for (const event of events) if (event.type === "view") last.set(event.view.id, event);
  const ends = new Set(last.values());
  return events.map((event) =>
    ends.has(event) ? { ...event, view: { ...event.view, is_active: false } } : event,
  );
}

/** A view's last event, for a view that is as long as this and was so often repeated. */
export function stretchViewEvent(event: SourceRumEvent, turns: number, lengthMs: number): SourceRumEvent {
  const counted = Object.entries(event.view).map(([key, value]) => {
    const counts = isObject(value) && typeof value["count"] === "number" && Object.keys(value).length === 1;
    return [key, counts ? { count: Number(value["count"]) * turns } : value] as const;
  });
  const view = {
    ...event.view,
    ...Object.fromEntries(counted),
    is_active: false,
    time_spent: lengthMs * 1e6,
  };
  return { ...event, view };
}

function renamedId(id: unknown, turn: number): unknown {
  if (Array.isArray(id)) return id.map((each) => renamedId(each, turn));
  return typeof id === "string" && turn > 0 ? derivedId(id, turn) : id;
}

function partOf(event: SourceRumEvent, key: string): JsonObject {
  const part = event[key];
  return isObject(part) ? part : {};
}
