import {
  sessionFilterSchema,
  type SessionFilter,
  type SessionSort,
  sortSchema,
} from "../../../wire/session.ts";

/** What the address of the picker says: the filters, and the order where it is not the usual one. */
export interface SessionSearch extends SessionFilter {
  readonly sort?: SessionSort;
}

/** Reads the picker's address. A value that means nothing is left out: a link never breaks the page. */
export function readSessionSearch(search: Record<string, unknown>): SessionSearch {
  const fields = { ...sessionFilterSchema.shape, sort: sortSchema };
  const read = Object.entries(fields).flatMap(([name, schema]) => {
    const { success, data } = schema.safeParse(search[name]);
    return success && data !== undefined && data !== "" ? [[name, data] as const] : [];
  });
  return Object.fromEntries(read) as SessionSearch;
}
