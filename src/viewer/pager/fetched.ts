import { type FetchQueryOptions, hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { isWorthRetrying, retryDelay } from "../api/retry.ts";

/** How many wait for each query that is under way, by its key. */
const waiting = new WeakMap<QueryClient, Map<string, number>>();

/**
 * The answer of a query. Rejects when `signal` aborts; the query is cancelled when nobody else waits for it: two stages
 * may want the same at once.
 */
export async function fetched<T, K extends QueryKey>(
  client: QueryClient,
  query: FetchQueryOptions<T, Error, T, K>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const { queryKey } = query;
  const leave = join(client, hashKey(queryKey));
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
      if (leave()) void client.cancelQueries({ queryKey, exact: true });
    };
    signal.addEventListener("abort", abort, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([client.fetchQuery({ ...query, retry: isWorthRetrying, retryDelay }), aborted]);
  } finally {
    settled.abort();
    leave();
  }
}

/** One more waits. What is returned says so no more, and tells whether that was the last; once only. */
function join(client: QueryClient, key: string): () => boolean {
  const counts = waiting.get(client) ?? new Map<string, number>();
  waiting.set(client, counts);
  counts.set(key, (counts.get(key) ?? 0) + 1);
  let waits = true;
  return () => {
    if (!waits) return false;
    waits = false;
    const others = (counts.get(key) ?? 1) - 1;
    if (others > 0) counts.set(key, others);
    else counts.delete(key);
    return others === 0;
  };
}
