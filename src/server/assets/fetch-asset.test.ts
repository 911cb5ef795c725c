import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import type { AssetKind } from "../../wire/assets.ts";
import { answering, get, inPieces, one, serve } from "./asset-host.fixture.ts";
import { DEFAULT_ASSET_LIMITS } from "./fetch-asset.ts";

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
