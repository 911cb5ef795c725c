import { CircleAlertIcon, FrownIcon, VideoOffIcon } from "lucide-react";
import { useMemo } from "react";
import { Badge } from "../ui/badge.tsx";
import type { SessionEvent } from "../player/session-events.ts";
import { offsetText } from "../player/time-text.ts";
import { durationText } from "../ui/quantities.ts";
import { usePlayback, usePlayer } from "../player/use-playback.ts";
import { type ViewCounts, viewList, type ViewRow } from "./view-list.ts";
import { VirtualList } from "./virtual-list.tsx";

interface ViewsPanelProps {
  readonly counts: readonly ViewCounts[];
  readonly events: readonly SessionEvent[];
}

const ROW_PX = 56;

/** The pages of the session; the one on the stage is marked, a click goes to another. */
export function ViewsPanel({ counts, events }: ViewsPanelProps) {
  const player = usePlayer();
  const { start, views } = usePlayback(({ session }) => session);
  const rows = useMemo(() => viewList(views, counts, events), [views, counts, events]);
  const current = usePlayback(({ viewId }) => rows.findIndex((row) => row.id === viewId));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <VirtualList
        label="Pages"
        items={rows}
        keyOf={(row) => row.id}
        rowHeight={ROW_PX}
        current={current}
        follow
        onPick={(row) => player.openView(row.id)}
      >
        {(row) => <ViewLine row={row} sessionStart={start} />}
      </VirtualList>
    </div>
  );
}

function ViewLine({ row, sessionStart }: { readonly row: ViewRow; readonly sessionStart: number }) {
  return (
    <div className="flex h-full items-center gap-3 pr-3 pl-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-ink" title={row.url}>
          {row.label}
        </span>
        <span className="block truncate text-xs text-faint tabular-nums">
          {offsetText(row.start - sessionStart)} · {durationText(row.duration)}
          {row.tab === undefined ? "" : ` · tab ${row.tab.number}`}
        </span>
      </span>
      {row.hasReplay ? null : (
        <Badge>
          <VideoOffIcon aria-hidden /> not recorded
        </Badge>
      )}
      {row.errors > 0 ? (
        <Badge tone="danger">
          <CircleAlertIcon aria-label="Errors:" /> {row.errors}
        </Badge>
      ) : null}
      {row.frustrations > 0 ? (
        <Badge tone="warn">
          <FrownIcon aria-label="Frustrations:" /> {row.frustrations}
        </Badge>
      ) : null}
    </div>
  );
}
