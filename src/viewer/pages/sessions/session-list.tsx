import { clsx } from "clsx";
import type { ReactNode, Ref } from "react";
import type { SessionSort, SessionSummary } from "../../../wire/session.ts";
import { adviceFor } from "../../api/advice.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { SessionSkeleton } from "./session-skeleton.tsx";
import { SessionTable, type SessionTableHandle } from "./session-table.tsx";
import type { Selection } from "./use-selection.ts";
import type { SessionListModel } from "./use-session-list.ts";

interface SessionListProps {
  readonly ref?: Ref<SessionTableHandle>;
  readonly model: SessionListModel;
  /** The order; undefined where it cannot be chosen. */
  readonly sort?: SessionSort;
  readonly onSort?: (sort: SessionSort) => void;
  /** What to show where there is no session. */
  readonly nothing: ReactNode;
  readonly namesSource: boolean;
  readonly onIntent: (session: SessionSummary) => void;
  /** Rows are picked, not opened. */
  readonly selection: Selection | undefined;
  /** When whoever looks at the list last watched which session, by its id; epoch ms. */
  readonly watched: ReadonlyMap<string, number>;
}

/** The sessions, or why there are none: still loading, failed, or what else is said. */
export function SessionList(props: SessionListProps) {
  const { ref, model, nothing, ...table } = props;
  const { list, rows, total } = model;
  if (list.isPending) return <SessionSkeleton />;
  if (list.error && (rows.length === 0 || list.isPlaceholderData)) {
    return (
      <LoadFailure error={list.error} isRetrying={list.isFetching} onRetry={() => void list.refetch()} />
    );
  }
  if (rows.length === 0) return nothing;
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetching && !list.isFetchNextPageError) void list.fetchNextPage();
  };
  return (
    <div className={clsx("h-full transition-opacity", list.isPlaceholderData && "opacity-55")}>
      <SessionTable
        {...(ref === undefined ? {} : { ref })}
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
