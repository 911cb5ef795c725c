import { queryOptions } from "@tanstack/react-query";
import { watchersPath, WATCHED_PATH, watchesPath } from "../../wire/paths.ts";
import { watchedSchema, watchersSchema, type WatchItem } from "../../wire/viewership.ts";
import { change, getJson } from "./request.ts";

/** Who watched a session, the last one first. */
export const watchersQuery = (sessionId: string, source?: string) =>
  queryOptions({
    queryKey: ["watchers", sessionId, source] as const,
    queryFn: async ({ signal }) =>
      (await getJson(watchersPath(sessionId), { source }, watchersSchema, signal)).watchers,
  });

/** Which of these sessions whoever asks has watched. */
export const watchedQuery = (ids: readonly string[], source?: string) =>
  queryOptions({
    queryKey: ["watched", source, ids] as const,
    queryFn: async ({ signal }) =>
      (await getJson(WATCHED_PATH, { source, ids: ids.join(",") }, watchedSchema, signal)).watched,
    enabled: ids.length > 0,
  });

/** What a watch makes old. */
export const WATCH_KEYS = ["watchers", "watched"] as const;

/** Says that whoever asks watches a session. */
export const recordWatch = (sessionId: string, watch: WatchItem, source?: string) =>
  change("POST", watchesPath(sessionId), { source }, watch);
