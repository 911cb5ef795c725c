import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { AssetHosts } from "./asset-hosts.ts";
import { type AssetKind } from "../../wire/assets.ts";
import { type AssetSource, DEFAULT_ASSET_LIMITS, fetchAsset } from "./fetch-asset.ts";
import { Turns } from "./turns.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const unknown = () => Promise.reject(new Error("ENOTFOUND"));

const never = new AbortController().signal;

interface GetOptions extends Partial<AssetSource> {
  readonly kind?: AssetKind;
  /** Headers of the asking browser. */
  readonly sent?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function get(url: string, hosts: string, options: GetOptions = {}) {
  const parsed = AssetHosts.parse(hosts);
  if (parsed === null) throw new Error(`no hosts: ${hosts}`);
  const { kind = "image", sent = {}, signal = never, ...source } = options;
  const headers = (name: string) => sent[name];
  return fetchAsset({ hosts: parsed, turns: new Turns(), ...source }, { url, kind, headers }, signal);
}

const answering =
  (type: string, body: string | Buffer, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { "content-type": type }).end(body);

const one = () => new Turns({ inAll: 1, perHost: 1, waiting: 10 });

/** The first three bytes come alone. */
const inPieces =
  (type: string, bytes: string): RequestListener =>
  (_, response) => {
    if (type !== "") response.setHeader("content-type", type);
    response.write(Buffer.from(bytes.slice(0, 3), "latin1"));
    setImmediate(() => response.end(Buffer.from(bytes.slice(3), "latin1")));
  };

describe("what an allowed host has", () => {
  test("is passed on with its type and nothing else of the host's", async () => {
    const host = await serve((_, response) => {
      response.writeHead(200, {
        "content-type": "IMAGE/png; x=y",
        "set-cookie": "a=b",
        "access-control-allow-origin": "*",
        "content-security-policy": "default-src *",
      });
      response.end("PNG");
    });
    const { status, headers, body } = await get(`http://${host}/a.png`, host);
    expect([status, headers]).toEqual([
      200,
      { "content-type": "image/png", "cache-control": "private, max-age=3600" },
    ]);
    expect(await new Response(body).text()).toBe("PNG");
  });

  test("is asked for without anything that says who asks", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const host = await serve((request, response) => {
      seen.push(request.headers);
      answering("image/png", "")(request, response);
    });
    await get(`http://user:secret@${host}/a.png`, host);
    expect(seen).toEqual([
      { host, accept: "*/*", "accept-encoding": "identity", "user-agent": "rum-replay", connection: "close" },
    ]);
  });

  test("is a part of it where a part is asked for", async () => {
    const host = await serve((request, response) => {
      response.writeHead(206, {
        "content-type": "video/mp4",
        "content-range": `of ${request.headers.range}`,
      });
      response.end("bc");
    });
    const { status, headers, body } = await get(`http://${host}/v.mp4`, host, {
      kind: "media",
      sent: { range: "bytes=1-2" },
    });
    expect([status, headers["content-range"]]).toEqual([206, "of bytes=1-2"]);
    expect(await new Response(body).text()).toBe("bc");
  });

  test.each<[AssetKind, string]>([
    ["image", "image/svg+xml"],
    ["media", "audio/ogg"],
    ["media", "video/mp4"],
    ["media", "text/vtt"],
    ["media", "application/octet-stream"],
  ])("may be, as %s, %s", async (kind, type) => {
    const host = await serve(answering(type, "x"));
    expect((await get(`http://${host}/`, host, { kind })).headers["content-type"]).toBe(type);
  });

  test.each<[AssetKind, string]>([
    ["image", "text/html"],
    ["image", "text/css"],
    ["image", "image/"],
    ["style", "text/plain"],
    ["style", "image/png"],
    ["media", "application/javascript"],
    ["media", "text/html"],
    ["font", "text/html"],
  ])("is refused when it should be %s and is %s", async (kind, type) => {
    const host = await serve(answering(type, "x"));
    await expect(get(`http://${host}/`, host, { kind })).rejects.toMatchObject({ status: 415 });
  });

  test.each<[AssetKind, string, string, string]>([
    ["font", "application/octet-stream", "wOF2...", "font/woff2"],
    ["font", "text/plain", "wOFF...", "font/woff"],
    ["font", "font/woff2", "OTTO...", "font/otf"],
    ["font", "application/x-font-ttf", "\0\u0001\0\0...", "font/ttf"],
    ["font", "", "true...", "font/ttf"],
    ["image", "binary/octet-stream", "\u0089PNG\r\n\u001a\n...", "image/png"],
    ["image", "", "RIFF....WEBPVP8 ", "image/webp"],
    ["image", "application/octet-stream", "\0\0\0\u001cftypavif", "image/avif"],
  ])("says by its bytes what %s it is, where %j says too little", async (kind, told, bytes, type) => {
    const host = await serve(inPieces(told, bytes));
    const { headers, body } = await get(`http://${host}/`, host, { kind });
    expect(headers["content-type"]).toBe(type);
    expect(Buffer.from(await new Response(body).arrayBuffer()).toString("latin1")).toBe(bytes);
  });

  test.each<[AssetKind, string, string]>([
    ["font", "font/woff2", "<!doctype html>"],
    ["font", "font/woff2", ""],
    ["image", "application/octet-stream", "<html>"],
    ["image", "text/html", "GIF89a"],
  ])("is refused when by its bytes it is no %s (%s, %j)", async (kind, told, bytes) => {
    const host = await serve(inPieces(told, bytes));
    await expect(get(`http://${host}/`, host, { kind })).rejects.toMatchObject({ status: 415 });
  });

  test("is kept by the browser as long as the host says, and asked for again by its mark", async () => {
    const seen: (string | undefined)[] = [];
    const host = await serve((request, response) => {
      seen.push(request.headers["if-none-match"], request.headers["if-modified-since"]);
      const isSame = request.headers["if-none-match"] === '"1"';
      response.writeHead(isSame ? 304 : 200, {
        "content-type": "image/png",
        "cache-control": "public, max-age=60",
        etag: '"1"',
      });
      response.end(isSame ? undefined : "PNG");
    });
    const first = await get(`http://${host}/`, host);
    expect(first.headers).toMatchObject({ "cache-control": "private, max-age=60", etag: '"1"' });
    const sent = { "if-none-match": '"1"', "if-modified-since": "x" };
    const again = await get(`http://${host}/`, host, { sent });
    expect(again).toMatchObject({
      status: 304,
      headers: { "cache-control": "private, max-age=60" },
      body: null,
    });
    expect(seen).toEqual([undefined, undefined, '"1"', "x"]);
  });

  test.each([
    [404, 404],
    [410, 404],
    [500, 502],
    [502, 502],
    [401, 424],
    [403, 424],
  ])("is missing when the host answers %i", async (status, told) => {
    const host = await serve(answering("image/png", "x", status));
    await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: told });
  });
});

