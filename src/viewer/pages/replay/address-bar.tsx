import { GlobeIcon } from "lucide-react";
import { TabMenu } from "../../player/tab-menu.tsx";
import { usePlayback } from "../../player/use-playback.ts";

/** The address of the recorded page at the playhead, which tab it was in where there are several, and its size. */
export function AddressBar() {
  const url = usePlayback((playback) => playback.url);
  const viewport = usePlayback((playback) => playback.viewport);
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
      <GlobeIcon aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span
        role="status"
        aria-label="Address of the recorded page"
        className="min-w-0 flex-1 truncate text-xs text-muted"
        title={url}
      >
        {url}
      </span>
      <TabMenu />
      {viewport === undefined ? null : (
        <span className="hidden shrink-0 text-xs text-faint tabular-nums sm:inline">
          {Math.round(viewport.width)} × {Math.round(viewport.height)}
        </span>
      )}
    </div>
  );
}
