import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import {
  FACETS_PATH,
  playlistSessionsPath,
  sessionPath,
  SESSIONS_PATH,
  SOURCES_PATH,
} from "../../wire/paths.ts";
import {
  facetsSchema,
  sessionDetailSchema,
  type SessionFilter,
  type SessionPage,
  sessionPageSchema,
  type SessionSort,
} from "../../wire/session.ts";
import { type SourceItem, sourcesSchema } from "../../wire/source.ts";
import { getJson } from "./request.ts";

const PAGE_SIZE = 50;

/** Which sessions, in which order. */
export interface SessionListing {
  readonly filter: SessionFilter;
  readonly sort: SessionSort;
  /** Id of the source that is asked; without, the first. */
  readonly source?: string;
  /** Id of a playlist: its sessions in its order, whatever else is asked for. */
  readonly playlist?: string;
  /** Only sessions that started within this many milliseconds before the list is fetched; wins over `from`. */
  readonly within?: number;
}

interface Position {
  readonly cursor?: string;
  /** Where the time range starts: the same for every page of one walk, though time goes on. */
  readonly from?: number;
}

const START: Position = {};

interface ListedPage extends SessionPage {
  readonly from?: number;
}

async function getPage(listing: SessionListing, at: Position, signal: AbortSignal): Promise<ListedPage> {
  const { filter, sort, source, within, playlist } = listing;
  if (playlist !== undefined) {
    const place = { source, cursor: at.cursor };
    return getJson(playlistSessionsPath(playlist), place, sessionPageSchema, signal);
  }
  const from = at.from ?? (within === undefined ? filter.from : Date.now() - within);
  const query = { ...filter, source, from, sort, limit: PAGE_SIZE, cursor: at.cursor };
  const page = await getJson(SESSIONS_PATH, query, sessionPageSchema, signal);
  return from === undefined ? page : { ...page, from };
}

/** The picker's sessions, page by page. */
export const sessionsQuery = (listing: SessionListing) =>
  infiniteQueryOptions({
    queryKey: ["sessions", listing] as const,
    queryFn: ({ pageParam, signal }) => getPage(listing, pageParam, signal),
    initialPageParam: START,
    getNextPageParam: ({ cursor, from }): Position | undefined =>
      cursor === undefined ? undefined : { cursor, ...(from === undefined ? {} : { from }) },
    placeholderData: keepPreviousData,
    // A list that changes by itself takes the row away from under the pointer: new sessions are announced
    // (`latestSessionsQuery`) and shown when asked for.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The newest sessions of a listing as they are now, whatever its order: asked again and again. */
export const latestSessionsQuery = (listing: SessionListing) =>
  queryOptions({
    queryKey: ["latest-sessions", listing] as const,
    queryFn: ({ signal }) => getPage({ ...listing, sort: "newest" }, {}, signal),
  });

/** Values that the filters can take. */
export const facetsQuery = (source?: string) =>
  queryOptions({
    queryKey: ["facets", source] as const,
    queryFn: ({ signal }) => getJson(FACETS_PATH, { source }, facetsSchema, signal),
    staleTime: 60_000,
  });

/** The places that sessions come from. */
export const sourcesQuery = () =>
  queryOptions({
    queryKey: ["sources"] as const,
    queryFn: ({ signal }) => getJson(SOURCES_PATH, {}, sourcesSchema, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** One session and its views. */
export const sessionQuery = (sessionId: string, source?: string) =>
  queryOptions({
    queryKey: ["session", sessionId, source] as const,
    queryFn: ({ signal }) => getJson(sessionPath(sessionId), { source }, sessionDetailSchema, signal),
  });

/** The source of that id; without one, the first. Undefined until the sources are known. */
export const chosenSource = (sources: readonly SourceItem[], id: string | undefined) =>
  id === undefined ? sources[0] : sources.find((source) => source.id === id);
