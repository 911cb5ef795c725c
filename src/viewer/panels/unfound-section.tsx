import { LoaderIcon, RotateCwIcon, TriangleAlertIcon } from "lucide-react";
import { offsetText } from "../player/time-text.ts";
import { usePlayback } from "../player/use-playback.ts";
import { Button } from "../ui/button.tsx";
import { SaveAnswer } from "../ui/save-answer.tsx";
import type { UnfoundView } from "./unfound-views.ts";

interface UnfoundSectionProps {
  readonly views: readonly UnfoundView[];
  readonly onLookAgain: ((viewId: string) => void) | undefined;
}

/** Pages of which the source has not told all that it has: it still looks, or why it does not. */
export function UnfoundSection({ views, onLookAgain }: UnfoundSectionProps) {
  const sessionStart = usePlayback(({ session }) => session.start);
  return (
    <section aria-label="Still to come" className="border-b border-line">
      <ul>
        {views.map((view) => (
          <li key={view.viewId} className="flex gap-3 border-b border-line px-4 py-3 last:border-0">
            {view.isStopped ? (
              <TriangleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            ) : (
              <LoaderIcon aria-hidden className="mt-0.5 size-4 shrink-0 animate-spin text-faint" />
            )}
            <div className="min-w-0 flex-1">
              <p className="font-medium text-ink">{titleOf(view)}</p>
              {view.message === undefined ? null : <p className="break-words text-muted">{view.message}</p>}
              <p className="mt-0.5 truncate text-xs text-faint tabular-nums">
                {view.page}
                {view.until === undefined ? "" : ` · known up to ${offsetText(view.until - sessionStart)}`}
              </p>
              {view.isStopped ? (
                <div className="mt-2 flex flex-wrap gap-2">
                  <Button size="sm" onClick={() => onLookAgain?.(view.viewId)}>
                    <RotateCwIcon aria-hidden /> Look again
                  </Button>
                  {view.rawAnswer === undefined ? null : <SaveAnswer address={view.rawAnswer} size="sm" />}
                </div>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf({ isStopped, until }: UnfoundView): string {
  if (!isStopped) return "The source still looks for parts of this page";
  return until === undefined
    ? "The source could not deliver this page"
    : "The source could not deliver the rest of this page";
}
