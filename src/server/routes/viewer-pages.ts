import { type Context, Hono, type MiddlewareHandler } from "hono";
import { accepts } from "hono/accepts";
import { etag } from "hono/etag";
import type { AssetMode } from "../../wire/assets.ts";
import { STAGE_PATH } from "../../wire/paths.ts";
import type { HeaderTable } from "./page-policy.ts";
import { ASSET_HEADERS, EMBED_HEADERS, stageHeaders, VIEWER_HEADERS } from "./page-policy.ts";
import type { FileCoding, ViewerFile, ViewerFiles } from "./viewer-files.ts";

const COMPRESSIBLE = /^(text\/|application\/(javascript|json|manifest\+json)|image\/svg\+xml)/;

/** What programs ask: where there is nothing, the answer is JSON whoever asks. */
const DATA_PATH = /^\/(api|bff|intake)(\/|$)/;

/** The viewer at its addresses, the stage, and their scripts, styles and images, all behind `guard`. */
export function viewerPages(files: ViewerFiles, assets: AssetMode, guard: MiddlewareHandler): Hono {
  const pages = new Hono();
  const serve = (path: string, file: ViewerFile, headers: HeaderTable) =>
    pages.get(path, guard, etag(), (c) => answerFile(c, file, headers));
  serve("/", files.viewer, VIEWER_HEADERS);
  serve("/playlists", files.viewer, VIEWER_HEADERS);
  serve("/sessions/*", files.viewer, withLinks(VIEWER_HEADERS, files.links.replay));
  serve("/embed/*", files.viewer, withLinks(EMBED_HEADERS, files.links.embed));
  serve(STAGE_PATH, files.stage, stageHeaders(assets));
  for (const [path, file] of files.assets) serve(path, file, ASSET_HEADERS);
  // The viewer has a page that says so.
  pages.get("*", guard, (c, next) =>
    acceptsPage(c) && !DATA_PATH.test(c.req.path) ? answerFile(c, files.viewer, VIEWER_HEADERS, 404) : next(),
  );
  return pages;
}

const withLinks = (headers: HeaderTable, links: string | undefined): HeaderTable =>
  links === undefined ? headers : { ...headers, Link: links };

async function answerFile(
  c: Context,
  file: ViewerFile,
  headers: HeaderTable,
  status: 200 | 404 = 200,
): Promise<Response> {
  const coding = COMPRESSIBLE.test(file.contentType) ? codingFor(c) : "identity";
  return c.body(await file.content(coding), status, {
    ...headers,
    "Content-Type": file.contentType,
    "Cache-Control": file.hashed ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: file.etag(coding),
    Vary: "Accept-Encoding",
    ...(coding === "identity" ? {} : { "Content-Encoding": coding }),
  });
}

const acceptsPage = (c: Context) => (c.req.header("accept") ?? "").includes("text/html");

// Ours comes first where a client takes several: br is the smallest.
const codingFor = (c: Context): FileCoding =>
  accepts(c, {
    header: "Accept-Encoding",
    supports: ["br", "gzip"],
    default: "identity",
    match: (accepted, { supports, default: otherwise }) =>
      supports.find((coding) => accepted.some(({ type, q }) => type === coding && q > 0)) ?? otherwise,
  }) as FileCoding;
