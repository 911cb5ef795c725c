import type { eventWithTime } from "@rrweb/types";

/** Between two events that share a millisecond; small enough to stay inside it. */
const STEP_MS = 0.001;

/** Copies with times that end at `at`, in the same order. */
export function stampBefore(events: readonly eventWithTime[], at: number): readonly eventWithTime[] {
  return events.map((event, index) => ({
    ...event,
    timestamp: at - (events.length - 1 - index) * STEP_MS,
  }));
}
