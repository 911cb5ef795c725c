import { randomUUID } from "node:crypto";
import type { SessionQuery } from "../../../../wire/session.ts";
import { SourceError } from "../../source.ts";
import type { SiteClient } from "../http/site-client.ts";
import { type RumEvent, textAt } from "./rum-event.ts";
import { isOneOf } from "./rum-query.ts";
import { LARGEST_PAGE, searchRumEvents } from "./rum-search.ts";
import { sessionTerms, viewsQuery } from "./session-query.ts";

// Sessions in which a page was seen: Datadog's session events know the first and the last page only, so the views of
// that page are gone through, newest first, and their sessions looked up. Which sessions came already is remembered
// between the pages of one list.

const MOST_KEPT = 100;
/** Ids in one query. */
const MOST_IDS = 100;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The lists that are being paged through; the least recently asked for go. */
export class PageWalks {
  readonly #client: SiteClient;
  readonly #walks = new Map<string, PageWalk>();

  constructor(client: SiteClient) {
    this.#client = client;
  }

  begin(query: SessionQuery, page: string, range: Range): PageWalk {
    const walk = new PageWalk(this.#client, query, page, range);
    this.#walks.set(walk.id, walk);
    for (const oldest of this.#walks.keys()) if (this.#walks.size > MOST_KEPT) this.#walks.delete(oldest);
    return walk;
  }

  /** @throws {SourceError} 400 when it is not known any more. */
  get(id: string): PageWalk {
    const walk = this.#walks.get(id);
    if (walk === undefined) throw new SourceError(400, "cursor: this list is too old; search again");
    this.#walks.delete(id);
    this.#walks.set(id, walk);
    return walk;
  }
}

class PageWalk {
  readonly id = randomUUID();
  readonly #client: SiteClient;
  readonly #query: SessionQuery;
  readonly #page: string;
  readonly #range: Range;
  readonly #seen = new Set<string>();
  /** Sessions that were found and not given yet. */
  #ready: readonly RumEvent[] = [];
  #after: string | undefined;
  #isAtEnd = false;

  constructor(client: SiteClient, query: SessionQuery, page: string, range: Range) {
    this.#client = client;
    this.#query = query;
    this.#page = page;
    this.#range = range;
  }

  get isOver(): boolean {
    return this.#isAtEnd && this.#ready.length === 0;
  }

  /** The next sessions, `limit` of them unless there are fewer. */
  async next(limit: number, signal: AbortSignal): Promise<readonly RumEvent[]> {
    while (this.#ready.length < limit && !this.#isAtEnd) {
      const ids = await this.#moreIds(signal);
      for (let at = 0; at < ids.length; at += MOST_IDS)
        this.#ready = [...this.#ready, ...(await this.#sessions(ids.slice(at, at + MOST_IDS), signal))];
    }
    const given = this.#ready.slice(0, limit);
    this.#ready = this.#ready.slice(limit);
    return given;
  }

  async #moreIds(signal: AbortSignal): Promise<readonly string[]> {
    const { events, after } = await searchRumEvents(
      this.#client,
      {
        what: "the search for views of a page",
        query: viewsQuery(this.#query, this.#page),
        ...this.#range,
        sort: "-timestamp",
        limit: LARGEST_PAGE,
        cursor: this.#after,
        priority: "now",
      },
      signal,
    );
    this.#after = after;
    this.#isAtEnd = after === undefined;
    const ids = events.flatMap(({ document }) => textAt(document, "session.id") ?? []);
    const fresh = [...new Set(ids)].filter((id) => !this.#seen.has(id));
    for (const id of fresh) this.#seen.add(id);
    return fresh;
  }

  async #sessions(ids: readonly string[], signal: AbortSignal): Promise<readonly RumEvent[]> {
    const query = ["@type:session", isOneOf("@session.id", ids), ...sessionTerms(this.#query)].join(" ");
    const { from, to } = this.#range;
    const { events } = await searchRumEvents(
      this.#client,
      {
        what: "the search for sessions",
        query,
        // A session begins before its views do, by four hours at most.
        from: from - LONGEST_SESSION_MS,
        to,
        sort: "-timestamp",
        limit: ids.length,
        priority: "now",
      },
      signal,
    );
    return events;
  }
}

const LONGEST_SESSION_MS = 4 * 60 * 60_000;
