import { segmentPagePath } from "../../wire/paths.ts";

/** What the address of a page of segments says. */
export interface SegmentPageAddress {
  readonly session: string;
  readonly view: string;
  /** Undefined: the default one. */
  readonly source: string | undefined;
  readonly range: { readonly first: number; readonly last: number };
}

/** Most segments of one page: it is built in memory. */
export const LARGEST_PAGE = 5000;

const ID = "([\\w.~-]{1,200})";
const PATH = segmentPagePath("ID", "ID").replaceAll("ID", ID);
const ADDRESS = new RegExp(`^${PATH}\\?(?:source=${ID}&)?first=(\\d{1,9})&last=(\\d{1,9})$`);

/**
 * Reads the address of a page in the form in which the viewer asks for it. Null for every other one: what may be wrong
 * with it, and other ways to write the same, are for the routes.
 */
export function readSegmentPageAddress(url: string): SegmentPageAddress | null {
  const [, session, view, source, from, to] = ADDRESS.exec(url) ?? [];
  if (session === undefined || view === undefined) return null;
  const range = { first: Number(from), last: Number(to) };
  if (range.first > range.last || range.last - range.first >= LARGEST_PAGE) return null;
  return { session, view, source, range };
}
