import { describe, expect, test } from "vitest";
import { answering, get, serve, serveNoMore, unknown } from "./asset-host.fixture.ts";
import { DEFAULT_ASSET_LIMITS } from "./fetch-asset.ts";

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
  const host = await serveNoMore();
  await expect(get(`http://${host}/`, host)).rejects.toMatchObject({ status: 503 });
});

test("a request that is given up ends", async () => {
  const gone = new AbortController();
  const host = await serve(() => gone.abort(new Error("gone")));
  await expect(get(`http://${host}/`, host, { signal: gone.signal })).rejects.toThrow("gone");
});
