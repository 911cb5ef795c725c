import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A host that has what recorded pages name, and tells what it was asked for. */
export interface AssetHost {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Paths of all requests so far. */
  readonly requests: readonly string[];
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
  "/css/more.css": ".imported { width: 222px; background: url(imported.png); }",
  "/css/later.css": ".late { width: 333px; }",
};

const typeOf = (path: string) =>
  path.endsWith(".woff2") ? "font/woff2" : path.endsWith(".mp4") ? "video/mp4" : "image/png";

export async function startAssetHost(): Promise<AssetHost> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    const sheet = SHEETS[path];
    if (sheet === undefined) response.writeHead(200, { "content-type": typeOf(path) }).end(PIXEL);
    else response.writeHead(200, { "content-type": "text/css" }).end(sheet);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
