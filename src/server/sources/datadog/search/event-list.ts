import type { RumEventItem, RumEventPage, RumEventQuery } from "../../../../wire/rum-event.ts";
import { epochMs } from "../../../../base/time.ts";
import { rumEventItem } from "../../local/rum-event-item.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import { fromEventCursor, toCursor } from "./cursor.ts";
import { is } from "./rum-query.ts";
import { type RumEvent, textAt } from "./rum-event.ts";
import { LARGEST_PAGE, searchRumEvents } from "./rum-search.ts";
import type { KnownSession } from "./session-book.ts";

/** Events are dated by the client, whose clock may be off. */
const MARGIN_MS = 24 * 60 * 60_000;

/** A page of a session's RUM events in order of date, whatever their type; its own event and its ends are no such. */
export async function listRumEvents(
  sessionId: string,
  { detail }: KnownSession,
  { cursor, limit }: RumEventQuery,
  { client, clock }: { readonly client: SiteClient; readonly clock: Clock },
  signal: AbortSignal,
): Promise<RumEventPage> {
  const { from, to, after } = fromEventCursor(cursor) ?? {
    from: detail.session.start - MARGIN_MS,
    to: Math.min(clock.now(), detail.session.end + MARGIN_MS),
    after: undefined,
  };
  const page = await searchRumEvents(
    client,
    {
      what: "the search for a session's events",
      query: `${is("@session.id", sessionId)} -@type:session`,
      from,
      to,
      sort: "timestamp",
      limit: Math.min(limit, LARGEST_PAGE),
      cursor: after,
      priority: "soon",
    },
    signal,
  );
  return {
    events: page.events.map(eventItem),
    ...(page.after === undefined ? {} : { cursor: toCursor({ by: "events", after: page.after, from, to }) }),
  };
}

const eventItem = ({ id, type, date, document }: RumEvent): RumEventItem =>
  rumEventItem({
    id,
    type,
    date: epochMs(date),
    viewId: textAt(document, "view.id") ?? "",
    document: JSON.stringify(document),
  });
