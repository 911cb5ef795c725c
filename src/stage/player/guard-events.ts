import { EventType, type eventWithTime, type fullSnapshotEvent, IncrementalSource } from "@rrweb/types";
import type { Replayer } from "./rrweb-player.ts";

export interface EventWatch {
  /** Before the page is built anew. */
  readonly rebuilds: (event: fullSnapshotEvent) => void;
  /** After an event is applied. */
  readonly applied: (event: eventWithTime) => void;
  /** It could not be applied; the next one is. */
  readonly failed: (error: unknown) => void;
  /** Things may be elsewhere than before the event. */
  readonly moved: () => void;
}

/**
 * Looks at each event that the player applies. One at which rrweb throws would stop its timer for good, or end a seek
 * half way.
 */
export function guardEvents(replayer: Replayer, watch: EventWatch): void {
  const rebuild = replayer.rebuildFullSnapshot.bind(replayer);
  replayer.rebuildFullSnapshot = (event, isSync) => {
    watch.rebuilds(event);
    rebuild(event, isSync);
  };
  const apply = replayer.applyIncremental.bind(replayer);
  replayer.applyIncremental = (event, isSync) => {
    try {
      apply(event, isSync);
      watch.applied(event);
    } catch (error) {
      watch.failed(error);
    }
    if (!isPointer(event)) watch.moved();
  };
}

/** Whether an event is about the pointer, which changes nothing of where things are. */
function isPointer({ type, data }: eventWithTime): boolean {
  if (type !== EventType.IncrementalSnapshot) return false;
  const { MouseMove, TouchMove, MouseInteraction } = IncrementalSource;
  return data.source === MouseMove || data.source === TouchMove || data.source === MouseInteraction;
}