describe("a style sheet", () => {
  test("names this server where it named others, as seen from where it was found, and asks for marks", async () => {
    const host = await serve((request, response) => {
      if (request.url === "/old.css") response.writeHead(302, { location: "/css/new.css" }).end();
      else
        answering(
          "text/css",
          '@import "b.css" print; @font-face{src:url(f)} a:hover{b:url(../i.png)} c:focus{d:url(data:image/png,x)}',
        )(request, response);
    });
    const { body, headers } = await get(`http://${host}/old.css`, host, { kind: "style" });
    const proxied = (kind: string, path: string) =>
      `/bff/asset?as=${kind}&url=${encodeURIComponent(`http://${host}${path}`)}`;
    expect(body).toBe(
      `@import url("${proxied("style", "/css/b.css")}") print; ` +
        `@font-face{src:url("${proxied("font", "/css/f")}")} ` +
        `a[data-rum-replay-hover]{b:url("${proxied("image", "/i.png")}")} ` +
        'c[data-rum-replay-focus~="focus"]{d:url("data:image/png,x")}',
    );
    // Its own length and marks are not those of what comes out.
    expect(Object.keys(headers)).toEqual(["cache-control", "content-type"]);
  });

  test.each([
    ["text/css; charset=iso-8859-1", ""],
    ["text/css", '@charset "iso-8859-1";'],
  ])("is read in its own encoding (%s %s)", async (type, rule) => {
    const host = await serve(answering(type, Buffer.from(`${rule}a{content:"é"}`, "latin1")));
    const { body, headers } = await get(`http://${host}/`, host, { kind: "style" });
    expect(body).toContain('a{content:"é"}');
    expect(headers["content-type"]).toBe("text/css; charset=utf-8");
  });
});

