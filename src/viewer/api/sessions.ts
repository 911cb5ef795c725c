import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { FACETS_PATH, sessionPath, SESSIONS_PATH, SOURCES_PATH } from "../../wire/paths.ts";
import {
  facetsSchema,
  sessionDetailSchema,
  type SessionFilter,
  sessionPageSchema,
  type SessionSort,
} from "../../wire/session.ts";
import { sourcesSchema } from "../../wire/source.ts";
import { getJson } from "./request.ts";

const PAGE_SIZE = 50;

/** The picker's sessions, page by page. */
export const sessionsQuery = (filter: SessionFilter, sort: SessionSort = "newest") =>
  infiniteQueryOptions({
    queryKey: ["sessions", filter, sort] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson(
        SESSIONS_PATH,
        { ...filter, sort, limit: PAGE_SIZE, cursor: pageParam },
        sessionPageSchema,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });

/** Values that the filters can take. */
export const facetsQuery = () =>
  queryOptions({
    queryKey: ["facets"] as const,
    queryFn: ({ signal }) => getJson(FACETS_PATH, {}, facetsSchema, signal),
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
