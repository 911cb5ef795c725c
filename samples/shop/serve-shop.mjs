// The demo shop as a server: its pages, the SDK of one major, and an intake of the caller's.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const PAGE = fileURLToPath(new URL("page", import.meta.url));
const sdkFolder = (major) =>
  fileURLToPath(new URL(`../../node_modules/browser-rum-${major}/bundle`, import.meta.url));

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };

/** The file for a path, or the shop's one document: its pages share it. */
function fileFor(pathname, sdkMajor) {
  const path = normalize(pathname);
  if (path.startsWith("/sdk/")) return join(sdkFolder(sdkMajor), path.slice("/sdk/".length));
  const file = join(PAGE, path);
  return extname(file) !== "" && existsSync(file) ? file : join(PAGE, "index.html");
}

function answerApi(pathname, response) {
  // The voucher service is down, on purpose: an error to be found in the replay.
  const status = pathname === "/api/voucher" ? 500 : 201;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(status === 500 ? { error: "voucher service unavailable" } : { ok: true }));
}

/**
 * Serves the shop on a free port of 127.0.0.1 with `@datadog/browser-rum` of the major `sdkMajor` (3 to 7).
 * `intake(request, response)` answers what is posted to `/intake`, where the shop is its own collector.
 * Resolves with `{address, stop()}`.
 */
export async function startShop({ sdkMajor, intake }) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://shop");
    if (pathname.startsWith("/api/")) return answerApi(pathname, response);
    if (pathname === "/intake" && intake !== undefined) return intake(request, response);
    const file = fileFor(pathname, sdkMajor);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** The shop's address that starts the SDK: `sdkProxy` is where it posts to. */
export function shopAddress(shop, { sdkMajor, sdkProxy, user, privacy }) {
  const address = new URL(shop.address);
  address.searchParams.set("sdkMajor", String(sdkMajor));
  address.searchParams.set("sdkProxy", sdkProxy);
  if (user !== undefined) address.searchParams.set("user", JSON.stringify(user));
  if (privacy !== undefined) address.searchParams.set("privacy", privacy);
  return address.href;
}