describe("what is not allowed", () => {
  test.each([
    "http://other.example/",
    "http://127.0.0.1:1/",
    "http://169.254.169.254/",
    "http://2130706433/",
  ])("is refused: %s, which is not in the list", async (url) => {
    await expect(get(url, "cdn.example.com")).rejects.toMatchObject({ status: 403 });
  });

  test.each(["file:///etc/passwd", "ftp://cdn.example.com/", "gopher://cdn.example.com/"])(
    "is refused: %s, which is not http",
    async (url) => {
      await expect(get(url, "cdn.example.com")).rejects.toMatchObject({ status: 403 });
    },
  );

  test.each([["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::ffff:127.0.0.1"]])(
    "is refused: a name that leads to %s",
    async (...addresses) => {
      const requests: string[] = [];
      const host = await serve((request) => requests.push(request.url ?? ""));
      const port = host.split(":")[1];
      const answer = get(`http://cdn.example.com:${port}/`, `cdn.example.com:${port}`, {
        resolve: () => Promise.resolve(addresses),
      });
      await expect(answer).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining("not public"),
      });
      expect(requests).toEqual([]);
    },
  );

  test.each(["http://127.0.0.1:PORT/secret", "http://inside.example:PORT/", "file:///etc/passwd"])(
    "is refused behind a redirect too: %s",
    async (target) => {
      const requests: string[] = [];
      const inside = await serve((request, response) => {
        requests.push(request.url ?? "");
        answering("image/png", "secret")(request, response);
      });
      const port = inside.split(":")[1] ?? "";
      const host = await serve((_, response) =>
        response.writeHead(302, { location: target.replace("PORT", port) }).end(),
      );
      const answer = get(`http://${host}/`, `${host}, inside.example:${port}`, {
        resolve: () => Promise.resolve(["127.0.0.1"]),
      });
      await expect(answer).rejects.toMatchObject({ status: 403 });
      expect(requests).toEqual([]);
    },
  );

  test("is refused: a name without an address, and text that is no address", async () => {
    await expect(get("http://a.example/", "a.example", { resolve: unknown })).rejects.toMatchObject({
      status: 503,
    });
    await expect(get("a.png", "a.example")).rejects.toMatchObject({ status: 400 });
  });
});

describe("a host that misbehaves", () => {
  test("may not redirect for ever", async () => {
    let asked = 0;
    const host = await serve((_, response) => {
      asked++;
      response.writeHead(302, { location: "/again" }).end();
    });
    await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: 502 });
    expect(asked).toBe(5);
  });

  const limits = { ...DEFAULT_ASSET_LIMITS, bytes: 100, sheetBytes: 50 };

  test("may not send more than the limit, whether it says so before or not", async () => {
    const host = await serve((request, response) => {
      response.setHeader("content-type", request.url === "/css" ? "text/css" : "image/png");
      if (request.url === "/told") response.setHeader("content-length", 1000);
      response.write(Buffer.alloc(request.url === "/css" ? 51 : 1000));
      response.end();
    });
    await expect(get(`http://${host}/told`, host, { limits })).rejects.toMatchObject({ status: 413 });
    await expect(get(`http://${host}/css`, host, { limits, kind: "style" })).rejects.toMatchObject({
      status: 413,
    });
    const { body } = await get(`http://${host}/untold`, host, { limits });
    await expect(new Response(body).arrayBuffer()).rejects.toThrow("larger than 100 bytes");
  });

  test("may not keep the server waiting", async () => {
    const host = await serve(() => undefined);
    const impatient = { ...limits, milliseconds: 50 };
    await expect(get(`http://${host}/`, host, { limits: impatient })).rejects.toMatchObject({ status: 504 });
  });

  test("may not send a coding that nobody asked for", async () => {
    const host = await serve((_, response) =>
      response.writeHead(200, { "content-type": "text/css", "content-encoding": "gzip" }).end("x"),
    );
    await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: 502 });
  });
});

test("who does not answer is told apart from who answers badly", async () => {
  const host = await serve(() => undefined);
  const [server] = servers.splice(0);
  server?.close();
  server?.closeAllConnections();
  await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: 503 });
});

test("a request that is given up ends", async () => {
  const gone = new AbortController();
  const host = await serve(() => gone.abort(new Error("gone")));
  await expect(get(`http://${host}/`, host, { signal: gone.signal })).rejects.toThrow("gone");
});

describe("a turn", () => {
  test("ends with the body, whether it is read, given up or refused", async () => {
    const turns = one();
    const host = await serve((request, response) => {
      response.writeHead(200, { "content-type": request.url === "/no" ? "text/html" : "image/png" });
      response.end(Buffer.alloc(1_000_000));
    });
    const read = await get(`http://${host}/`, host, { turns });
    await new Response(read.body).arrayBuffer();
    const given = await get(`http://${host}/`, host, { turns });
    await new Response(given.body).body?.cancel();
    await expect(get(`http://${host}/no`, host, { turns })).rejects.toMatchObject({ status: 415 });
    expect((await get(`http://${host}/`, host, { turns })).status).toBe(200);
  });

  test("is waited for; that time is not the host's", async () => {
    const turns = one();
    const milliseconds = 300;
    let asked = 0;
    const host = await serve((_, response) => {
      asked += 1;
      if (asked > 1) answering("image/png", "x")(_, response);
    });
    const limits = { ...DEFAULT_ASSET_LIMITS, milliseconds };
    const slow = get(`http://${host}/`, host, { turns, limits });
    const next = get(`http://${host}/`, host, { turns, limits });
    await expect(slow).rejects.toMatchObject({ status: 504 });
    expect((await next).status).toBe(200);
  });

  test("is not needed to be refused, and passes on at a redirect", async () => {
    const turns = one();
    const host = await serve((request, response) => {
      if (request.url === "/") response.writeHead(302, { location: "/there" }).end();
      else answering("image/png", "x")(request, response);
    });
    expect((await get(`http://${host}/`, host, { turns })).status).toBe(200);
  });
});
