import { countBefore } from "../../base/binary-search.ts";
import type { SessionEvent, SessionEventKind } from "../player/session-events.ts";

/** Kinds of events that are shown or hidden together. */
export interface EventGroup {
  readonly id: EventGroupId;
  readonly label: string;
  readonly kinds: readonly SessionEventKind[];
  /** Shown before a person chooses. */
  readonly isUsual: boolean;
}

export type EventGroupId =
  | "pages"
  | "clicks"
  | "inputs"
  | "errors"
  | "frustrations"
  | "requests"
  | "long-tasks"
  | "other";

export const EVENT_GROUPS: readonly EventGroup[] = [
  { id: "pages", label: "Pages", kinds: ["navigation"], isUsual: true },
  { id: "clicks", label: "Clicks", kinds: ["click", "custom"], isUsual: true },
  { id: "inputs", label: "Inputs", kinds: ["input"], isUsual: true },
  { id: "errors", label: "Errors", kinds: ["error"], isUsual: true },
  { id: "frustrations", label: "Frustrations", kinds: ["frustration"], isUsual: true },
  { id: "requests", label: "Requests", kinds: ["resource"], isUsual: false },
  { id: "long-tasks", label: "Long tasks", kinds: ["long-task"], isUsual: false },
  { id: "other", label: "Other", kinds: ["other"], isUsual: false },
];

/** How many events each group has; groups without any are left out. */
export function groupCounts(
  events: readonly SessionEvent[],
): readonly { readonly group: EventGroup; readonly count: number }[] {
  const byKind = new Map<SessionEventKind, number>();
  for (const { kind } of events) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  return EVENT_GROUPS.map((group) => ({
    group,
    count: group.kinds.reduce((sum, kind) => sum + (byKind.get(kind) ?? 0), 0),
  })).filter(({ count }) => count > 0);
}

/** The events of the shown groups whose words contain every word of `search`, without regard to case. */
export function filterEvents(
  events: readonly SessionEvent[],
  shown: ReadonlySet<EventGroupId>,
  search: string,
): readonly SessionEvent[] {
  const kinds = new Set(EVENT_GROUPS.filter(({ id }) => shown.has(id)).flatMap((group) => group.kinds));
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return events.filter((event) => {
    if (!kinds.has(event.kind)) return false;
    const text = `${event.title} ${event.detail ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The place of the last event at or before `ts`; −1 before the first. `events` are in order of time. */
export const currentIndex = (events: readonly SessionEvent[], ts: number): number =>
  countBefore(events, (event) => event.at <= ts) - 1;
