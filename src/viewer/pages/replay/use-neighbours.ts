import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { sessionsQuery } from "../../api/sessions.ts";
import type { SessionSummary } from "../../../wire/session.ts";
import { listingOf, parseSessionSearch } from "../sessions/session-search.ts";

interface Neighbours {
  readonly previous: SessionSummary | undefined;
  readonly next: SessionSummary | undefined;
}

/** The sessions around this one in the list that it was opened from; without one, in the list of all. */
export function useNeighbours(sessionId: string, source: string | undefined): Neighbours {
  const list = useLocation({ select: ({ state }) => state.list });
  const listing = useMemo(
    () => listingOf(list === undefined ? { source } : parseSessionSearch(list)),
    [list, source],
  );
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(sessionsQuery(listing));
  const sessions = useMemo(() => data?.pages.flatMap((page) => page.sessions) ?? [], [data]);
  const at = sessions.findIndex(({ id }) => id === sessionId);
  const wantsMore = at >= 0 && at === sessions.length - 1 && hasNextPage && !isFetching;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  return at < 0
    ? { previous: undefined, next: undefined }
    : { previous: sessions[at - 1], next: sessions[at + 1] };
}

/** Id of the playlist that the session was opened from; undefined where it was another list. */
export function useListedPlaylist(): string | undefined {
  const list = useLocation({ select: ({ state }) => state.list });
  return list === undefined ? undefined : parseSessionSearch(list).playlist;
}
