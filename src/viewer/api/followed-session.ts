import { queryOptions } from "@tanstack/react-query";
import type { SessionSummary } from "../../wire/session.ts";
import { sessionQuery } from "./sessions.ts";

const LIVE_REFRESH_MS = 3000;
/** A visitor who has done nothing for a while may come back to the same session. */
const LULL_REFRESH_MS = 15_000;
const LULL_MS = 15 * 60_000;

/** A session, asked for again while it is being recorded. */
export const followedSessionQuery = (sessionId: string, source?: string) =>
  queryOptions({
    ...sessionQuery(sessionId, source),
    refetchInterval: ({ state }) => refreshAfter(state.data?.session, state.dataUpdatedAt),
  });

/** When to ask again how far a session has come, ms; false when it is over. */
function refreshAfter(session: SessionSummary | undefined, now: number): number | false {
  if (session === undefined) return false;
  if (session.live) return LIVE_REFRESH_MS;
  return now - session.end < LULL_MS ? LULL_REFRESH_MS : false;
}
