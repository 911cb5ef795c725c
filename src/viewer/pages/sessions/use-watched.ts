import { useQueries } from "@tanstack/react-query";
import { watchedQuery } from "../../api/viewership.ts";
import type { SessionPage } from "../../../wire/session.ts";

const NONE: readonly SessionPage[] = [];

/** When whoever looks at the list last watched which session, by its id; epoch ms. */
export function useWatched(
  pages: readonly SessionPage[] | undefined,
  source: string | undefined,
  isKept: boolean,
): ReadonlyMap<string, number> {
  return useQueries({
    queries: (isKept ? (pages ?? NONE) : NONE).map((page) =>
      watchedQuery(
        page.sessions.map(({ id }) => id),
        source,
      ),
    ),
    combine: (results) =>
      new Map(results.flatMap(({ data = [] }) => data.map(({ id, lastWatchedAt }) => [id, lastWatchedAt]))),
  });
}
