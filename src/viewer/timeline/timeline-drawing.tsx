import { clsx } from "clsx";
import { memo, useMemo } from "react";
import type { SessionEvent } from "../player/session-events.ts";
import { offsetText } from "../player/time-text.ts";
import { type Mark, type MarkKind, timelineMarks } from "./marks.ts";
import { axisTicks, type Scale } from "./scale.ts";
import type { Span } from "./spans.ts";
import { lanesLayout } from "./lanes-layout.ts";
import type { TimelineModel } from "./timeline-model.ts";

interface TimelineDrawingProps {
  readonly model: TimelineModel;
  readonly events: readonly SessionEvent[];
  readonly scale: Scale;
}

const key = ({ start, end }: Span) => `${start}-${end}`;

/** Height of the line under what is shown of several tabs. */
const SHOWN_PX = 2;

/** Until the playhead says more; always the same, so that rendering again leaves the progress where it is. */
const NO_PROGRESS = { transform: "scaleX(0)" };

/** Everything that stands still: marks, the bars of the pages with what is idle, missing and ready, the axis. */
export const TimelineDrawing = memo(function TimelineDrawing({ model, events, scale }: TimelineDrawingProps) {
  const marks = useMemo(() => timelineMarks(events, scale), [events, scale]);
  const { marksPx, lanePx, lanesPx, top } = lanesLayout(model.lanes);
  const place = ({ start, end }: Span) => {
    const left = scale.toX(start);
    return { left, width: Math.max(2, scale.toX(end) - left) };
  };
  // Of several tabs, only the one that is shown is played.
  const rects = model.shown.map((span) => {
    const { left, width } = place(span);
    return `M${left} ${top(span.lane)}h${width}v${lanePx}h${-width}z`;
  });
  const shownOnly = rects.length === 0 ? {} : { clipPath: `path("${rects.join("")}")` };
  return (
    <div aria-hidden>
      <div className="relative" style={{ height: marksPx }}>
        {marks.map((mark) => (
          <MarkSign key={`${mark.kind}${mark.x}`} mark={mark} />
        ))}
      </div>
      <div className="relative" style={{ height: lanesPx }}>
        {model.bars.map((bar) => (
          <div
            key={bar.id}
            data-view={bar.id}
            className="absolute overflow-hidden rounded-[4px] bg-line"
            style={{ ...inset(place(bar)), top: top(bar.lane), height: lanePx }}
          />
        ))}
        {model.ready.map((ready) => (
          <Stretch
            key={`${ready.lane}:${key(ready)}`}
            className="rounded-[4px] bg-line-strong"
            style={{ ...inset(place(ready)), top: top(ready.lane), height: lanePx }}
          />
        ))}
        {model.sought.map((span) => (
          <Stretch
            key={`sought ${span.lane}:${key(span)}`}
            className="timeline-sought rounded-[4px]"
            style={{ ...place(span), top: top(span.lane), height: lanePx }}
          />
        ))}
        {model.unseen.map((span) => (
          <Stretch
            key={`${span.lane}:${key(span)}`}
            className="timeline-unseen rounded-[4px]"
            style={{ ...place(span), top: top(span.lane), height: lanePx }}
          />
        ))}
        {model.idle.map((idle) => (
          <Stretch key={key(idle)} className="timeline-idle inset-y-0" style={place(idle)} />
        ))}
        {model.gaps.map((gap) => (
          <Stretch
            key={`${gap.lane}:${key(gap)}`}
            className="timeline-gap rounded-[4px]"
            style={{
              ...place(gap),
              top: top(gap.lane ?? 0),
              height: gap.lane === undefined ? lanesPx : lanePx,
            }}
          />
        ))}
        <div className="pointer-events-none absolute inset-0" style={shownOnly}>
          <div
            data-progress
            className="absolute inset-y-0 left-0 w-full origin-left rounded-l-[4px] bg-accent-fill/35"
            style={NO_PROGRESS}
          />
        </div>
        {model.shown.map((span) => (
          <Stretch
            key={`shown ${key(span)}`}
            className="rounded-full bg-accent"
            style={{ ...place(span), top: top(span.lane) + lanePx - SHOWN_PX, height: SHOWN_PX }}
          />
        ))}
        {model.bars.map((bar) => (
          <div
            key={bar.id}
            className="pointer-events-none absolute truncate px-1.5 text-[0.6875rem] font-medium text-ink"
            style={{ ...inset(place(bar)), top: top(bar.lane), lineHeight: `${lanePx}px` }}
          >
            {place(bar).width > 40 ? bar.label : ""}
          </div>
        ))}
      </div>
      <Axis model={model} scale={scale} />
    </div>
  );
});

/** Leaves a hair between bars that touch. */
const inset = ({ left, width }: { left: number; width: number }) => ({
  left,
  width: Math.max(2, width - 1),
});

function Stretch({ className, style }: { className: string; style: Readonly<Record<string, number>> }) {
  return <div className={clsx("pointer-events-none absolute", className)} style={style} />;
}

const SIGNS: Record<MarkKind, string> = {
  click: "bottom-0.5 h-2 w-0.5 rounded-full bg-accent",
  frustration: "bottom-1 size-2 rotate-45 rounded-[2px] bg-warn",
  error: "bottom-0.5 size-2.5 rounded-full bg-danger ring-2 ring-surface",
};

function MarkSign({ mark }: { readonly mark: Mark }) {
  return <span className={clsx("absolute -translate-x-1/2", SIGNS[mark.kind])} style={{ left: mark.x }} />;
}

function Axis({ model, scale }: { readonly model: TimelineModel; readonly scale: Scale }) {
  return (
    <div className="relative h-4.5">
      {axisTicks(model, scale.width).map((at) => (
        <span
          key={at}
          className={clsx(
            "absolute top-0.5 text-[0.6875rem] leading-4 text-faint tabular-nums",
            at > 0 && "-translate-x-1/2",
          )}
          style={{ left: scale.toX(model.start + at) }}
        >
          {offsetText(at)}
        </span>
      ))}
    </div>
  );
}
