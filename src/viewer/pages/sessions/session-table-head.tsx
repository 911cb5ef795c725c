import { clsx } from "clsx";
import { ArrowDownIcon } from "lucide-react";
import type { SessionSort } from "../../../wire/session.ts";

interface SessionTableHeadProps {
  /** Undefined where the order cannot be chosen. */
  readonly sort: SessionSort | undefined;
  readonly onSort: ((sort: SessionSort) => void) | undefined;
  /** The columns, as in the rows. */
  readonly className: string;
}

const COLUMNS: readonly { readonly title: string; readonly sort?: SessionSort }[] = [
  { title: "Person" },
  { title: "Pages" },
  { title: "Started", sort: "newest" },
  { title: "Duration", sort: "longest" },
  { title: "Device" },
  { title: "Issues", sort: "errors" },
];

/** The names of the columns, where there are columns; some of them order the list. */
export function SessionTableHead({ sort, onSort, className }: SessionTableHeadProps) {
  const sorted = sort === "frustrations" ? "errors" : sort;
  return (
    <div role="rowgroup" className="sticky top-0 z-20 hidden border-b border-line bg-surface lg:block">
      <div role="row" aria-rowindex={1} className={clsx("grid h-9 items-center px-5", className)}>
        {COLUMNS.map((column) => (
          <div
            key={column.title}
            role="columnheader"
            aria-sort={sorted !== undefined && column.sort === sorted ? "descending" : undefined}
            className="text-xs font-medium text-faint"
          >
            {column.sort === undefined || onSort === undefined ? (
              column.title
            ) : (
              <SortButton
                title={column.title}
                isSorted={column.sort === sorted}
                onClick={() => onSort(column.sort ?? "newest")}
              />
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

interface SortButtonProps {
  readonly title: string;
  readonly isSorted: boolean;
  readonly onClick: () => void;
}

function SortButton({ title, isSorted, onClick }: SortButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={clsx(
        "group/sort -mx-1.5 inline-flex h-7 items-center gap-1 rounded px-1.5 hover:bg-hover hover:text-ink",
        isSorted && "text-ink",
      )}
    >
      {title}
      <ArrowDownIcon
        aria-hidden
        className={clsx("size-3.5", isSorted ? "" : "opacity-0 group-hover/sort:opacity-60")}
      />
    </button>
  );
}
