import type { RumEventItem, RumEventPage, RumEventQuery } from "../../../../wire/rum-event.ts";
import { epochMs } from "../../../../base/time.ts";
import { rumEventItem } from "../../local/rum-event-item.ts";
import type { RumEventFeedPage } from "../../session-feed.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import { fromEventCursor, toCursor } from "./cursor.ts";
import { is } from "./rum-query.ts";
import { type RumEvent, textAt } from "./rum-event.ts";
import { LARGEST_PAGE, searchRumEvents } from "./rum-search.ts";
import type { JsonObject } from "../segments/recorded-segment.ts";
import type { KnownSession } from "./session-book.ts";

/** Events are dated by the client, whose clock may be off. */
const MARGIN_MS = 24 * 60 * 60_000;

/**
 * A page of a session's events as whole documents, its own event among them, for somebody who keeps them. `after` is a
 * cursor; null: from the first on.
 */
export async function feedRumEvents(
  sessionId: string,
  { detail }: KnownSession,
  after: string | null,
  { client, clock }: { readonly client: SiteClient; readonly clock: Clock },
  signal: AbortSignal,
): Promise<RumEventFeedPage> {
  const range = fromEventCursor(after ?? undefined) ?? { ...rangeOf(detail, clock), after: undefined };
  const { from, to } = range;
  const page = await searchRumEvents(
    client,
    {
      what: "the search for a session's events",
      query: is("@session.id", sessionId),
      from,
      to,
      sort: "timestamp",
      limit: LARGEST_PAGE,
      cursor: range.after,
      priority: "later",
    },
    signal,
  );
  return {
    documents: page.events.map((event) => JSON.stringify(wholeDocument(event))),
    after: page.after === undefined ? null : toCursor({ by: "events", after: page.after, from, to }),
  };
}

/** The document as the SDK sent it: Datadog takes tags and date out of it. */
function wholeDocument({ document, date, service, tags }: RumEvent): JsonObject {
  const ddtags = [...tags].map(([name, value]) => `${name}:${value}`).join(",");
  return {
    ...(ddtags === "" ? {} : { ddtags }),
    ...(service === undefined ? {} : { service }),
    date,
    ...document,
  };
}

const rangeOf = ({ session }: KnownSession["detail"], clock: Clock) => ({
  from: Math.floor(session.start - MARGIN_MS),
  to: Math.ceil(Math.min(clock.now(), session.end + MARGIN_MS)),
});

/** A page of a session's RUM events in order of date, whatever their type; its own event and its ends are no such. */
export async function listRumEvents(
  sessionId: string,
  { detail }: KnownSession,
  { cursor, limit }: RumEventQuery,
  { client, clock }: { readonly client: SiteClient; readonly clock: Clock },
  signal: AbortSignal,
): Promise<RumEventPage> {
  const { from, to, after } = fromEventCursor(cursor) ?? {
    ...rangeOf(detail, clock),
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
