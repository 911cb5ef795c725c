import { clsx } from "clsx";
import {
  CircleAlertIcon,
  CircleDotIcon,
  FrownIcon,
  GlobeIcon,
  HourglassIcon,
  KeyboardIcon,
  type LucideIcon,
  MousePointerClickIcon,
  NavigationIcon,
  StarIcon,
} from "lucide-react";
import { addressLabel } from "../player/view-label.ts";
import type { SessionEvent, SessionEventKind } from "../player/session-events.ts";
import { offsetText } from "../player/time-text.ts";
import { durationText } from "../ui/quantities.ts";

const ICONS: Record<SessionEventKind, LucideIcon> = {
  navigation: NavigationIcon,
  click: MousePointerClickIcon,
  input: KeyboardIcon,
  error: CircleAlertIcon,
  frustration: FrownIcon,
  resource: GlobeIcon,
  "long-task": HourglassIcon,
  custom: StarIcon,
  other: CircleDotIcon,
};

export const EVENT_NAMES: Record<SessionEventKind, string> = {
  navigation: "Page",
  click: "Click",
  input: "Input",
  error: "Error",
  frustration: "Frustration",
  resource: "Request",
  "long-task": "Long task",
  custom: "Action",
  other: "Other",
};

interface EventRowProps {
  readonly event: SessionEvent;
  /** Epoch ms of the session's start. */
  readonly sessionStart: number;
}

/** One line of the events panel. */
export function EventRow({ event, sessionStart }: EventRowProps) {
  const Icon = ICONS[event.kind];
  const isAddress = event.kind === "navigation" || event.kind === "resource";
  const second = [
    EVENT_NAMES[event.kind],
    event.detail,
    event.duration === undefined ? undefined : durationText(event.duration),
  ];
  return (
    <div className="flex h-full items-center gap-2.5 pr-3 pl-2.5">
      <span className={clsx("grid size-7 shrink-0 place-items-center rounded-md", tone(event))}>
        <Icon aria-hidden className="size-4" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="sr-only">{EVENT_NAMES[event.kind]}: </span>
        <span
          className={clsx("block truncate", event.failed ? "text-danger" : "text-ink")}
          title={event.title}
        >
          {isAddress ? addressLabel(event.title) : event.title}
        </span>
        <span className="block truncate text-xs text-faint">
          {second.filter((text) => text && text !== event.title).join(" · ")}
        </span>
      </span>
      <span className="shrink-0 text-xs text-faint tabular-nums">{offsetText(event.at - sessionStart)}</span>
    </div>
  );
}

function tone({ kind, failed }: SessionEvent): string {
  if (kind === "error" || failed) return "bg-danger-soft text-danger";
  if (kind === "frustration") return "bg-warn-soft text-warn";
  if (kind === "navigation") return "bg-good-soft text-good";
  if (kind === "click" || kind === "custom") return "bg-accent-soft text-accent";
  return "bg-sunken text-muted";
}
