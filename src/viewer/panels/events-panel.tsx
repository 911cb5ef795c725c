import { clsx } from "clsx";
import { ListEndIcon, ListFilterIcon, SearchIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { setPlayerPreferences, usePlayerPreferences } from "../player/preferences.ts";
import type { SessionEvent } from "../player/session-events.ts";
import { usePlayback, usePlayer } from "../player/use-playback.ts";
import { EventDetail } from "./event-detail.tsx";
import { EventRow } from "./event-row.tsx";
import { useEventList } from "./use-event-list.ts";
import { VirtualList } from "./virtual-list.tsx";

interface EventsPanelProps {
  readonly events: readonly SessionEvent[];
  /** Said above the list: RUM events that are loading, could not be had, or are too many. */
  readonly notice?: ReactNode;
}

const ROW_PX = 48;
/** As much of what led to an event is played. */
const LEAD_MS = 5000;

/** Everything that happened, in order; it follows the playhead, and a click goes there. */
export function EventsPanel({ events, notice }: EventsPanelProps) {
  const player = usePlayer();
  const sessionStart = usePlayback(({ session }) => session.start);
  const list = useEventList(events);
  const { follow } = usePlayerPreferences();
  const [picked, setPicked] = useState<SessionEvent>();
  const pick = (event: SessionEvent) => {
    setPicked(event);
    player.seek(event.at);
  };
  const replay = (event: SessionEvent) => {
    player.seek(event.at - LEAD_MS);
    player.play();
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <EventFilters list={list} />
      {notice}
      {list.rows.length === 0 ? (
        <NoEvents hasAny={events.length > 0} onShowAll={list.showAll} />
      ) : (
        <VirtualList
          label="Events"
          items={list.rows}
          keyOf={(event) => event.id}
          rowHeight={ROW_PX}
          current={list.current}
          follow={follow}
          onPick={pick}
        >
          {(event) => <EventRow event={event} sessionStart={sessionStart} />}
        </VirtualList>
      )}
      {picked === undefined ? null : (
        <EventDetail
          event={picked}
          sessionStart={sessionStart}
          onReplay={() => replay(picked)}
          onClose={() => setPicked(undefined)}
        />
      )}
    </div>
  );
}

function EventFilters({ list }: { readonly list: ReturnType<typeof useEventList> }) {
  const { follow } = usePlayerPreferences();
  return (
    <div className="flex flex-col gap-2 border-b border-line p-2.5">
      <div className="flex items-center gap-1">
        <label className="relative min-w-0 flex-1">
          <SearchIcon
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
          />
          <input
            type="search"
            value={list.search}
            onChange={(change) => list.setSearch(change.target.value)}
            placeholder="Search events"
            aria-label="Search events"
            className="h-8 w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-sm text-ink placeholder:text-faint"
          />
        </label>
        <IconButton
          label="Follow the playhead"
          size="sm"
          aria-pressed={follow}
          onClick={() => setPlayerPreferences({ follow: !follow })}
        >
          <ListEndIcon />
        </IconButton>
      </div>
      <div
        role="group"
        aria-label="Kinds of events"
        className="flex gap-1 max-lg:overflow-x-auto lg:flex-wrap"
      >
        {list.groups.map(({ group, count }) => (
          <button
            key={group.id}
            type="button"
            aria-pressed={list.shown.has(group.id)}
            onClick={() => list.toggle(group.id)}
            className={clsx(
              "inline-flex h-6 shrink-0 items-center gap-1 rounded-full border px-2 text-xs font-medium transition-colors",
              list.shown.has(group.id)
                ? "border-transparent bg-accent-soft text-accent"
                : "border-line-strong text-muted hover:bg-hover",
            )}
          >
            {group.label}
            <span className="font-normal tabular-nums">{count}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function NoEvents({ hasAny, onShowAll }: { readonly hasAny: boolean; readonly onShowAll: () => void }) {
  return hasAny ? (
    <EmptyState
      icon={<ListFilterIcon />}
      title="No event matches"
      text="Other words, or more kinds of events, may find it."
    >
      <Button size="sm" onClick={onShowAll}>
        Show all events
      </Button>
    </EmptyState>
  ) : (
    <EmptyState
      title="No events yet"
      text="Clicks, inputs, pages and errors appear here as the recording loads."
    />
  );
}
