import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A host that has what recorded pages name, and tells what it was asked for. */
export interface AssetHost {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Paths of all requests so far. */
  readonly requests: readonly string[];
  /** Answers what was asked for, and will be, under `/held/`, where it keeps everyone waiting. */
  release(): void;
  stop(): Promise<void>;
}

/** A PNG of one red pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

const SHEETS: Readonly<Record<string, string>> = {
  "/css/site.css":
    '@import "more.css"; @font-face { font-family: f; src: url(../font.woff2); } .linked { width: 111px; background: url(linked.png); font-family: f; }',
  "/css/more.css":
    ".imported { width: 222px; background: url(imported.png); } .pointed:hover { width: 444px; }",
  "/css/later.css": ".late { width: 333px; }",
  "/css/broken.css":
    "@import 'gone.css'; @font-face { font-family: s; src: url(stale.woff2); } .stale { font-family: s; }",
  "/held/shadow.css": ".shaded { width: 555px; background: url(drawn.png); }",
};

const SPRITE =
  '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="part"><rect width="7" height="7"/></symbol></svg>';
/** It would say so in its own document and in the one that shows it. */
const ATTACK = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="attacked = true">
  <script>attacked = true; top.attacked = true</script><style>rect { fill: red }</style><rect width="9" height="9"/></svg>`;

/** Statuses by the file's name. */
const STATUSES: Readonly<Record<string, number>> = { gone: 404, private: 403, failing: 500 };

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  html: "text/html",
  mp4: "video/mp4",
  svg: "image/svg+xml",
  // As many hosts have it.
  woff2: "application/octet-stream",
};

function bodyOf(path: string): string | Buffer {
  if (path.endsWith(".svg")) return path.includes("attack") ? ATTACK : SPRITE;
  // By its first bytes a font, and yet none.
  if (path.endsWith(".woff2")) return "wOF2, it says";
  return SHEETS[path] ?? (path.endsWith(".html") ? "<p>a page</p>" : PIXEL);
}

function answer(path: string, response: ServerResponse): void {
  const [, name = "", ending = ""] = /([^/.]*)\.(\w+)$/.exec(path) ?? [];
  const status = STATUSES[name] ?? 200;
  response.writeHead(status, { "content-type": TYPES[ending] ?? "image/png" });
  response.end(status === 200 ? bodyOf(path) : "");
}

export async function startAssetHost(): Promise<AssetHost> {
  const requests: string[] = [];
  let isReleased = false;
  const held: (() => void)[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    if (path.startsWith("/held/") && !isReleased) held.push(() => answer(path, response));
    else answer(path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    release: () => {
      isReleased = true;
      for (const go of held.splice(0)) go();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
