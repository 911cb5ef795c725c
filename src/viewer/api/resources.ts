import { queryOptions } from "@tanstack/react-query";
import { resourcePath } from "../../wire/paths.ts";
import { getBytes } from "./request.ts";

/** The SDK's images have sides of at most 1280 pixels and are compressed. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/** An image that the session's records refer to by this id. It never changes, and the browser keeps it. */
export const resourceQuery = (sessionId: string, resourceId: string, source?: string) =>
  queryOptions({
    queryKey: ["resource", sessionId, resourceId, source] as const,
    queryFn: ({ signal }) =>
      getBytes(resourcePath(sessionId, resourceId), { source }, "image/*", signal, LARGEST_BYTES),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    structuralSharing: false,
  });
