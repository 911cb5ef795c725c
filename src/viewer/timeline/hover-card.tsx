import { clsx } from "clsx";
import type { SessionEvent } from "../player/session-events.ts";
import { useThumbnails } from "../player/thumbnails.ts";
import { offsetText } from "../player/time-text.ts";
import { useMediaQuery } from "../ui/use-media-query.ts";
import type { Hover } from "./hover.ts";
import type { PictureAt } from "./picture-at.ts";
import { ThumbnailBox } from "./thumbnail-box.tsx";
import type { TimelineModel } from "./timeline-model.ts";

/** Where the pointer is. */
export interface Pointed {
  /** Pixels from the left end of the timeline. */
  readonly x: number;
  readonly hover: Hover;
  readonly picture: PictureAt;
}

interface HoverCardProps {
  /** Undefined: elsewhere; nothing is shown then. */
  readonly pointed: Pointed | undefined;
  readonly model: TimelineModel;
  readonly width: number;
}

const CARD_PX = 256;
const WIDE_CARD_PX = 304;

/** What is at the place that the pointer is over. */
export function HoverCard({ pointed, model, width }: HoverCardProps) {
  const thumbnails = useThumbnails();
  const cardPx = useMediaQuery("(min-width: 80rem)") ? WIDE_CARD_PX : CARD_PX;
  if (pointed === undefined && thumbnails === undefined) return null;
  const x = pointed?.x ?? 0;
  const left = Math.min(Math.max(x - cardPx / 2, 0), Math.max(0, width - cardPx));
  return (
    <div aria-hidden className={clsx("pointer-events-none", pointed === undefined && "invisible")}>
      <div className="absolute top-1 bottom-4.5 w-px bg-faint" style={{ left: x }} />
      <div
        className="absolute bottom-full z-30 mb-1 flex max-w-full flex-col gap-1 rounded-lg border border-line bg-raised p-2 text-xs shadow-raised"
        style={{ left, width: cardPx }}
      >
        {thumbnails === undefined ? null : (
          <ThumbnailBox thumbnails={thumbnails} picture={pointed?.picture} />
        )}
        {pointed === undefined ? null : <CardText {...pointed} model={model} />}
      </div>
    </div>
  );
}

function CardText({ hover, picture, model }: Pointed & { readonly model: TimelineModel }) {
  const hasPictures = useThumbnails() !== undefined;
  const isSaid = hasPictures && picture.kind === "nothing" && picture.why === hover.gap;
  return (
    <div className="flex flex-col gap-1 px-1">
      <div className="flex items-baseline gap-2">
        <span className="font-semibold text-ink tabular-nums">{offsetText(hover.ts - model.start)}</span>
        <span className="min-w-0 truncate text-muted">{hover.views.join(" · ")}</span>
      </div>
      {hover.gap === undefined || isSaid ? null : <p className="text-warn">{hover.gap}</p>}
      {hover.unseen.map((text) => (
        <p key={text} className="text-faint">
          {text}
        </p>
      ))}
      {hover.isSought ? <p className="text-faint">The source still looks for this part</p> : null}
      {hover.isIdle ? <p className="text-faint">No activity</p> : null}
      {hover.events.map((event) => (
        <EventLine key={event.id} event={event} />
      ))}
      {hover.more > 0 ? <p className="text-faint">and {hover.more} more</p> : null}
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
