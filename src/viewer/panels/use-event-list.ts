import { useMemo, useState } from "react";
import type { SessionEvent } from "../player/session-events.ts";
import { usePlayback } from "../player/use-playback.ts";
import { currentIndex, EVENT_GROUPS, type EventGroupId, filterEvents, groupCounts } from "./event-list.ts";

/** What the events panel shows: filters, the rows that are left, and the one at the playhead. */
export function useEventList(events: readonly SessionEvent[]) {
  const [shown, setShown] = useState<ReadonlySet<EventGroupId>>(
    () => new Set(EVENT_GROUPS.filter((group) => group.isUsual).map((group) => group.id)),
  );
  const [search, setSearch] = useState("");
  const groups = useMemo(() => groupCounts(events), [events]);
  const rows = useMemo(() => filterEvents(events, shown, search), [events, shown, search]);
  const current = usePlayback(({ ts }) => currentIndex(rows, ts));
  const toggle = (id: EventGroupId) => {
    const next = new Set(shown);
    if (!next.delete(id)) next.add(id);
    setShown(next);
  };
  const showAll = () => {
    setShown(new Set(EVENT_GROUPS.map((group) => group.id)));
    setSearch("");
  };
  return { groups, shown, toggle, search, setSearch, rows, current, showAll };
}
