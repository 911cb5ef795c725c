import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { facetsQuery, sessionQuery, sourcesQuery } from "../../api/sessions.ts";
import type { Facets, SessionSort, SessionSummary } from "../../../wire/session.ts";
import { countText } from "../../ui/quantities.ts";
import { activeFilters, withoutFilters } from "./active-filters.ts";
import { ListHeading } from "./list-heading.tsx";
import { listingOf } from "./session-search.ts";
import { SessionList } from "./session-list.tsx";
import type { SessionTableHandle } from "./session-table.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useSessionList } from "./use-session-list.ts";
import { type ChangeSearch, useSessionSearch } from "./use-session-search.ts";

const NO_FACETS: Facets = { applications: [], services: [], envs: [], browsers: [], devices: [] };

/** Id of the source that is this server's own store. */
const EMBEDDED = "local";

/** The session picker: which sessions there are, and the one to watch. */
export function SessionsPage() {
  const [search, changeSearch] = useSessionSearch();
  const listing = useMemo(() => listingOf(search), [search]);
  const model = useSessionList(listing);
  const facets = useQuery(facetsQuery(search.source)).data ?? NO_FACETS;
  const sources = useQuery(sourcesQuery()).data?.sources ?? [];
  const namesSource = sources.length > 1;
  const client = useQueryClient();
  const table = useRef<SessionTableHandle>(null);

  const change: ChangeSearch = (part, options) => {
    table.current?.scrollToTop();
    changeSearch(part, options);
  };
  const refresh = () => {
    table.current?.scrollToTop();
    model.refresh();
    void client.invalidateQueries({ queryKey: facetsQuery(search.source).queryKey });
  };
  const onSort = (sort: SessionSort) => change({ sort: sort === "newest" ? undefined : sort });
  // Most of what the replay needs first is there when the row is clicked.
  const onIntent = ({ id, source }: SessionSummary) =>
    void client.prefetchQuery(sessionQuery(id, namesSource ? source : undefined));

  const isFiltered = activeFilters(search).length > 0;
  const isEmptyStore = model.list.isSuccess && model.rows.length === 0 && !isFiltered;
  const found = foundText(model.total, model.rows.length, model.list.hasNextPage);
  return (
    <main className="mx-auto flex h-full max-w-[120rem] flex-col gap-3 px-4 pt-4 sm:px-6">
      <title>Sessions · rum-replay</title>
      <ListHeading
        found={model.list.isSuccess && !isEmptyStore ? found : undefined}
        arrivals={model.arrivals}
        isBusy={model.list.isFetching && !model.list.isFetchingNextPage}
        onRefresh={refresh}
        sort={listing.sort}
        onSort={onSort}
        sources={sources}
        source={search.source}
        onSource={(source) => change({ source: source === sources[0]?.id ? undefined : source })}
      />
      {isEmptyStore ? null : (
        <Toolbar
          search={search}
          change={change}
          facets={facets}
          resultText={
            model.list.isSuccess && !model.list.isPlaceholderData ? `Show ${found}` : "Show sessions"
          }
          onLeaveDown={() => table.current?.focus()}
        />
      )}
      <section
        aria-label="Sessions"
        aria-busy={model.list.isPlaceholderData}
        className="min-h-0 flex-1 overflow-hidden rounded-t-lg border border-b-0 border-line bg-surface max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
      >
        <SessionList
          ref={table}
          model={model}
          sort={listing.sort}
          onSort={onSort}
          isFiltered={isFiltered}
          isEmbedded={(search.source ?? sources[0]?.id ?? EMBEDDED) === EMBEDDED}
          onClearFilters={() => change(withoutFilters(search))}
          namesSource={namesSource}
          onIntent={onIntent}
        />
      </section>
    </main>
  );
}

/** How many sessions there are: all that match where the source can say, else what is loaded so far. */
function foundText(total: number | undefined, loaded: number, hasMore: boolean): string {
  if (total !== undefined) return countText(Math.max(total, loaded), "session");
  return hasMore ? `more than ${countText(loaded, "session")}` : countText(loaded, "session");
}
