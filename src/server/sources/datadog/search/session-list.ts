import type { SessionPage, SessionQuery, SessionSummary } from "../../../../wire/session.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import { fromSessionCursor, type SessionCursor, toCursor } from "./cursor.ts";
import { PageWalks } from "./page-walks.ts";
import { CLOCKS_AHEAD_MS, RETENTION_MS, USUAL_RETENTION_MS } from "./retention.ts";
import { isOneOf } from "./rum-query.ts";
import { aggregateRumEvents, searchRumEvents } from "./rum-search.ts";
import { sessionsQuery } from "./session-query.ts";
import { sessionSummary } from "./summaries.ts";
import { checkTypedQuery } from "./typed-query.ts";
import { SourceError } from "../../source.ts";
import type { RumEvent } from "./rum-event.ts";

/** What sessions are ordered by where that is not time: Datadog's search sorts by time only. */
const MEASURES = {
  longest: "@session.time_spent",
  errors: "@session.error.count",
  frustrations: "@session.frustration.count",
} as const;

/** Datadog ranks no more groups at once. */
const MOST_RANKED = 1000;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The picker's list of sessions, out of Datadog's search. */
export class SessionList {
  readonly #client: SiteClient;
  readonly #clock: Clock;
  readonly #walks: PageWalks;

  constructor(client: SiteClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    this.#walks = new PageWalks(client);
  }

  /** A page of the sessions that match. @throws {SourceError} 400 when Datadog does not take the query. */
  async page(query: SessionQuery, signal: AbortSignal): Promise<SessionPage> {
    if (query.rum !== undefined) checkTypedQuery(query.rum);
    const cursor = fromSessionCursor(query.cursor);
    const { from, to } = cursor ?? this.#range(query);
    const range = { from, to };
    if (from > to) return { sessions: [] };
    if (query.page !== undefined) return this.#byPage(query, query.page, range, cursor, signal);
    if (query.sort !== "newest") return this.#byRank(query, query.sort, range, cursor, signal);
    return this.#byTime(query, range, cursor, signal);
  }

  /** Whole milliseconds within the time for which Datadog keeps anything. */
  #range({ from, to }: SessionQuery): Range {
    const now = this.#clock.now();
    return {
      from: Math.ceil(Math.max(now - RETENTION_MS, from ?? now - USUAL_RETENTION_MS)),
      to: Math.floor(Math.min(now + CLOCKS_AHEAD_MS, to ?? Infinity)),
    };
  }

  async #byTime(query: SessionQuery, range: Range, cursor: SessionCursor | undefined, signal: AbortSignal) {
    const after = cursor?.by === "time" ? cursor.after : undefined;
    const page = await searchRumEvents(
      this.#client,
      {
        what: "the search for sessions",
        query: sessionsQuery(query),
        ...range,
        sort: "-timestamp",
        limit: query.limit,
        cursor: after,
        priority: "now",
      },
      signal,
    );
    return this.#answer(page.events, page.after && { by: "time", after: page.after, ...range });
  }

  async #byRank(
    query: SessionQuery,
    sort: keyof typeof MEASURES,
    range: Range,
    cursor: SessionCursor | undefined,
    signal: AbortSignal,
  ) {
    const offset = cursor?.by === "rank" ? cursor.offset : 0;
    const limit = Math.min(MOST_RANKED, offset + query.limit + 1);
    const ranked = await aggregateRumEvents(
      this.#client,
      {
        what: "the ranking of sessions",
        query: sessionsQuery(query),
        ...range,
        facet: "@session.id",
        limit,
        greatest: MEASURES[sort],
      },
      signal,
    );
    const ids = ranked.slice(offset, offset + query.limit).map(({ value }) => value);
    const events = await this.#sessions(ids, [], range, signal);
    const next = offset + query.limit;
    return this.#answer(events, ranked.length > next && { by: "rank", offset: next, ...range });
  }

  async #byPage(
    query: SessionQuery,
    page: string,
    range: Range,
    cursor: SessionCursor | undefined,
    signal: AbortSignal,
  ) {
    if (query.sort !== "newest")
      throw new SourceError(400, "sort: with a page, Datadog's sessions are listed newest first only");
    const walk = cursor?.by === "page" ? this.#walks.get(cursor.walk) : this.#walks.begin(query, page, range);
    const events = await walk.next(query.limit, signal);
    return this.#answer(events, walk.isOver ? undefined : { by: "page", walk: walk.id, ...range });
  }

  /** The sessions of these ids, in the order of the ids. */
  async #sessions(ids: readonly string[], terms: readonly string[], range: Range, signal: AbortSignal) {
    if (ids.length === 0) return [];
    const query = ["@type:session", isOneOf("@session.id", ids), ...terms].join(" ");
    const { events } = await searchRumEvents(
      this.#client,
      {
        what: "the search for sessions",
        query,
        ...range,
        sort: "-timestamp",
        limit: ids.length,
        priority: "now",
      },
      signal,
    );
    const placeOf = new Map(ids.map((id, at) => [id, at]));
    const place = (event: RumEvent) => placeOf.get(this.#summary(event)?.id ?? "") ?? ids.length;
    return events.toSorted((a, b) => place(a) - place(b));
  }

  #summary(event: RumEvent): SessionSummary | null {
    return sessionSummary(event, this.#client.site.site, this.#clock.now());
  }

  #answer(events: readonly RumEvent[], next: SessionCursor | false | undefined | ""): SessionPage {
    const sessions = events.flatMap((event) => this.#summary(event) ?? []);
    return { sessions, ...(next ? { cursor: toCursor(next) } : {}) };
  }
}
