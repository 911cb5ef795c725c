import "./timeline.css";
import { type PointerEvent, useCallback, useMemo, useRef, useState } from "react";
import { usePlayer } from "../player/use-playback.ts";
import type { SessionEvent } from "../player/session-events.ts";
import { hoverAt } from "./hover.ts";
import { HoverCard } from "./hover-card.tsx";
import { Playhead } from "./playhead.tsx";
import { type Scale, timelineScale } from "./scale.ts";
import { TimelineDrawing } from "./timeline-drawing.tsx";
import type { TimelineModel } from "./timeline-model.ts";
import { TabLanes } from "./tab-lanes.tsx";
import { TimelineSlider } from "./timeline-slider.tsx";
import { useWidth } from "./use-width.ts";

interface TimelineProps {
  readonly model: TimelineModel;
  readonly events: readonly SessionEvent[];
}

/** While dragging, the stage is asked for a new picture no more often than this. */
const DRAG_SEEK_MS = 120;

/** The whole session on one line: its pages, what happened, what is missing, and the playhead to move. */
export function Timeline({ model, events }: TimelineProps) {
  const [ref, width] = useWidth();
  const scale = useMemo(() => timelineScale(model, width), [model, width]);
  const [x, setX] = useState<number>();
  const hover = useMemo(
    () => (x === undefined ? undefined : hoverAt(model, events, scale, x)),
    [model, events, scale, x],
  );
  const drag = useDragSeek(model, scale, setX);
  const slider = (
    <TimelineSlider model={model}>
      <div ref={ref} className="relative touch-none pt-1 select-none" {...drag}>
        <TimelineDrawing model={model} events={events} scale={scale} />
        <Playhead scale={scale} />
        {hover === undefined || x === undefined ? null : (
          <HoverCard hover={hover} x={x} model={model} width={width} />
        )}
      </div>
    </TimelineSlider>
  );
  if (model.lanes === 1) return slider;
  return (
    <div className="flex gap-2">
      <TabLanes lanes={model.lanes} />
      <div className="min-w-0 flex-1">{slider}</div>
    </div>
  );
}

function place(event: PointerEvent<HTMLElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.min(Math.max(event.clientX - box.left, 0), box.width);
}

/** Pointer handlers: hovering shows, pressing and dragging seeks, the last place when it is let go. */
function useDragSeek(model: TimelineModel, scale: Scale, setX: (x: number | undefined) => void) {
  const player = usePlayer();
  const drag = useRef<{ at: number; x: number } | undefined>(undefined);
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const x = place(event);
    drag.current = { at: event.timeStamp, x };
    const ts = scale.toTime(x);
    const other = otherTab(event.target, model, player.playback.get().viewId, ts);
    if (other === undefined) player.seek(ts);
    else player.chooseTab(other, ts);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const x = place(event);
    setX(x);
    if (drag.current === undefined || event.timeStamp - drag.current.at < DRAG_SEEK_MS) return;
    drag.current = { at: event.timeStamp, x };
    player.seek(scale.toTime(x));
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    const x = place(event);
    if (drag.current !== undefined && drag.current.x !== x) player.seek(scale.toTime(x));
    drag.current = undefined;
  };
  const leave = useCallback(() => setX(undefined), [setX]);
  return {
    onPointerDown: begin,
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: end,
    onPointerLeave: leave,
  };
}

/** Another tab than the one that is shown, whose lane was pressed on where it is open. */
function otherTab(
  target: EventTarget,
  model: TimelineModel,
  currentViewId: string,
  ts: number,
): number | undefined {
  if (!(target instanceof Element) || model.lanes === 1) return undefined;
  const viewId = target.closest<HTMLElement>("[data-view]")?.dataset["view"];
  const bar = model.bars.find(({ id }) => id === viewId);
  const isThere = bar !== undefined && bar.start <= ts && ts <= bar.end;
  const current = model.bars.find(({ id }) => id === currentViewId)?.lane;
  return isThere && bar.lane !== current ? bar.lane : undefined;
}
