import { PlayIcon, XIcon } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import type { SessionEvent } from "../player/session-events.ts";
import { offsetText } from "../player/time-text.ts";
import { wallClockText } from "../ui/moments.ts";
import { durationText } from "../ui/quantities.ts";
import { CopyIconButton } from "../ui/copy-button.tsx";
import { EVENT_NAMES } from "./event-row.tsx";

interface EventDetailProps {
  readonly event: SessionEvent;
  readonly sessionStart: number;
  /** Plays what led to it. */
  readonly onReplay: () => void;
  readonly onClose: () => void;
}

/** All that is known of the event that was picked. */
export function EventDetail({ event, sessionStart, onReplay, onClose }: EventDetailProps) {
  const facts = [
    offsetText(event.at - sessionStart),
    wallClockText(event.at),
    event.detail,
    event.duration === undefined ? undefined : durationText(event.duration),
  ];
  return (
    <section
      aria-label="Picked event"
      className="max-h-[45%] shrink-0 overflow-y-auto border-t border-line p-3"
    >
      <div className="flex items-start gap-1">
        <h2 className="min-w-0 flex-1 py-1 text-xs font-semibold text-muted">{EVENT_NAMES[event.kind]}</h2>
        <CopyIconButton
          label="Copy this event"
          text={[event.title, ...facts, event.stack].filter(Boolean).join("\n")}
        />
        <IconButton label="Close" size="sm" onClick={onClose}>
          <XIcon />
        </IconButton>
      </div>
      <p className="break-words">{event.title}</p>
      <p className="mt-1 text-xs text-faint">{facts.filter(Boolean).join(" · ")}</p>
      <Button size="sm" className="mt-2" onClick={onReplay}>
        <PlayIcon aria-hidden /> Play from 5 seconds before
      </Button>
      {event.stack === undefined ? null : (
        <pre
          tabIndex={0}
          aria-label="Stack"
          className="mt-2 overflow-x-auto rounded-md bg-sunken p-2.5 font-mono text-xs leading-5 text-muted"
        >
          {event.stack}
        </pre>
      )}
    </section>
  );
}
