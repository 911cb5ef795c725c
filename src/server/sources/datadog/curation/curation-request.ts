import type { z } from "zod";
import type { PageNumber } from "../../viewership.ts";
import { readJsonAnswer } from "../http/json-answer.ts";
import type { SiteClient } from "../http/site-client.ts";
import type { SiteRequest } from "../http/site-request.ts";

/** Below the site's API. */
export const REPLAY_PATH = "/api/v2/rum/replay";

type Asked = Pick<SiteRequest, "what" | "method" | "path" | "query" | "body" | "accept" | "notFound">;

const COMMON = {
  permissions: ["rum_apps_read", "rum_session_replay_read"],
  priority: "now",
  maxBytes: 16 * 1024 * 1024,
} as const;

/** Asks for playlists (`what` says what for). */
export const playlistRequest = (asked: Omit<Asked, "accept" | "notFound"> & Partial<Asked>): SiteRequest => ({
  accept: "application/json",
  notFound: "there is no such playlist or session",
  endpoint: "replay playlists",
  ...COMMON,
  ...asked,
});

/** Asks about who watched what. */
export const viewershipRequest = (
  asked: Omit<Asked, "accept" | "notFound"> & Partial<Asked>,
): SiteRequest => ({
  accept: "application/json",
  notFound: "there is no such session",
  endpoint: "replay viewership",
  ...COMMON,
  ...asked,
});

/** The parameters of a page, as the official clients send them. */
export const pageQuery = ({ number, size }: PageNumber) => ({
  "page[number]": String(number),
  "page[size]": String(size),
});

/** Asks, and reads what comes. @throws {SourceError} 502 when the answer is not what Datadog documents. */
export async function askJson<T>(
  client: SiteClient,
  request: SiteRequest,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  return readJsonAnswer(client.site, request, await client.ask(request, signal), schema);
}
