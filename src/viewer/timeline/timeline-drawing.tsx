import { clsx } from "clsx";
import { memo, useMemo } from "react";
import type { SessionEvent } from "../player/session-events.ts";
import { offsetText } from "../player/time-text.ts";
import { type Mark, type MarkKind, timelineMarks } from "./marks.ts";
import { axisTicks, type Scale } from "./scale.ts";
import type { Span } from "./spans.ts";
import type { TimelineModel } from "./timeline-model.ts";

interface TimelineDrawingProps {
  readonly model: TimelineModel;
  readonly events: readonly SessionEvent[];
  readonly scale: Scale;
}

const key = ({ start, end }: Span) => `${start}-${end}`;

/** Until the playhead says more; always the same, so that rendering again leaves the progress where it is. */
const NO_PROGRESS = { transform: "scaleX(0)" };

const MARKS_PX = 16;
const GAP_PX = 2;

/** Everything that stands still: marks, the bars of the pages with what is idle, missing and ready, the axis. */
export const TimelineDrawing = memo(function TimelineDrawing({ model, events, scale }: TimelineDrawingProps) {
  const marks = useMemo(() => timelineMarks(events, scale), [events, scale]);
  const lanePx = model.lanes === 1 ? 22 : 15;
  const lanesPx = model.lanes * (lanePx + GAP_PX) - GAP_PX;
  const top = (lane: number) => lane * (lanePx + GAP_PX);
  const place = ({ start, end }: Span) => {
    const left = scale.toX(start);
    return { left, width: Math.max(2, scale.toX(end) - left) };
  };
  return (
    <div aria-hidden>
      <div className="relative" style={{ height: MARKS_PX }}>
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
        {model.idle.map((idle) => (
          <Stretch key={key(idle)} className="timeline-idle inset-y-0" style={place(idle)} />
        ))}
        {model.gaps.map((gap) => (
          <Stretch key={key(gap)} className="timeline-gap inset-y-0 rounded-[4px]" style={place(gap)} />
        ))}
        <div
          data-progress
          className="absolute inset-y-0 left-0 w-full origin-left rounded-l-[4px] bg-accent-fill/35"
          style={NO_PROGRESS}
        />
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
