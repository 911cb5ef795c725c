import type { SessionListing } from "../../api/sessions.ts";
import {
  sessionFilterSchema,
  type SessionFilter,
  type SessionSort,
  sortSchema,
} from "../../../wire/session.ts";

const HOUR = 3_600_000;

/** Time ranges that end now, by their names in the address (`last=24h`), in milliseconds. */
export const RECENT_SPANS = {
  "1h": HOUR,
  "24h": 24 * HOUR,
  "7d": 7 * 24 * HOUR,
  "30d": 30 * 24 * HOUR,
} as const;
export type RecentSpan = keyof typeof RECENT_SPANS;

const isRecentSpan = (value: unknown): value is RecentSpan =>
  typeof value === "string" && Object.hasOwn(RECENT_SPANS, value);

/** What the address of the picker says: the filters, and the order where it is not the usual one. */
export interface SessionSearch extends SessionFilter {
  readonly sort?: SessionSort | undefined;
  /** Id of the source whose sessions are listed; without, the first. */
  readonly source?: string | undefined;
  /** Id of a playlist, whose sessions are listed instead: the filters have no effect then. */
  readonly playlist?: string | undefined;
  /** Instead of `from` and `to`: a range that ends whenever the link is opened. */
  readonly last?: RecentSpan | undefined;
}

/** Reads the picker's address. A value that means nothing is left out: a link never breaks the page. */
export function readSessionSearch(search: Record<string, unknown>): SessionSearch {
  const fields = { ...sessionFilterSchema.shape, sort: sortSchema };
  const read = Object.entries(fields).flatMap(([name, schema]) => {
    const { success, data } = schema.safeParse(search[name] === "" ? undefined : search[name]);
    return success && data !== undefined ? [[name, data] as const] : [];
  });
  const { from, to, ...known } = Object.fromEntries(read) as SessionSearch;
  const { source, playlist, last } = search;
  return {
    ...known,
    ...(typeof playlist === "string" && playlist !== "" ? { playlist } : {}),
    ...(typeof source === "string" && source !== "" ? { source } : {}),
    ...(isRecentSpan(last) ? { last } : withoutUndefined({ from, to })),
  };
}

/** Reads the picker's query string, as `readSessionSearch` does. */
export const parseSessionSearch = (query: string): SessionSearch =>
  readSessionSearch(Object.fromEntries(new URLSearchParams(query)));

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The query string of the list from which a session was opened. */
    list?: string;
  }
}

/** The listing that an address asks for. */
export function listingOf(search: SessionSearch): SessionListing {
  const { sort, source, playlist, last, ...filter } = search;
  const from = source === undefined ? {} : { source };
  if (playlist !== undefined) return { filter: {}, sort: "newest", playlist, ...from };
  return {
    filter: withoutUndefined(filter),
    sort: sort ?? "newest",
    ...from,
    ...(last === undefined ? {} : { within: RECENT_SPANS[last] }),
  };
}

const withoutUndefined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
