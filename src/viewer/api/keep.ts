import { queryOptions } from "@tanstack/react-query";
import { keepStatusSchema } from "../../wire/keep.ts";
import { keepPath } from "../../wire/paths.ts";
import { change, getJson } from "./request.ts";

/** How often it is asked how far a keeping is. */
const ASK_EVERY_MS = 1000;

/** How far the keeping of a session is; asked again while it is under way. */
export const keepQuery = (sessionId: string, source: string) =>
  queryOptions({
    queryKey: ["keep", sessionId, source] as const,
    queryFn: ({ signal }) => getJson(keepPath(sessionId), { source }, keepStatusSchema, signal),
    refetchInterval: ({ state: { data } }) =>
      data?.state === "waiting" || data?.state === "keeping" ? ASK_EVERY_MS : false,
  });

/** Begins to bring a session to this server, or goes on with it. It goes on when the page is closed. */
export const beginToKeep = (sessionId: string, source: string) =>
  change("POST", keepPath(sessionId), { source }, undefined, keepStatusSchema);

export const stopKeeping = (sessionId: string, source: string) =>
  change("DELETE", keepPath(sessionId), { source }, undefined, keepStatusSchema);
