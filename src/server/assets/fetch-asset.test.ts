import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { AssetHosts } from "./asset-hosts.ts";
import { type AssetSource, DEFAULT_ASSET_LIMITS, fetchAsset } from "./fetch-asset.ts";

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

function get(url: string, hosts: string, source: Partial<AssetSource> & { readonly range?: string } = {}) {
  const parsed = AssetHosts.parse(hosts);
  if (parsed === null) throw new Error(`no hosts: ${hosts}`);
  return fetchAsset({ hosts: parsed, ...source }, url, source.range, never);
}

const answering =
  (type: string, body: string | Buffer, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { "content-type": type }).end(body);

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
    expect([status, headers]).toEqual([200, { "content-type": "image/png" }]);
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
    const { status, headers, body } = await get(`http://${host}/v.mp4`, host, { range: "bytes=1-2" });
    expect([status, headers["content-range"]]).toEqual([206, "of bytes=1-2"]);
    expect(await new Response(body).text()).toBe("bc");
  });

  test.each(["font/woff2", "application/font-woff", "application/x-font-ttf", "image/svg+xml", "audio/ogg"])(
    "may be %s",
    async (type) => {
      const host = await serve(answering(type, "x"));
      expect((await get(`http://${host}/`, host)).headers["content-type"]).toBe(type);
    },
  );

  test.each(["text/html", "application/javascript", "application/json", "text/plain", "image/", ""])(
    "is refused when it is %j",
    async (type) => {
      const host = await serve(answering(type, "x"));
      await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: 415 });
    },
  );

  test.each([
    [404, 404],
    [410, 404],
    [500, 502],
    [401, 502],
  ])("is missing when the host answers %i", async (status, told) => {
    const host = await serve(answering("image/png", "x", status));
    await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: told });
  });
});

describe("a style sheet", () => {
  test("names this server where it named others, as seen from where it was found", async () => {
    const host = await serve((request, response) => {
      if (request.url === "/old.css") response.writeHead(302, { location: "/css/new.css" }).end();
      else
        answering("text/css", '@import "b.css" print; a{b:url(../i.png)} c{d:url(data:image/png,x)}')(
          request,
          response,
        );
    });
    const { body } = await get(`http://${host}/old.css`, host);
    const proxied = (path: string) => `/bff/asset?url=${encodeURIComponent(`http://${host}${path}`)}`;
    expect(body).toBe(
      `@import url("${proxied("/css/b.css")}") print; a{b:url("${proxied("/i.png")}")} c{d:url("data:image/png,x")}`,
    );
  });

  test.each([
    ["text/css; charset=iso-8859-1", ""],
    ["text/css", '@charset "iso-8859-1";'],
  ])("is read in its own encoding (%s %s)", async (type, rule) => {
    const host = await serve(answering(type, Buffer.from(`${rule}a{content:"é"}`, "latin1")));
    const { body, headers } = await get(`http://${host}/`, host);
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
      status: 502,
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
    await expect(get(`http://${host}/css`, host, { limits })).rejects.toMatchObject({ status: 413 });
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

test("a request that is given up ends", async () => {
  const gone = new AbortController();
  const host = await serve(() => gone.abort(new Error("gone")));
  const hosts = AssetHosts.parse(host);
  if (hosts === null) throw new Error("no hosts");
  await expect(fetchAsset({ hosts }, `http://${host}/`, undefined, gone.signal)).rejects.toThrow("gone");
});
