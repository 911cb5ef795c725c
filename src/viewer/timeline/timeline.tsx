import "./timeline.css";
import { type PointerEvent, useCallback, useMemo, useRef, useState } from "react";
import { usePlayback, usePlayer } from "../player/use-playback.ts";
import type { SessionEvent } from "../player/session-events.ts";
import { hoverAt } from "./hover.ts";
import { HoverCard } from "./hover-card.tsx";
import { pictureAt } from "./picture-at.ts";
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

/** Where the pointer is: pixels from the left end, and the other tab that a press there would choose. */
interface Pointer {
  readonly x: number;
  readonly tab: number | undefined;
}

/** While dragging, the stage is asked for a new picture no more often than this. */
const DRAG_SEEK_MS = 120;

/** The whole session on one line: its pages, what happened, what is missing, and the playhead to move. */
export function Timeline({ model, events }: TimelineProps) {
  const [ref, width] = useWidth();
  const scale = useMemo(() => timelineScale(model, width), [model, width]);
  const programme = usePlayback((playback) => playback.programme);
  const [pointer, setPointer] = useState<Pointer>();
  const pointed = useMemo(() => {
    if (pointer === undefined) return undefined;
    const { x, tab } = pointer;
    const hover = hoverAt(model, events, scale, x);
    return { x, hover, picture: pictureAt(model, programme, hover.ts, tab) };
  }, [model, events, scale, programme, pointer]);
  const drag = useDragSeek(model, scale, setPointer);
  const slider = (
    <TimelineSlider model={model}>
      <div ref={ref} className="relative touch-none pt-1 select-none" {...drag}>
        <TimelineDrawing model={model} events={events} scale={scale} />
        <Playhead scale={scale} />
        <HoverCard pointed={pointed} model={model} width={width} />
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
function useDragSeek(model: TimelineModel, scale: Scale, setPointer: (pointer: Pointer | undefined) => void) {
  const player = usePlayer();
  const drag = useRef<{ at: number; x: number } | undefined>(undefined);
  const otherAt = ({ target }: PointerEvent<HTMLElement>, ts: number) =>
    otherTab(target, model, player.playback.get().viewId, ts);
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const x = place(event);
    drag.current = { at: event.timeStamp, x };
    const ts = scale.toTime(x);
    const other = otherAt(event, ts);
    if (other === undefined) player.seek(ts);
    else player.chooseTab(other, ts);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const x = place(event);
    setPointer({ x, tab: drag.current === undefined ? otherAt(event, scale.toTime(x)) : undefined });
    if (drag.current === undefined || event.timeStamp - drag.current.at < DRAG_SEEK_MS) return;
    drag.current = { at: event.timeStamp, x };
    player.seek(scale.toTime(x));
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    const x = place(event);
    if (drag.current !== undefined && drag.current.x !== x) player.seek(scale.toTime(x));
    drag.current = undefined;
  };
  const leave = useCallback(() => setPointer(undefined), [setPointer]);
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
