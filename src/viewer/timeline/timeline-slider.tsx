import type { KeyboardEvent, ReactNode } from "react";
import { offsetText, spokenOffset } from "../player/time-text.ts";
import { usePlayback, usePlayer } from "../player/use-playback.ts";
import type { TimelineModel } from "./timeline-model.ts";

interface TimelineSliderProps {
  readonly model: TimelineModel;
  readonly children: ReactNode;
}

const STEP_MS = 1000;
const BIG_STEP_MS = 10_000;

/** The timeline as a slider for the keyboard and for screen readers. */
export function TimelineSlider({ model, children }: TimelineSliderProps) {
  const player = usePlayer();
  const seconds = usePlayback(({ ts }) => Math.max(0, Math.floor((ts - model.start) / 1000)));
  const viewId = usePlayback((playback) => playback.viewId);
  const label = model.bars.find((bar) => bar.id === viewId)?.label;
  const length = model.end - model.start;
  const onKeyDown = (press: KeyboardEvent) => {
    const step = stepOf(press.key, press.shiftKey);
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    if (press.key === "Home") player.seek(model.start);
    else if (press.key === "End") player.seek(model.end);
    else if (step === undefined) return;
    else player.seekBy(step);
    press.preventDefault();
    press.stopPropagation();
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Time in the session"
      aria-valuemin={0}
      aria-valuemax={Math.ceil(length / 1000)}
      aria-valuenow={seconds}
      aria-valuetext={`${spokenOffset(seconds * 1000)} of ${offsetText(length)}${label === undefined ? "" : `, ${label}`}`}
      onKeyDown={onKeyDown}
      className="cursor-pointer rounded"
    >
      {children}
    </div>
  );
}

function stepOf(key: string, isFine: boolean): number | undefined {
  const step = isFine ? STEP_MS : STEP_MS * 5;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return step;
    case "ArrowLeft":
    case "ArrowDown":
      return -step;
    case "PageUp":
      return BIG_STEP_MS;
    case "PageDown":
      return -BIG_STEP_MS;
    default:
      return undefined;
  }
}
