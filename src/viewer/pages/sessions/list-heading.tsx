import { clsx } from "clsx";
import { ArrowUpIcon, RotateCwIcon } from "lucide-react";
import type { SessionSort } from "../../../wire/session.ts";
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
}

const SORTS: readonly { readonly value: SessionSort; readonly label: string }[] = [
  { value: "newest", label: "Newest first" },
  { value: "longest", label: "Longest first" },
  { value: "errors", label: "Most errors" },
  { value: "frustrations", label: "Most frustrations" },
];

/** What the page is, how many sessions there are, and what brings in those that have arrived since. */
export function ListHeading({ found, arrivals, isBusy, onRefresh, sort, onSort }: ListHeadingProps) {
  const more = arrivals.atLeast
    ? `${arrivals.count}+ new sessions`
    : countText(arrivals.count, "new session");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="text-xl font-semibold tracking-tight">Sessions</h1>
      <p aria-live="polite" className="text-muted tabular-nums">
        {found}
      </p>
      <div className="ml-auto flex items-center gap-2">
        {arrivals.count > 0 ? (
          <Button variant="primary" size="sm" className="animate-appear rounded-full" onClick={onRefresh}>
            <ArrowUpIcon aria-hidden />
            <span role="status">{more}</span>
          </Button>
        ) : null}
        {found === undefined ? null : <Select label="Order" value={sort} options={SORTS} onChange={onSort} />}
        <IconButton label="Refresh" size="sm" className="size-8" onClick={onRefresh} disabled={isBusy}>
          <RotateCwIcon className={clsx(isBusy && "animate-spin")} />
        </IconButton>
      </div>
    </div>
  );
}
