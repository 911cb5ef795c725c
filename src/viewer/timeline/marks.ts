import type { SessionEvent } from "../player/session-events.ts";
import type { Scale } from "./scale.ts";

export type MarkKind = "error" | "frustration" | "click";

/** Events that are drawn as one, because they are too near each other for more. */
export interface Mark {
  readonly kind: MarkKind;
  readonly x: number;
  readonly events: readonly SessionEvent[];
}

/** How near marks of one kind may be, pixels. */
const NEAREST_PX = 7;

const KINDS: readonly MarkKind[] = ["click", "frustration", "error"];

/** The marks of a timeline: errors, frustrations and clicks, near ones of a kind joined. Later ones lie on top. */
export function timelineMarks(events: readonly SessionEvent[], scale: Scale): readonly Mark[] {
  return KINDS.flatMap((kind) => {
    const marks: { x: number; events: SessionEvent[] }[] = [];
    for (const event of events) {
      if (event.kind !== kind) continue;
      const x = scale.toX(event.at);
      const last = marks.at(-1);
      if (last !== undefined && x - last.x < NEAREST_PX) last.events.push(event);
      else marks.push({ x, events: [event] });
    }
    return marks.map(({ x, events: joined }) => ({ kind, x, events: joined }));
  });
}
