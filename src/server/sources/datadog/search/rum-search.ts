import { SourceError } from "../../source.ts";
import type { Priority } from "../http/request-budget.ts";
import { readJsonAnswer } from "../http/json-answer.ts";
import type { SiteClient } from "../http/site-client.ts";
import { nameOf } from "../http/site-refusal.ts";
import { aggregateAnswerSchema, type AggregateBucket } from "./aggregate.ts";
import { type RumEvent, rumEvent, searchAnswerSchema } from "./rum-event.ts";

/** Which events, from which time, and from which place in the list. Times are epoch milliseconds. */
export interface RumSearch {
  /** For people: what is searched for. */
  readonly what: string;
  readonly query: string;
  readonly from: number;
  readonly to: number;
  readonly sort: "timestamp" | "-timestamp";
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly priority: Priority;
}

/** A page of events; `after` is the cursor of the next one, undefined on the last. */
export interface RumEventList {
  readonly events: readonly RumEvent[];
  readonly after: string | undefined;
}

/** Which values a facet has, most of what is computed first. */
export interface RumAggregate {
  readonly what: string;
  readonly query: string;
  readonly from: number;
  readonly to: number;
  readonly facet: string;
  readonly limit: number;
  /** What buckets are ordered by, the greatest first; how many events they have when absent. */
  readonly greatest?: string | undefined;
}

/** Datadog gives no more at once. */
export const LARGEST_PAGE = 1000;

const MOST_BYTES = 64 * 1024 * 1024;
/** With keys that may not do this. */
const PERMISSIONS = ["rum_apps_read"];

const ENDPOINT = {
  method: "POST",
  accept: "application/json",
  permissions: PERMISSIONS,
  notFound: "check DD_API_URL",
  maxBytes: MOST_BYTES,
} as const;

/** `POST /api/v2/rum/events/search`: one page. */
export async function searchRumEvents(
  client: SiteClient,
  { what, query, from, to, sort, limit, cursor, priority }: RumSearch,
  signal: AbortSignal,
): Promise<RumEventList> {
  const answer = await client.ask(
    {
      ...ENDPOINT,
      what,
      priority,
      endpoint: "rum search",
      path: "/api/v2/rum/events/search",
      body: {
        filter: { query, from: String(from), to: String(to) },
        sort,
        page: { limit, ...(cursor === undefined ? {} : { cursor }) },
      },
    },
    signal,
  );
  const { data, meta } = await readJsonAnswer(client.site, { ...ENDPOINT, what }, answer, searchAnswerSchema);
  if (meta?.status === "timeout")
    throw new SourceError(
      503,
      `${nameOf(client.site)} took too long for ${what}; narrow it down, or try again`,
    );
  return { events: data.map(rumEvent), after: data.length === 0 ? undefined : meta?.page?.after };
}

/** All events of a search, page by page. */
export async function* everyRumEvent(
  client: SiteClient,
  search: Omit<RumSearch, "cursor" | "limit">,
  signal: AbortSignal,
): AsyncGenerator<RumEvent> {
  let cursor: string | undefined;
  do {
    const page = await searchRumEvents(client, { ...search, limit: LARGEST_PAGE, cursor }, signal);
    yield* page.events;
    cursor = page.after;
  } while (cursor !== undefined);
}

/** `POST /api/v2/rum/analytics/aggregate`: the values of one facet. */
export async function aggregateRumEvents(
  client: SiteClient,
  { what, query, from, to, facet, limit, greatest }: RumAggregate,
  signal: AbortSignal,
): Promise<readonly AggregateBucket[]> {
  const measure =
    greatest === undefined ? { aggregation: "count" } : { aggregation: "max", metric: greatest };
  const answer = await client.ask(
    {
      ...ENDPOINT,
      what,
      priority: "now",
      endpoint: "rum aggregate",
      path: "/api/v2/rum/analytics/aggregate",
      body: {
        filter: { query, from: String(from), to: String(to) },
        compute: [{ ...measure, type: "total" }],
        group_by: [{ facet, limit, sort: { ...measure, type: "measure", order: "desc" } }],
      },
    },
    signal,
  );
  const { data } = await readJsonAnswer(client.site, { ...ENDPOINT, what }, answer, aggregateAnswerSchema);
  return data.buckets.flatMap(({ by, computes }) => {
    const value = by[facet];
    return value === undefined || value === "" ? [] : [{ value, measure: Number(computes["c0"] ?? 0) }];
  });
}
