import type { QueryClient } from "@tanstack/react-query";
import { segmentIndexQuery, segmentPageQuery } from "../api/segments.ts";
import { isWorthRetrying, retryDelay } from "../api/retry.ts";
import type { SegmentSource } from "./segment-source.ts";

/**
 * Segments over the server's routes, through the query cache: a page that was loaded once, for this stage or
 * an earlier one, is not loaded again. What can succeed at another try is tried again.
 */
export function querySegmentSource(
  client: QueryClient,
  sessionId: string,
  source: string | undefined,
): SegmentSource {
  return {
    index: (viewId, signal) => {
      const query = segmentIndexQuery(sessionId, viewId, source);
      return abortable(client, query.queryKey, signal, () =>
        client.fetchQuery({ ...query, retry: isWorthRetrying, retryDelay }),
      );
    },
    page: ({ viewId, first, last }, signal) => {
      const query = segmentPageQuery(sessionId, viewId, source, first, last);
      return abortable(client, query.queryKey, signal, () =>
        client.fetchQuery({ ...query, retry: isWorthRetrying, retryDelay, gcTime: PAGE_KEPT_MS }),
      );
    },
  };
}

/** Pages that no stage asks for any more stay this long: seeking back and a stage that starts anew are quick. */
const PAGE_KEPT_MS = 5 * 60_000;

/** The answer of a query, which is cancelled when `signal` aborts. */
export async function abortable<T>(
  client: QueryClient,
  queryKey: readonly unknown[],
  signal: AbortSignal,
  start: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const cancel = () => void client.cancelQueries({ queryKey, exact: true });
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await start();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
