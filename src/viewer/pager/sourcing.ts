import type { IndexLoading, SegmentIndex } from "../../wire/segment-index.ts";
import { ApiError } from "../api/api-error.ts";
import { isConnectionLost } from "../api/retry.ts";

/** How far the source is with finding out what segments a view has. */
export interface Sourcing {
  /** Absent: it has told all that it has by now. */
  readonly loading?: IndexLoading | undefined;
  readonly notes: readonly string[];
  /** End of the last segment that is known, epoch ms; undefined while none is. */
  readonly until: number | undefined;
}

/** What a view's index says of that. */
export const sourcingOf = ({ loading, notes = [], segments }: SegmentIndex): Sourcing => ({
  loading,
  notes,
  until: segments.length === 0 ? undefined : Math.max(...segments.slice(-100).map(({ end }) => end)),
});

/** Of a view whose index cannot be had. `message` is the error in words; a connection that is lost comes back. */
export function unsourced(error: unknown, message: string): Sourcing {
  const rawAnswer = error instanceof ApiError ? error.rawAnswer : undefined;
  const loading: IndexLoading = {
    state: isConnectionLost(error) ? "waiting" : "stopped",
    message,
    ...(rawAnswer === undefined ? {} : { rawAnswer }),
  };
  return { loading, notes: [], until: undefined };
}
