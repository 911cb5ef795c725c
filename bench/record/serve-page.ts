import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the SDK, the script that starts it, and its intake are. */
const OWN = "/.sdk/";
const INTAKE = `${OWN}intake`;

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css"],
  [".js", "text/javascript"],
  [".mjs", "text/javascript"],
  [".json", "application/json"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
  [".woff", "font/woff"],
  [".woff2", "font/woff2"],
]);

export interface PageServerOptions {
  /** The page's folder, served at `/`; the `node_modules` beside it is at `/node_modules/`. */
  readonly folder: string;
  readonly sdkMajor: number;
  /** Goes to the SDK's `init`, over what is set here. */
  readonly init: object;
  intake(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Serves a page on a free port of 127.0.0.1, with the SDK at the start of each of its documents. */
export async function servePage(
  options: PageServerOptions,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  options: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://page");
  if (pathname === INTAKE) return options.intake(request, response);
  const file = await fileFor(options, decodeURIComponent(pathname));
  if (file === null) return void response.writeHead(404).end();
  const extension = extname(file);
  response.setHeader("content-type", TYPES.get(extension) ?? "application/octet-stream");
  response.setHeader("access-control-allow-origin", "*");
  if (extension !== ".html") return void createReadStream(file).pipe(response);
  response.end(withSdk(await readFile(file, "utf8"), options));
}

/** The file for a path; where a path without an ending has none, the page's first document: it may be a route. */
async function fileFor({ folder, sdkMajor }: PageServerOptions, pathname: string): Promise<string | null> {
  const path = normalize(pathname);
  if (path.startsWith(OWN)) return join(sdkFolder(sdkMajor), path.slice(OWN.length));
  const file = path.startsWith("/node_modules/") ? join(dirname(folder), path) : join(folder, path);
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  const index = join(found?.isDirectory() ? file : folder, "index.html");
  return extname(path) === "" && (await stat(index).catch(() => null)) ? index : null;
}

const sdkFolder = (major: number): string =>
  fileURLToPath(new URL(`../../node_modules/browser-rum-${major}/bundle`, import.meta.url));

/** The SDK comes before all scripts of the page, so that it sees all they do. A page without a head keeps its mode. */
function withSdk(html: string, { sdkMajor, init }: PageServerOptions): string {
  const settings = { ...commonSettings(sdkMajor), ...init };
  const scripts =
    `<script src="${OWN}datadog-rum.js"></script>` +
    `<script>DD_RUM.init({...${JSON.stringify(settings)}, ${sdkMajor === 3 ? "proxyUrl" : "proxy"}: ` +
    `location.origin + "${INTAKE}"}); DD_RUM.startSessionReplayRecording();</script>`;
  const start = /^\s*(?:<!doctype[^>]*>)?(?:[\s\S]*?<head[^>]*>)?/i.exec(html)?.[0] ?? "";
  return `${start}${scripts}${html.slice(start.length)}`;
}

const commonSettings = (sdkMajor: number): object => ({
  applicationId: "5d0f5e0c-3b60-4f6a-9c59-0f4f8a6d1b77",
  clientToken: "pub00000000000000000000000000000000",
  site: "datadoghq.com",
  service: "recorded-page",
  ...(sdkMajor === 3
    ? { sampleRate: 100, replaySampleRate: 100 }
    : { sessionSampleRate: 100, sessionReplaySampleRate: 100 }),
  trackInteractions: true,
  trackUserInteractions: true,
  trackFrustrations: true,
  trackResources: true,
  trackLongTasks: true,
  defaultPrivacyLevel: "allow",
});
