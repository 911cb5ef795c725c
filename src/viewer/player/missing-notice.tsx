import { SkipForwardIcon, TriangleAlertIcon } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { type Missing, missingAt } from "./missing.ts";
import { offsetText } from "./time-text.ts";
import { usePlayback, usePlayer } from "./use-playback.ts";

/** Says over the picture what is missing of it and until when, and goes there. */
export function MissingNotice() {
  const player = usePlayer();
  const start = usePlayback(({ session }) => session.start);
  // As text: a part of the playback that is the same as long as it says the same.
  const said = usePlayback((playback) => {
    const isShown = playback.state === "paused" || playback.state === "playing";
    return (isShown && JSON.stringify(missingAt(playback))) || "";
  });
  const missing = said === "" ? undefined : (JSON.parse(said) as Missing);
  return (
    <div
      role="status"
      aria-label="What is missing"
      className="pointer-events-none absolute inset-x-3 bottom-3 flex justify-center"
    >
      {missing === undefined ? null : (
        <div className="pointer-events-auto flex max-w-xl flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-raised/95 py-1.5 pr-1.5 pl-3 text-xs text-ink shadow-raised">
          <TriangleAlertIcon aria-hidden className="size-4 shrink-0 text-warn" />
          <span className="min-w-0 flex-1 basis-48 text-pretty">
            {missing.text}, until {offsetText(missing.until - start)}.
          </span>
          <Button size="sm" variant="ghost" className="text-xs" onClick={() => player.seek(missing.until)}>
            <SkipForwardIcon aria-hidden /> Go to where it goes on
          </Button>
        </div>
      )}
    </div>
  );
}
