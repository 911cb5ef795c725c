import { queryOptions } from "@tanstack/react-query";
import { rumEventsPath } from "../../wire/paths.ts";
import { type RumEventItem, rumEventPageSchema } from "../../wire/rum-event.ts";
import { getJson } from "./request.ts";

const PAGE_SIZE = 2000;
const MOST_PAGES = 10;

/** A session's RUM events in order of `date`. */
export interface RumEvents {
  readonly events: readonly RumEventItem[];
  /** False: the session has more than a panel can show, and the rest was not asked for. */
  readonly complete: boolean;
}

/** A session's RUM events: all of them, up to 20,000. */
export const rumEventsQuery = (sessionId: string, source?: string) =>
  queryOptions({
    queryKey: ["rum-events", sessionId, source] as const,
    queryFn: ({ signal }) => allEvents(sessionId, source, signal),
  });

async function allEvents(
  sessionId: string,
  source: string | undefined,
  signal: AbortSignal,
): Promise<RumEvents> {
  const events: RumEventItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { source, cursor, limit: PAGE_SIZE };
    const answer = await getJson(rumEventsPath(sessionId), query, rumEventPageSchema, signal);
    events.push(...answer.events);
    cursor = answer.cursor;
    if (cursor === undefined) return { events, complete: true };
  }
  return { events, complete: false };
}
