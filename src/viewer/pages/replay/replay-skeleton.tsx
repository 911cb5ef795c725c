import { Skeleton } from "../../ui/skeleton.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { useReplayState } from "./use-replay-state.ts";

/** The page while the session itself is not known yet. */
export function ReplaySkeleton() {
  useReplayState("loading");
  return (
    <main className="flex h-full flex-col" aria-busy>
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <div className="grid min-h-0 flex-1 place-items-center bg-sunken">
          <Spinner label="Loading the session" className="text-2xl" />
        </div>
        <div className="hidden w-90 flex-col gap-4 border-l border-line p-4 lg:flex">
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} className="h-9" />
          ))}
        </div>
      </div>
      <div className="flex h-28 flex-col gap-4 border-t border-line bg-surface p-4">
        <Skeleton className="h-6" />
        <Skeleton className="h-6 w-64" />
      </div>
    </main>
  );
}
