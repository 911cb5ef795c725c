import { assetModeSchema } from "./assets.ts";
import { keptFromSchema } from "./keep.ts";
import { pageStateSchema } from "./page-state.ts";
import { z } from "./schema.ts";

// What the viewer's own routes (`/bff/…`) say about sessions and views. Both sides parse and build with
// these schemas. Times are epoch milliseconds on the recorded client's clock.

/** Who was recorded, as far as RUM events say. */
export const userSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  anonymousId: z.string().optional(),
});
export type User = z.infer<typeof userSchema>;

/** A name and, where known, a version: of a browser or an operating system. */
const softwareSchema = z.object({ name: z.string(), version: z.string().optional() });

export const viewSummarySchema = z.object({
  id: z.string(),
  /** Full address of the page when RUM events have it, else that of the segments' Meta record, else "". */
  url: z.string(),
  name: z.string().optional(),
  tabId: z.string().optional(),
  start: z.number(),
  end: z.number(),
  /** `initial_load`, `route_change`, `session_renewal`, `bf_cache`, … (open set). */
  loadingType: z.string().optional(),
  /** What RUM events say of the page being seen, in order. */
  pageStates: z.array(pageStateSchema).optional(),
  errorCount: z.number(),
  frustrationCount: z.number(),
  actionCount: z.number(),
  /**
   * Segments that the source holds; where it does not know how many, 1 stands for some. 0: the view is known from RUM
   * events only and has no replay.
   */
  segmentCount: z.number(),
  /** No more segments are expected: the view has ended and is packed. */
  complete: z.boolean(),
});
export type ViewSummary = z.infer<typeof viewSummarySchema>;

export const sessionSummarySchema = z.object({
  id: z.string(),
  /** Id of the source that holds it: `local`, or a Datadog site. */
  source: z.string(),
  applicationId: z.string(),
  start: z.number(),
  end: z.number(),
  user: userSchema.optional(),
  viewCount: z.number(),
  /** Distinct page paths in order of first visit, at most 20. */
  pages: z.array(z.string()),
  errorCount: z.number(),
  frustrationCount: z.number(),
  actionCount: z.number(),
  browser: softwareSchema.optional(),
  os: softwareSchema.optional(),
  /** `desktop`, `mobile`, `tablet`, `tv`, `bot`, or what the source says. */
  deviceType: z.string().optional(),
  country: z.string().optional(),
  service: z.string().optional(),
  env: z.string().optional(),
  version: z.string().optional(),
  sdkVersion: z.string().optional(),
  /** Absent, like `bytes`, where the source does not know before it has read the whole session. */
  segmentCount: z.number().optional(),
  /** Bytes of all segments as stored. */
  bytes: z.number().optional(),
  /** Something arrived within the last minute and no end was seen. */
  live: z.boolean(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

/** `GET /bff/sessions/:sessionId?source=` */
export const sessionDetailSchema = z.object({
  session: sessionSummarySchema,
  /** In order of their start. Views of several tabs overlap. */
  views: z.array(viewSummarySchema),
  /** What this server does with addresses that the recording names; absent: nothing (`off`). */
  assets: assetModeSchema.optional(),
  /** Of a session of the embedded store that was brought from another source. */
  keptFrom: keptFromSchema.optional(),
});
export type SessionDetail = z.infer<typeof sessionDetailSchema>;

/**
 * Filters of the picker, as in the address of `/` and the query of `GET /bff/sessions`. All optional; all
 * must hold. Texts match anywhere, without regard to case.
 */
export const sessionFilterSchema = z.object({
  /** Session id, user (id, name, e-mail), or page path. */
  q: z.string().optional(),
  user: z.string().optional(),
  page: z.string().optional(),
  application: z.string().optional(),
  service: z.string().optional(),
  env: z.string().optional(),
  browser: z.string().optional(),
  device: z.string().optional(),
  country: z.string().optional(),
  /** Start of the session, epoch milliseconds, inclusive. */
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  /** Milliseconds. */
  minDuration: z.coerce.number().nonnegative().optional(),
  maxDuration: z.coerce.number().nonnegative().optional(),
  /** `1`: only sessions with at least one. */
  errors: z.literal("1").optional(),
  frustrations: z.literal("1").optional(),
  /** `1`: only sessions that the viewer has watched; `0`: only others. Where the source keeps that. */
  watched: z.enum(["0", "1"]).optional(),
  /** More terms, in Datadog's search syntax: for a source that is a Datadog site. Others refuse it. */
  rum: z.string().optional(),
});
export type SessionFilter = z.infer<typeof sessionFilterSchema>;

export const sortSchema = z.enum(["newest", "longest", "errors", "frustrations"]);
export type SessionSort = z.infer<typeof sortSchema>;

/** Query of `GET /bff/sessions`. */
export const sessionQuerySchema = sessionFilterSchema.extend({
  sort: sortSchema.default("newest"),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SessionQuery = z.infer<typeof sessionQuerySchema>;

/** Answer of `GET /bff/sessions`. */
export const sessionPageSchema = z.object({
  sessions: z.array(sessionSummarySchema),
  /** How many match in all, where the source can say. */
  total: z.number().optional(),
  /** Query parameter of the next page; absent on the last. */
  cursor: z.string().optional(),
});
export type SessionPage = z.infer<typeof sessionPageSchema>;

/** Answer of `GET /bff/facets`: values that the filters can take, most frequent first, at most 50 each. */
export const facetsSchema = z.object({
  applications: z.array(z.string()),
  services: z.array(z.string()),
  envs: z.array(z.string()),
  browsers: z.array(z.string()),
  devices: z.array(z.string()),
});
export type Facets = z.infer<typeof facetsSchema>;

/** Every error body of every route. `rawAnswer` is the address of an answer that a source could not read. */
export const errorBodySchema = z.object({ errors: z.array(z.string()), rawAnswer: z.string().optional() });
