import { QueryClient } from "@tanstack/react-query";
import { isWorthRetrying, retryDelay } from "../api/retry.ts";

/** The cache of server data, with the habits that hold for every query. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay,
        staleTime: 10_000,
        // The server is often on this machine: being offline says nothing about reaching it.
        networkMode: "always",
        refetchOnReconnect: true,
      },
    },
  });
}
