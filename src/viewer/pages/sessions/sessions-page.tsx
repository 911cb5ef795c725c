import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { chosenSource, sourcesQuery } from "../../api/sessions.ts";
import type { SourceItem } from "../../../wire/source.ts";
import { sessionFilterSchema, type SessionSort } from "../../../wire/session.ts";
import { toast } from "../../ui/toast.ts";
import { LinkNoticeBar } from "../sources/link-notice.tsx";
import { SourceWaitNotice } from "../sources/source-wait.tsx";
import { useOpenLink } from "../sources/use-open-link.ts";
import { countText } from "../../ui/quantities.ts";
import { activeFilters, withoutFilters } from "./active-filters.ts";
import { ListHeading } from "./list-heading.tsx";
import { NoSessions } from "./no-sessions.tsx";
import { PlaylistSessions } from "./playlist-sessions.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { SessionList } from "./session-list.tsx";
import { QueryField } from "./query-field.tsx";
import type { SessionSearch } from "./session-search.ts";
import type { SessionTableHandle } from "./session-table.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useShownListing } from "./use-shown-listing.ts";
import { useFilterChoices } from "./use-filter-choices.ts";
import { type SessionListModel, useSessionList } from "./use-session-list.ts";
import { useIntent } from "./use-intent.ts";
import { useSelection } from "./use-selection.ts";
import { type ChangeSearch, useSessionSearch } from "./use-session-search.ts";
import { useWatched } from "./use-watched.ts";

/** Id of the source that is this server's own store. */
const EMBEDDED = "local";

/** A search that is followed begins without what was looked for before. */
const NO_FILTERS: Partial<SessionSearch> = Object.fromEntries(
  Object.keys(sessionFilterSchema.shape).map((field) => [field, undefined]),
);

/** The session picker: which sessions there are, or are in a playlist, and the one to watch. */
export function SessionsPage() {
  const [search] = useSessionSearch();
  const sources = useQuery(sourcesQuery()).data?.sources ?? [];
  const keeps = chosenSource(sources, search.source)?.keeps ?? [];
  if (search.playlist === undefined) return <AllSessions keeps={keeps} />;
  return (
    <PlaylistSessions
      key={search.playlist}
      playlistId={search.playlist}
      search={search}
      sources={sources}
      keepsWatches={keeps.includes("watches")}
    />
  );
}

function AllSessions({ keeps }: { readonly keeps: SourceItem["keeps"] }) {
  const [search, changeSearch] = useSessionSearch();
  const { facets, sources, refreshFacets } = useFilterChoices(search.source);
  const listed = search.source ?? sources[0]?.id ?? EMBEDDED;
  const { listing, refusal, takesQueries, isByTimeOnly } = useShownListing(search, listed);
  const model = useSessionList(listing);
  const namesSource = sources.length > 1;
  const onIntent = useIntent(namesSource);
  const table = useRef<SessionTableHandle>(null);
  const watched = useWatched(model.list.data?.pages, search.source, keeps.includes("watches"));
  const { selection, start, stop } = useSelection();

  // What was looked at no longer is where it was: the list starts anew.
  const change: ChangeSearch = (part, options) => {
    table.current?.scrollToTop();
    changeSearch(part, options);
  };
  const refresh = () => {
    table.current?.scrollToTop();
    model.refresh();
    refreshFacets();
  };
  const onSort = (sort: SessionSort) => {
    if (isByTimeOnly && sort !== "newest")
      toast("With a filter for a page, Datadog lists the newest first only");
    else change({ sort: sort === "newest" ? undefined : sort });
  };
  const onSource = (source: string) => {
    stop();
    change({ source: source === sources[0]?.id ? undefined : source, rum: undefined });
  };
  const link = useOpenLink({
    listed,
    onSearch: ({ source, ...linked }) => change({ ...NO_FILTERS, ...linked, source }),
    onUnknownId: (q) => change({ q }),
  });

  const isFiltered = activeFilters(search).length > 0;
  const isBare = model.list.isSuccess && model.rows.length === 0 && !isFiltered;
  const found = foundText(model);
  return (
    <main className="flex h-full flex-col gap-3 px-4 pt-4 sm:px-6">
      <title>Sessions · rum-replay</title>
      <ListHeading
        found={isBare ? undefined : found}
        arrivals={model.arrivals}
        isBusy={model.list.isFetching && !model.list.isFetchingNextPage}
        onRefresh={refresh}
        sort={listing.sort}
        onSort={onSort}
        sources={sources}
        source={search.source}
        onSource={onSource}
        hasPlaylists={keeps.includes("playlists")}
        onSelect={model.rows.length > 0 && selection === undefined ? start : undefined}
      />
      {isBare && !namesSource ? null : (
        <Toolbar
          search={search}
          change={change}
          facets={facets}
          resultText={found === undefined || model.list.isPlaceholderData ? "Show sessions" : `Show ${found}`}
          onLeaveDown={() => table.current?.focus()}
          onLink={link.open}
          filtersWatched={keeps.includes("watched-filter")}
        />
      )}
      {takesQueries || search.rum !== undefined ? (
        <QueryField
          value={search.rum ?? ""}
          onSearch={(rum) => change({ rum: rum === "" ? undefined : rum })}
          refusal={refusal}
        />
      ) : null}
      {selection === undefined ? null : (
        <SelectionBar selection={selection} source={search.source} onDone={stop} />
      )}
      <LinkNoticeBar {...link} />
      <SourceWaitNotice source={listed} className="self-center" />
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
          nothing={
            <NoSessions
              isFiltered={isFiltered}
              isEmbedded={listed === EMBEDDED}
              onClearFilters={() => change(withoutFilters(search))}
            />
          }
          selection={selection}
          watched={watched}
          namesSource={namesSource}
          onIntent={onIntent}
        />
      </section>
    </main>
  );
}

/** How many sessions there are: all that match where the source can say, else what is loaded so far. */
function foundText({ list, rows, total }: SessionListModel): string | undefined {
  if (!list.isSuccess) return undefined;
  if (total !== undefined) return countText(Math.max(total, rows.length), "session");
  return list.hasNextPage
    ? `more than ${countText(rows.length, "session")}`
    : countText(rows.length, "session");
}
