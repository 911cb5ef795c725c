import { Tooltip } from "../ui/tooltip.tsx";
import { timeOfDayText, wallClockText } from "../ui/moments.ts";
import { offsetText } from "./time-text.ts";
import { usePlayback } from "./use-playback.ts";

/** Where the playhead is in the session, and how long that is. The exact time of day is in the tooltip. */
export function TimeDisplay() {
  const { start, end } = usePlayback(({ session }) => session);
  const seconds = usePlayback(({ ts }) => Math.floor((ts - start) / 1000));
  const now = start + seconds * 1000;
  return (
    <Tooltip content={wallClockText(now)} side="top">
      <time
        dateTime={new Date(now).toISOString()}
        tabIndex={0}
        className="rounded px-1 whitespace-nowrap text-muted tabular-nums"
      >
        <span className="font-medium text-ink">{offsetText(seconds * 1000)}</span>
        <span className="text-faint"> / {offsetText(end - start)}</span>
        <span className="text-faint max-lg:hidden"> · {timeOfDayText(now)}</span>
      </time>
    </Tooltip>
  );
}
