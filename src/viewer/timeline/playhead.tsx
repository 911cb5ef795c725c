import { useCallback, useRef } from "react";
import { useEachTick } from "../player/use-playback.ts";
import type { Scale } from "./scale.ts";

/** The line at the time that is shown. It and the progress of the bars move without rendering. */
export function Playhead({ scale }: { readonly scale: Scale }) {
  const line = useRef<HTMLDivElement>(null);
  const show = useCallback(
    (ts: number) => {
      const x = scale.toX(ts);
      const track = line.current?.parentElement;
      const progress = track?.querySelector<HTMLElement>("[data-progress]");
      if (line.current) line.current.style.transform = `translateX(${x}px)`;
      if (progress) progress.style.transform = `scaleX(${scale.width > 0 ? x / scale.width : 0})`;
    },
    [scale],
  );
  useEachTick(show);
  return (
    <div ref={line} aria-hidden className="pointer-events-none absolute top-1 bottom-4.5 left-0 w-0">
      <div className="absolute inset-y-0 -left-px w-0.5 rounded-full bg-ink" />
      <div className="absolute -top-0.5 -left-[5px] size-2.5 rounded-full border-2 border-surface bg-ink shadow" />
    </div>
  );
}
