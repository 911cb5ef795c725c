import { clsx } from "clsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { columnsStyle } from "./session-row.tsx";

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** The list while nothing of it is there yet. */
export function SessionSkeleton() {
  return (
    <div role="status" className="h-full overflow-hidden">
      <span className="sr-only">Loading sessions</span>
      <div className="hidden h-9 border-b border-line lg:block" />
      {ROWS.map((row) => (
        <div
          key={row}
          className={clsx(
            "grid h-[7.6rem] grid-cols-[1fr_auto] items-center gap-x-5 border-b border-line px-5 md:h-[4.7rem] md:grid-cols-[13rem_1fr_auto] lg:h-16",
            columnsStyle,
          )}
        >
          <span className="flex items-center gap-3">
            <Skeleton className="size-9 rounded-full" />
            <span className="flex-1 space-y-2">
              <Skeleton className="h-3.5 w-3/4" />
              <Skeleton className="h-3 w-1/2" />
            </span>
          </span>
          <span className="space-y-2 max-md:order-3 max-md:col-span-2">
            <Skeleton className="h-3.5 w-5/6" />
            <Skeleton className="h-3 w-1/3" />
          </span>
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="hidden h-3.5 w-14 lg:block" />
          <Skeleton className="hidden h-3.5 w-24 lg:block" />
          <Skeleton className="hidden h-5 w-14 rounded-full lg:block" />
        </div>
      ))}
    </div>
  );
}
