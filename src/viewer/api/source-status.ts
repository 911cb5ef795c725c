import { queryOptions } from "@tanstack/react-query";
import { SOURCE_STATUS_PATH } from "../../wire/paths.ts";
import { sourceStatusSchema } from "../../wire/source.ts";
import { getJson } from "./request.ts";

/** First part of the key of `sourceStatusQuery`. */
export const SOURCE_STATUS = "source-status";

/** What a source waits for at this moment: to be asked while another request takes its time. */
export const sourceStatusQuery = (source?: string) =>
  queryOptions({
    queryKey: [SOURCE_STATUS, source] as const,
    queryFn: ({ signal }) => getJson(SOURCE_STATUS_PATH, { source }, sourceStatusSchema, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
