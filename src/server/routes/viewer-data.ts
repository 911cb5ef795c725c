import { type Context, Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { z } from "zod";
import type { AssetMode } from "../../wire/assets.ts";
import {
  FACETS_PATH,
  keyframePath,
  rawAnswerPath,
  resourcePath,
  rumEventsPath,
  segmentIndexPath,
  segmentPagePath,
  sessionPath,
  SESSIONS_PATH,
  SOURCE_STATUS_PATH,
  SOURCES_PATH,
  viewFactsPath,
} from "../../wire/paths.ts";
import { type RumEventPage, rumEventQuerySchema } from "../../wire/rum-event.ts";
import { type SegmentIndex, segmentIndexQuerySchema } from "../../wire/segment-index.ts";
import { type Facets, type SessionDetail, type SessionPage, sessionQuerySchema } from "../../wire/session.ts";
import type { SourceItem, Sources, SourceStatus } from "../../wire/source.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import { type ReplaySource, SourceError } from "../sources/source.ts";
import { IMAGE_TYPES } from "../intake/resource-check.ts";
import { viewerOfPage } from "./acting-viewer.ts";
import { chosenSource, queryOf, signalOf } from "./chosen-source.ts";
import { errorAnswer, parseInput } from "./errors.ts";
import type { KeptPages } from "./kept-pages.ts";
import { DATA_HEADERS, RECORDED_ASSET_HEADERS } from "./page-policy.ts";
import { LARGEST_PAGE } from "./segment-page-address.ts";
import { FOR_GOOD, hasPage, segmentPage } from "./segment-page.ts";

// The viewer's own routes. They say what a source says; which source is in the query.

const indexSchema = z.coerce.number().int().nonnegative().max(0xffff_ffff);
const pageQuerySchema = z
  .object({ first: indexSchema, last: indexSchema })
  .refine(({ first, last }) => first <= last, { path: ["last"], message: "must not be less than first" })
  .refine(({ first, last }) => last - first < LARGEST_PAGE, {
    path: ["last"],
    message: `a page has at most ${LARGEST_PAGE} segments`,
  });

const listQuerySchema = z.object({ list: z.string() });
const keyframeQuerySchema = listQuerySchema.extend({ after: indexSchema });

/** What the viewer's routes are made of. */
export interface ViewerData {
  /** Not empty; the first is the default. */
  readonly sources: readonly ReplaySource[];
  readonly assets: AssetMode;
  /** Where pages of segments are put that never change. */
  readonly pages: KeptPages;
  /** Header in which a reverse proxy says who the viewer is. */
  readonly userHeader: string | null;
  /** Comes before each of them. */
  readonly guard: MiddlewareHandler;
}

/** The routes of `src/wire/paths.ts`. */
export function viewerData({ sources, assets, pages, userHeader, guard }: ViewerData): Hono {
  const routes = new Hono();
  const json = <T>(path: string, answer: (c: Context) => Promise<T> | T) =>
    routes.get(path, guard, compress(), async (c) => c.json(await answer(c), 200, DATA_HEADERS));
  const source = (c: Context) => chosenSource(c, sources);

  json(SOURCES_PATH, (): Sources => ({ sources: sources.map(sourceItem) }));
  json(SOURCE_STATUS_PATH, (c): SourceStatus => ({
    now: Date.now(),
    waits: [...(source(c).upstream?.waits() ?? [])],
  }));
  json(FACETS_PATH, (c): Promise<Facets> => source(c).facets(signalOf(c)));
  json(SESSIONS_PATH, (c): Promise<SessionPage> => {
    const query = parseInput(sessionQuerySchema, queryOf(c));
    return source(c).searchSessions({ ...query, viewer: viewerOfPage(c, userHeader) }, signalOf(c));
  });
  json(SESSION, async (c): Promise<SessionDetail> => {
    const { session } = paramsOf(c);
    const detail = (await source(c).getSession(session, signalOf(c))) ?? noSession(session);
    return assets === "off" ? detail : { ...detail, assets };
  });
  json(RUM_EVENTS, async (c): Promise<RumEventPage> => {
    const { session } = paramsOf(c);
    const query = parseInput(rumEventQuerySchema, queryOf(c));
    return (await source(c).getRumEvents(session, query, signalOf(c))) ?? noSession(session);
  });
  json(SEGMENT_INDEX, async (c): Promise<SegmentIndex> => {
    const { session, view } = paramsOf(c);
    const { known } = parseInput(segmentIndexQuerySchema, queryOf(c));
    return (await source(c).getSegmentIndex(session, view, signalOf(c), known)) ?? noView(session, view);
  });
  routes.get(SEGMENT_PAGE_ROUTE, guard, (c) => answerSegments(c, source(c), pages));
  routes.get(RAW_ANSWER, guard, (c) => rawAnswer(c, source(c)));
  routes.get(RESOURCE, guard, (c) => resourceImage(c, source(c)));
  routes.get(KEYFRAME, guard, (c) => keyframe(c, source(c)));
  routes.get(VIEW_FACTS, guard, compress(), (c) => viewFacts(c, source(c)));
  return routes;
}

const sourceItem = ({ id, title, playlists, viewership, filtersWatched }: ReplaySource): SourceItem => ({
  id,
  title,
  keeps: [
    ...(playlists === undefined ? [] : (["playlists"] as const)),
    ...(viewership === undefined ? [] : (["watches"] as const)),
    ...(filtersWatched === true ? (["watched-filter"] as const) : []),
  ],
});

async function answerSegments(c: Context, source: ReplaySource, pages: KeptPages): Promise<Response> {
  const { session, view } = paramsOf(c);
  const range = parseInput(pageQuerySchema, queryOf(c));
  const frames = await source.getSegments(session, view, range, signalOf(c));
  const known = frames.length > 0 || (await source.getSegmentIndex(session, view, signalOf(c))) !== null;
  if (!known) noView(session, view);
  const page = segmentPage(frames, range);
  pages.keep(addressOf(c), page);
  if (hasPage(c.req.header("if-none-match"), page)) return c.body(null, 304, page.unchanged);
  return c.body(page.body, 200, page.headers);
}

/** What came, to be saved as a file: nothing in it is to be shown by a browser. */
function rawAnswer(c: Context, { upstream }: ReplaySource): Response {
  const answerId = c.req.param("answer") ?? "";
  const found = upstream?.rawAnswer(answerId);
  if (!found) throw new SourceError(404, `the answer ${answerId} is not kept any more; open the view again`);
  return c.body(new Uint8Array(found.bytes), 200, {
    ...DATA_HEADERS,
    "Content-Type": "application/octet-stream",
    "Content-Disposition": `attachment; filename="${found.name}"`,
  });
}

async function resourceImage(c: Context, source: ReplaySource): Promise<Response> {
  const { session, resource } = paramsOf(c);
  const found = await source.getResource(session, resource, signalOf(c));
  if (found === null) throw new SourceError(404, `there is no image ${resource} of a session ${session}`);
  if (!IMAGE_TYPES.has(found.contentType))
    return errorAnswer(
      c,
      415,
      `resource ${resource} is of type ${found.contentType}, which is no image that is shown here`,
    );
  // Its id is made of its content: another image has another id.
  return c.body(new Uint8Array(found.bytes), 200, {
    ...RECORDED_ASSET_HEADERS,
    "Content-Type": found.contentType,
    "Cache-Control": FOR_GOOD,
  });
}

async function keyframe(c: Context, source: ReplaySource): Promise<Response> {
  const { session, view } = paramsOf(c);
  const { list, after } = parseInput(keyframeQuerySchema, {
    ...queryOf(c),
    after: c.req.param("after") ?? "",
  });
  const bytes = await source.getKeyframe(session, view, { list, after }, signalOf(c));
  if (bytes === null)
    throw new SourceError(404, `there is no keyframe after segment ${after} in a list ${list}`);
  return c.body(new Uint8Array(bytes), 200, {
    ...DATA_HEADERS,
    "Content-Type": "application/octet-stream",
    "Cache-Control": FOR_GOOD,
  });
}

async function viewFacts(c: Context, source: ReplaySource): Promise<Response> {
  const { session, view } = paramsOf(c);
  const { list } = parseInput(listQuerySchema, queryOf(c));
  const facts: ViewFacts | null = await source.getViewFacts(session, view, list, signalOf(c));
  if (facts === null) throw new SourceError(404, `there are no facts of a list ${list}`);
  return c.json(facts, 200, { ...DATA_HEADERS, "Cache-Control": FOR_GOOD });
}

// The wire's paths as route patterns. They encode their ids, the colon of a parameter too: undone here.
const [SESSION_PARAM, VIEW_PARAM, RESOURCE_PARAM] = [":session", ":view", ":resource"] as const;
const pattern = (path: string) => decodeURIComponent(path);
const SESSION = pattern(sessionPath(SESSION_PARAM));
const RUM_EVENTS = pattern(rumEventsPath(SESSION_PARAM));
const SEGMENT_INDEX = pattern(segmentIndexPath(SESSION_PARAM, VIEW_PARAM));
/** Of `segmentPagePath`. */
export const SEGMENT_PAGE_ROUTE = pattern(segmentPagePath(SESSION_PARAM, VIEW_PARAM));
const RESOURCE = pattern(resourcePath(SESSION_PARAM, RESOURCE_PARAM));
const RAW_ANSWER = pattern(rawAnswerPath(":answer"));
const KEYFRAME = pattern(keyframePath(SESSION_PARAM, VIEW_PARAM, 0)).replace(/0$/, ":after");
const VIEW_FACTS = pattern(viewFactsPath(SESSION_PARAM, VIEW_PARAM));

const paramsOf = (c: Context) => ({
  session: c.req.param("session") ?? "",
  view: c.req.param("view") ?? "",
  resource: c.req.param("resource") ?? "",
});

/** The path and query of a request, as `IncomingMessage.url` has them. */
const addressOf = (c: Context): string => c.req.url.slice(new URL(c.req.url).origin.length);

function noSession(sessionId: string): never {
  throw new SourceError(404, `there is no session ${sessionId}`);
}

function noView(sessionId: string, viewId: string): never {
  throw new SourceError(404, `there is no view ${viewId} in a session ${sessionId}`);
}
