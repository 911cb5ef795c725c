import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo } from "react";
import { latestSessionsQuery, type SessionListing, sessionsQuery } from "../../api/sessions.ts";
import type { SessionPage } from "../../../wire/session.ts";
import { arrivalsIn, freshened } from "./arrivals.ts";

const LOOK_EVERY_MS = 30_000;
/** While there is nothing at all, somebody is likely waiting for their first session. */
const LOOK_WHILE_EMPTY_MS = 3000;

type Pages = InfiniteData<SessionPage>;

export type SessionListModel = ReturnType<typeof useSessionList>;

/** The list that an address asks for: its rows as far as loaded, how many there are, and what has arrived. */
export function useSessionList(listing: SessionListing) {
  const query = sessionsQuery(listing);
  const list = useInfiniteQuery(query);
  const client = useQueryClient();
  const pages = list.data?.pages;
  const shown = list.isPlaceholderData ? undefined : pages;
  const latest = useLatest(listing, shown, list.dataUpdatedAt);

  const rows = useMemo(() => freshened(pages ?? [], latest), [pages, latest]);
  const arrivals = useMemo(
    () => arrivalsIn(shown ?? [], listing.sort, latest),
    [shown, listing.sort, latest],
  );

  /** Fetches the list anew from its start; what was loaded of it stays on screen meanwhile. */
  const refresh = () => {
    client.setQueryData<Pages>(
      query.queryKey,
      (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
    void list.refetch();
  };
  const refreshNow = useEffectEvent(refresh);
  const isFirst = rows.length === 0 && arrivals.count > 0;
  useEffect(() => {
    // Nothing is on screen that could move away: no need to ask.
    if (isFirst) refreshNow();
  }, [isFirst]);
  return { list, rows, total: pages?.[0]?.total, arrivals, refresh };
}

/** The newest sessions as they were last looked at; at first, as the list has them. */
function useLatest(
  listing: SessionListing,
  pages: readonly SessionPage[] | undefined,
  listedAt: number,
): SessionPage | undefined {
  const first = pages?.[0];
  const latest = useQuery({
    ...latestSessionsQuery(listing),
    initialData: () => first,
    initialDataUpdatedAt: listedAt,
    // A playlist changes by what people do, and is fetched anew then.
    enabled: first !== undefined && listing.playlist === undefined,
    staleTime: LOOK_EVERY_MS,
    refetchInterval: first?.sessions.length === 0 ? LOOK_WHILE_EMPTY_MS : LOOK_EVERY_MS,
    refetchOnWindowFocus: "always",
    retry: false,
  });
  return latest.dataUpdatedAt >= listedAt ? latest.data : undefined;
}
