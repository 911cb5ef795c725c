import type { SessionPage, SessionSort, SessionSummary } from "../../../wire/session.ts";

/** What has changed since a list was fetched. */
export interface Arrivals {
  /** Sessions that the list does not have. */
  readonly count: number;
  /** There may be more than `count`: the newest page is full of them. */
  readonly atLeast: boolean;
}

const NONE: Arrivals = { count: 0, atLeast: false };

/**
 * Compares a list with the newest sessions as they are now. Where the list is in order of time, what is newer
 * than its first and not in it has arrived; in another order nobody can tell from the rows, so the totals do.
 */
export function arrivalsIn(
  pages: readonly SessionPage[],
  sort: SessionSort,
  latest: SessionPage | undefined,
): Arrivals {
  const first = pages[0];
  if (first === undefined || latest === undefined) return NONE;
  if (sort !== "newest") {
    const more = (latest.total ?? 0) - (first.total ?? latest.total ?? 0);
    return { count: Math.max(0, more), atLeast: false };
  }
  const listed = new Set(pages.flatMap((page) => page.sessions.map(keyOf)));
  const newest = first.sessions[0]?.start ?? Number.NEGATIVE_INFINITY;
  const fresh = latest.sessions.filter((session) => session.start >= newest && !listed.has(keyOf(session)));
  return {
    count: fresh.length,
    atLeast: fresh.length > 0 && fresh.length === latest.sessions.length && latest.cursor !== undefined,
  };
}

/** The list's rows in their order, each as it is now where the newest sessions have it too. */
export function freshened(
  pages: readonly SessionPage[],
  latest: SessionPage | undefined,
): readonly SessionSummary[] {
  const now = new Map(latest?.sessions.map((session) => [keyOf(session), session]));
  const seen = new Set<string>();
  return pages.flatMap((page) =>
    page.sessions.flatMap((session) => {
      // A session can come twice when others arrive between two pages.
      const key = keyOf(session);
      if (seen.has(key)) return [];
      seen.add(key);
      return [now.get(key) ?? session];
    }),
  );
}

/** Names a session among those of all sources. */
export const keyOf = ({ source, id }: SessionSummary): string => `${source}/${id}`;
