import { clsx } from "clsx";
import type { SessionEvent } from "../player/session-events.ts";
import { offsetText } from "../player/time-text.ts";
import type { Hover } from "./hover.ts";
import type { TimelineModel } from "./timeline-model.ts";

interface HoverCardProps {
  readonly hover: Hover;
  /** Pixels from the left end of the timeline. */
  readonly x: number;
  readonly model: TimelineModel;
  readonly width: number;
}

const CARD_PX = 256;

/** What is at the place that the pointer is over. */
export function HoverCard({ hover, x, model, width }: HoverCardProps) {
  const left = Math.min(Math.max(x - CARD_PX / 2, 0), Math.max(0, width - CARD_PX));
  return (
    <div aria-hidden className="pointer-events-none">
      <div className="absolute top-1 bottom-4.5 w-px bg-faint" style={{ left: x }} />
      <div
        className="absolute bottom-full z-30 mb-1 flex w-64 max-w-full flex-col gap-1 rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-raised"
        style={{ left }}
      >
        <div className="flex items-baseline gap-2">
          <span className="font-semibold text-ink tabular-nums">{offsetText(hover.ts - model.start)}</span>
          <span className="min-w-0 truncate text-muted">{hover.views.join(" · ")}</span>
        </div>
        {hover.gap === undefined ? null : <p className="text-warn">{hover.gap}</p>}
        {hover.unseen.map((text) => (
          <p key={text} className="text-faint">
            {text}
          </p>
        ))}
        {hover.isIdle ? <p className="text-faint">No activity</p> : null}
        {hover.events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
        {hover.more > 0 ? <p className="text-faint">and {hover.more} more</p> : null}
      </div>
    </div>
  );
}

const NAMES: Partial<Record<SessionEvent["kind"], string>> = {
  click: "Click",
  error: "Error",
  custom: "Action",
};

function EventLine({ event }: { readonly event: SessionEvent }) {
  const name = event.kind === "frustration" ? (event.detail ?? "Frustration") : NAMES[event.kind];
  return (
    <p className="flex gap-1.5">
      <span
        className={clsx(
          "shrink-0 font-medium",
          event.kind === "error" && "text-danger",
          event.kind === "frustration" && "text-warn",
          event.kind !== "error" && event.kind !== "frustration" && "text-accent",
        )}
      >
        {name}
      </span>
      <span className="min-w-0 truncate text-muted">{event.title}</span>
    </p>
  );
}
