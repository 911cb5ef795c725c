import { clsx } from "clsx";
import { SearchXIcon, VideoIcon } from "lucide-react";
import type { Ref } from "react";
import type { SessionSort, SessionSummary } from "../../../wire/session.ts";
import { adviceFor } from "../../api/advice.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { EmptyStore } from "./empty-store.tsx";
import { SessionSkeleton } from "./session-skeleton.tsx";
import { SessionTable, type SessionTableHandle } from "./session-table.tsx";
import type { SessionListModel } from "./use-session-list.ts";

interface SessionListProps {
  readonly ref: Ref<SessionTableHandle>;
  readonly model: SessionListModel;
  readonly sort: SessionSort;
  readonly onSort: (sort: SessionSort) => void;
  readonly isFiltered: boolean;
  /** The sessions are this server's own: its intake brings in more. */
  readonly isEmbedded: boolean;
  readonly onClearFilters: () => void;
  readonly namesSource: boolean;
  readonly onIntent: (session: SessionSummary) => void;
}

/** The sessions, or why there are none: still loading, failed, nothing recorded, nothing that matches. */
export function SessionList(props: SessionListProps) {
  const { ref, model, isFiltered, isEmbedded, onClearFilters, ...table } = props;
  const { list, rows, total } = model;
  if (list.isPending) return <SessionSkeleton />;
  if (list.error && (rows.length === 0 || list.isPlaceholderData)) {
    return (
      <LoadFailure error={list.error} isRetrying={list.isFetching} onRetry={() => void list.refetch()} />
    );
  }
  if (rows.length === 0) {
    if (isFiltered) return <NothingMatches onClear={onClearFilters} />;
    return isEmbedded ? <EmptyStore origin={location.origin} /> : <NothingThere />;
  }
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetching && !list.isFetchNextPageError) void list.fetchNextPage();
  };
  return (
    <div className={clsx("h-full transition-opacity", list.isPlaceholderData && "opacity-55")}>
      <SessionTable
        ref={ref}
        rows={rows}
        total={total}
        onNearEnd={loadMore}
        end={<ListEnd list={list} />}
        {...table}
      />
    </div>
  );
}

interface LoadFailureProps {
  readonly error: Error;
  readonly isRetrying: boolean;
  readonly onRetry: () => void;
}

function LoadFailure({ error, isRetrying, onRetry }: LoadFailureProps) {
  return (
    <ErrorState
      title="The sessions cannot be loaded"
      detail={error.message}
      advice={adviceFor(error)}
      onRetry={onRetry}
      retrying={isRetrying}
    />
  );
}

function NothingMatches({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchXIcon aria-hidden />}
      title="No session matches"
      text="Every filter must hold. Take one away, search for less, or widen the time range."
    >
      <Button variant="primary" onClick={onClear}>
        Clear all filters
      </Button>
    </EmptyState>
  );
}

function NothingThere() {
  return (
    <EmptyState
      icon={<VideoIcon aria-hidden />}
      title="This source has no sessions with a replay"
      text="Check that session replay is on for the application, and that its replays are not older than they are kept."
    />
  );
}

/** After the last row: that more is coming, or why it is not. */
function ListEnd({ list }: { readonly list: SessionListModel["list"] }) {
  if (list.error) {
    const retry = () => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch());
    return (
      <div role="alert" className="flex flex-wrap items-center justify-center gap-3 px-5 py-4 text-danger">
        <span>
          {list.isFetchNextPageError
            ? "More sessions cannot be loaded"
            : "The list cannot be brought up to date"}
          {": "}
          {list.error.message}
        </span>
        <Button size="sm" onClick={retry}>
          Try again
        </Button>
      </div>
    );
  }
  return list.hasNextPage ? (
    <div className="grid h-14 place-items-center">
      <Spinner label="Loading more sessions" />
    </div>
  ) : null;
}
