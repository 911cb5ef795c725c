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
  const known = Object.fromEntries(read) as SessionSearch;
  return isRecentSpan(search["last"])
    ? { ...known, last: search["last"], from: undefined, to: undefined }
    : known;
}

/** The listing that an address asks for. */
export function listingOf(search: SessionSearch): SessionListing {
  const { sort, last, ...filter } = search;
  const stated = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  return {
    filter: stated,
    sort: sort ?? "newest",
    ...(last === undefined ? {} : { within: RECENT_SPANS[last] }),
  };
}
