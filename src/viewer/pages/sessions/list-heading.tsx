import { clsx } from "clsx";
import { Link } from "@tanstack/react-router";
import { ArrowUpIcon, ListChecksIcon, ListVideoIcon, RotateCwIcon } from "lucide-react";
import type { SessionSort } from "../../../wire/session.ts";
import type { SourceItem } from "../../../wire/source.ts";
import { buttonStyle } from "../../ui/button-style.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { countText } from "../../ui/quantities.ts";
import { Select } from "../../ui/select.tsx";
import type { Arrivals } from "./arrivals.ts";

interface ListHeadingProps {
  /** How many sessions the filters leave, in words, once known. */
  readonly found: string | undefined;
  readonly arrivals: Arrivals;
  readonly isBusy: boolean;
  readonly onRefresh: () => void;
  readonly sort: SessionSort;
  readonly onSort: (sort: SessionSort) => void;
  readonly sources: readonly SourceItem[];
  /** Id of the source that is listed; without, the first. */
  readonly source: string | undefined;
  readonly onSource: (source: string) => void;
  /** The source keeps playlists. */
  readonly hasPlaylists: boolean;
  /** Begins to pick rows; undefined while rows are picked, or there are none. */
  readonly onSelect: (() => void) | undefined;
}

const SORTS: readonly { readonly value: SessionSort; readonly label: string }[] = [
  { value: "newest", label: "Newest first" },
  { value: "longest", label: "Longest first" },
  { value: "errors", label: "Most errors" },
  { value: "frustrations", label: "Most frustrations" },
];

/** What the page is, how many sessions there are, and what brings in those that have arrived since. */
export function ListHeading(props: ListHeadingProps) {
  const { found, arrivals, isBusy, onRefresh, sort, onSort, sources, source, onSource } = props;
  const { hasPlaylists, onSelect } = props;
  const more = arrivals.atLeast
    ? `${arrivals.count}+ new sessions`
    : countText(arrivals.count, "new session");
  const listed = source ?? sources[0]?.id;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {/* On narrow screens the count says what the page is. */}
      <h1 className={clsx("text-xl font-semibold tracking-tight", found !== undefined && "max-sm:sr-only")}>
        Sessions
      </h1>
      <p
        aria-live="polite"
        className="text-muted tabular-nums max-sm:text-lg max-sm:font-semibold max-sm:text-ink"
      >
        {found}
      </p>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        <p role="status" className="sr-only">
          {arrivals.count > 0 ? more : null}
        </p>
        {arrivals.count > 0 ? (
          <Button variant="primary" size="sm" className="animate-appear rounded-full" onClick={onRefresh}>
            <ArrowUpIcon aria-hidden />
            {more}
          </Button>
        ) : null}
        {sources.length > 1 && listed !== undefined ? (
          <Select
            label="Source"
            value={listed}
            options={sources.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={onSource}
          />
        ) : null}
        {hasPlaylists ? (
          <>
            {onSelect === undefined ? null : (
              <Button size="sm" onClick={onSelect}>
                <ListChecksIcon aria-hidden />
                <span className="max-sm:sr-only">Select</span>
              </Button>
            )}
            <Link to="/playlists" search={{ source }} className={buttonStyle({ size: "sm" })}>
              <ListVideoIcon aria-hidden />
              <span className="max-sm:sr-only">Playlists</span>
            </Link>
          </>
        ) : null}
        {found === undefined ? null : <Select label="Order" value={sort} options={SORTS} onChange={onSort} />}
        {/* Beside a choice of sources a narrow screen has no room for it. */}
        <IconButton
          label="Refresh"
          size="sm"
          className={clsx("size-8", sources.length > 1 && "max-sm:hidden")}
          onClick={onRefresh}
          disabled={isBusy}
        >
          <RotateCwIcon className={clsx(isBusy && "animate-spin")} />
        </IconButton>
      </div>
    </div>
  );
}
