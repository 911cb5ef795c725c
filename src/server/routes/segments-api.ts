import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { z } from "zod";
import type { Access } from "./access.ts";
import { apiGuard } from "./api-guard.ts";
import { errorAnswer, parseInput } from "./errors.ts";
import { DATA_HEADERS } from "./page-policy.ts";
import { signPosition, verifyPosition } from "./paging-token.ts";
import type { RateLimit } from "./rate-limit.ts";
import { fillSegmentList, type SegmentListOptions } from "./segment-list.ts";

/** What the Datadog-compatible API is made of. */
export interface SegmentsApi extends Omit<SegmentListOptions, "maxListBytes"> {
  readonly access: Access;
  readonly rateLimit: RateLimit;
  /** Signs paging tokens. */
  readonly pagingSecret: Uint8Array;
}

const PATH = "/api/v2/rum/replay/sessions/:sessionId/views/:viewId/segments";

/** Bytes of a page's `data` where `max_list_size` is absent. */
const DEFAULT_LIST_BYTES = 4 * 1024 * 1024;

/** A page is never larger, whatever was asked for: it is built in memory. */
const LARGEST_LIST_BYTES = 32 * 1024 * 1024;

// Up to the digits of the int64 that Datadog's clients send.
const wholeNumber = (what: string) => z.string().regex(/^\d{1,19}$/, `must be ${what}`);
const querySchema = z.object({
  source: z.enum(["event_platform", "blob"], "must be event_platform or blob").optional(),
  // The embedded store finds every segment without this hint.
  ts: wholeNumber("a time in epoch milliseconds").optional(),
  max_list_size: wholeNumber("a number of bytes, at least 1")
    .transform(Number)
    .refine((bytes) => bytes >= 1, "must be a number of bytes, at least 1")
    .default(DEFAULT_LIST_BYTES),
  paging: z.string().optional(),
});

/** Datadog's route for a view's segments, as its public clients call it. */
export function segmentsApi(api: SegmentsApi): Hono {
  const { access } = api;
  const routes = new Hono();
  routes.get(PATH, apiGuard(access, api.rateLimit, "rum_replay_segments"), compress(), async (c) => {
    const query = parseInput(querySchema, c.req.query());
    const walked = { ...c.req.param(), storage: query.source };
    const after = query.paging === undefined ? null : verifyPosition(query.paging, walked, api.pagingSecret);
    if (query.paging !== undefined && after === null) {
      return errorAnswer(c, 400, "paging: not a token that this server made for this view and source");
    }
    const maxListBytes = Math.min(query.max_list_size, LARGEST_LIST_BYTES);
    const list = await fillSegmentList(walked, after, { ...api, maxListBytes }, c.req.raw.signal);
    if (list === null) {
      return errorAnswer(c, 404, `there is no view ${walked.viewId} in a session ${walked.sessionId}`);
    }
    const token = list.next === null ? null : signPosition(list.next, walked, api.pagingSecret);
    return answer(c, list.data, token, access.userHeader !== null);
  });
  return routes;
}

function answer(c: Context, data: string, token: string | null, behindProxy: boolean): Response {
  const meta = { page: token === null ? {} : { after: token } };
  const links = token === null ? {} : { next: nextAddress(c, token, behindProxy) };
  // `data` is JSON text already; parsing it to write it again would double the work.
  const body = `{"data":${data},"meta":${JSON.stringify(meta)},"links":${JSON.stringify(links)}}`;
  return c.body(body, 200, { ...DATA_HEADERS, "Content-Type": "application/json" });
}

/** The address of this request with another token, as the client sees it. */
function nextAddress(c: Context, token: string, behindProxy: boolean): string {
  const next = new URL(c.req.url);
  // Of several proxies, the one next to the client is named first.
  const forwarded = (name: string) => c.req.header(name)?.split(",")[0]?.trim();
  const scheme = forwarded("x-forwarded-proto");
  const host = forwarded("x-forwarded-host");
  if (behindProxy && (scheme === "http" || scheme === "https")) next.protocol = scheme;
  if (behindProxy && host !== undefined) {
    next.port = "";
    next.host = host;
  }
  next.searchParams.set("paging", token);
  return next.href;
}
