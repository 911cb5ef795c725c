import type { SessionSummary } from "../../../../wire/session.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import { USUAL_RETENTION_MS } from "../search/retention.ts";
import { isOneOf } from "../search/rum-query.ts";
import { type RumEvent, rumEvent, searchAnswerSchema } from "../search/rum-event.ts";
import { searchRumEvents } from "../search/rum-search.ts";
import { sessionSummary } from "../search/summaries.ts";
import { isObject } from "../segments/recorded-segment.ts";

interface Listed {
  readonly id: string;
  readonly event: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What is known of sessions that a list names: their `session_event`, of which Datadog documents no form, or else what
 * the search has of them. Those that have expired are missing.
 */
export async function summariesOf(
  client: SiteClient,
  clock: Clock,
  listed: readonly Listed[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SessionSummary>> {
  const found = new Map<string, SessionSummary>();
  const note = (event: RumEvent) => {
    const summary = sessionSummary(event, client.site.site, clock.now());
    if (summary !== null) found.set(summary.id, summary);
  };
  for (const { event } of listed) for (const read of readEvent(event)) note(read);
  const missing = listed.map(({ id }) => id).filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const now = clock.now();
  const { events } = await searchRumEvents(
    client,
    {
      what: "the search for the sessions of the list",
      query: `@type:session ${isOneOf("@session.id", missing)}`,
      from: now - USUAL_RETENTION_MS,
      to: now,
      sort: "-timestamp",
      limit: missing.length,
      priority: "now",
    },
    signal,
  );
  for (const event of events) note(event);
  return found;
}

/** As the search gives it, or the SDK's document alone. */
function readEvent(event: Listed["event"]): readonly RumEvent[] {
  if (event === undefined) return [];
  const inner = event["attributes"];
  const shapes = [event, { id: "", attributes: event }, { id: "", attributes: { attributes: event } }];
  for (const shape of isObject(inner) ? shapes : shapes.slice(2)) {
    const parsed = searchAnswerSchema.safeParse({ data: [{ id: "", ...shape }] });
    const [first] = parsed.success ? parsed.data.data : [];
    const read = first && rumEvent(first);
    // Without a date of its own, it is not known when the session was.
    if (read !== undefined && read.date > 0 && isObject(read.document["session"])) return [read];
  }
  return [];
}
