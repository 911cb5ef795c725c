import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { isDatadogSite } from "../../../wire/datadog-site.ts";
import { ApiError } from "../../api/api-error.ts";
import { type SessionListing, sessionsQuery } from "../../api/sessions.ts";
import { listingOf, type SessionSearch } from "./session-search.ts";

interface ShownListing {
  /** What can be shown: what the address asks for, or, where its query is refused, what was shown before. */
  readonly listing: SessionListing;
  /** Why the source does not take the query, in its words. */
  readonly refusal: string | undefined;
  /** The source takes queries in Datadog's search syntax. */
  readonly takesQueries: boolean;
  /** No other order can be had than that of time. */
  readonly isByTimeOnly: boolean;
}

/** What an address asks for, as far as the source `listed` can answer it. */
export function useShownListing(search: SessionSearch, listed: string): ShownListing {
  const takesQueries = isDatadogSite(listed);
  // Datadog knows the sessions that had a page in order of time only.
  const isByTimeOnly = takesQueries && search.page !== undefined;
  const asked = useMemo(
    () => listingOf(isByTimeOnly ? { ...search, sort: undefined } : search),
    [search, isByTimeOnly],
  );
  const { error, isSuccess, isPlaceholderData } = useInfiniteQuery(sessionsQuery(asked));
  const [accepted, setAccepted] = useState<SessionListing>();
  if (isSuccess && !isPlaceholderData && accepted !== asked) setAccepted(asked);
  const isRefused = asked.filter.rum !== undefined && error instanceof ApiError && error.status === 400;
  const shown = { takesQueries, isByTimeOnly };
  if (!isRefused) return { ...shown, listing: asked, refusal: undefined };
  const before = accepted?.source === asked.source ? accepted : undefined;
  return { ...shown, listing: before ?? withoutQuery(asked), refusal: error.message };
}

function withoutQuery({ filter, ...listing }: SessionListing): SessionListing {
  const { rum, ...others } = filter;
  return rum === undefined ? { ...listing, filter } : { ...listing, filter: others };
}
