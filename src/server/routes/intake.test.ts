import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { openIntake, REPLAY, replayForm, RUM, rumEvent } from "../intake/intake.fixture.ts";

const forward = (address: string) => `/intake?ddforward=${encodeURIComponent(address)}`;
const event = () => JSON.stringify(rumEvent());

describe("where uploads go", () => {
  test.each([
    ["a path and query in ddforward", forward("/api/v2/replay?ddsource=browser"), replayForm],
    [
      "a whole URL in ddforward",
      forward("https://session-replay.browser-intake-datadoghq.com/api/v2/replay?a=b"),
      replayForm,
    ],
    ["the path itself", "/api/v2/replay?ddsource=browser", replayForm],
    ["a path and query in ddforward", forward("/api/v2/rum?ddsource=browser"), event],
    [
      "the URL of SDK 3 with its token",
      forward("https://rum-http-intake.logs.datadoghq.eu/v1/input/pub1?a=b"),
      event,
    ],
    ["the path itself", "/api/v2/rum", event],
  ])("%s: %s", async (_name, address, body) => {
    const { post, isEmpty } = await openIntake();
    expect(await post(address, body())).toEqual({ status: 202, json: {} });
    expect(await isEmpty()).toBe(false);
  });

  test.each([
    ["/intake", 400, "expected ?ddforward="],
    ["/intake?ddforward=", 400, "expected ?ddforward="],
    [forward("api/v2/rum"), 400, "expected ?ddforward="],
    [forward("https://"), 400, "expected ?ddforward="],
    [forward("ftp://host/api/v2/rum"), 400, "expected ?ddforward="],
    [
      forward("/api/v2/logs?ddsource=browser"),
      404,
      '"/api/v2/logs" is not taken here; expected /api/v2/replay',
    ],
    [forward("/api/v2/profile"), 404, '"/api/v2/profile" is not taken here'],
    [forward("/api/v2/rum/../logs"), 404, '"/api/v2/logs" is not taken here'],
    ["/api/v2/logs", 404, '"/api/v2/logs" is not taken here'],
  ])("%s is answered with %i", async (address, status, message) => {
    const { post, isEmpty } = await openIntake();
    expect(await post(address, event())).toEqual({
      status,
      json: { errors: [expect.stringContaining(message)] },
    });
    expect(await isEmpty()).toBe(true);
  });

  test("the host in ddforward hears nothing", async () => {
    const heard: (string | undefined)[] = [];
    const host = createServer((request) => heard.push(request.url)).listen(0, "127.0.0.1");
    host.on("connection", () => heard.push("a connection"));
    onTestFinished(() => void host.close());
    await once(host, "listening");
    const { port } = host.address() as AddressInfo;
    const { post } = await openIntake();
    const address = forward(`http://127.0.0.1:${port}/v1/input/pub1?a=b`);
    expect(await post(address, event())).toMatchObject({ status: 202 });
    expect(heard).toEqual([]);
  });

  test("other methods are refused", async () => {
    const { app } = await openIntake();
    const answer = await app.request("/intake");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, OPTIONS");
    expect(await answer.json()).toEqual({ errors: ["GET arrived; SDKs post here"] });
  });
});

describe("pages of other origins", () => {
  const ORIGIN = "https://shop.example";

  test("may read the answer, with credentials too", async () => {
    const { app } = await openIntake();
    const { headers } = await app.request(RUM, {
      method: "POST",
      body: event(),
      headers: { origin: ORIGIN },
    });
    expect(headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect(headers.get("vary")).toContain("Origin");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  });

  test("may read refusals", async () => {
    const { app } = await openIntake();
    const refused = await app.request(RUM, { method: "POST", body: "x", headers: { origin: ORIGIN } });
    expect(refused.status).toBe(400);
    expect(refused.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  });

  test.each(["/intake?ddforward=x", "/api/v2/replay", "/api/v2/rum"])(
    "may add headers of their own: %s",
    async (address) => {
      const { app } = await openIntake();
      const answer = await app.request(address, {
        method: "OPTIONS",
        headers: {
          origin: ORIGIN,
          "access-control-request-method": "POST",
          "access-control-request-headers": "x-trace, content-type",
        },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
      expect(answer.headers.get("access-control-allow-methods")).toBe("POST");
      expect(answer.headers.get("access-control-allow-headers")).toBe("x-trace,content-type");
    },
  );
});

describe("the rate limit", () => {
  const rateLimit = { requests: 2, seconds: 60 };

  test("refuses a client's uploads above it, and says when to come again", async () => {
    const { app, isEmpty } = await openIntake({ rateLimit });
    const send = () =>
      app.request(RUM, { method: "POST", body: "x", headers: { origin: "https://a.example" } });
    const first = await send();
    expect(first.headers.get("x-ratelimit-limit")).toBe("2");
    expect(first.headers.get("x-ratelimit-remaining")).toBe("1");
    await send();
    const refused = await app.request(RUM, {
      method: "POST",
      body: event(),
      headers: { origin: "https://a.example" },
    });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      errors: ["more than 2 requests in 60 seconds: try again later"],
    });
    expect(refused.headers.get("x-ratelimit-limit")).toBe("2");
    expect(refused.headers.get("x-ratelimit-period")).toBe("60");
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(refused.headers.get("x-ratelimit-name")).toBe("rum_replay_intake");
    const reset = Number(refused.headers.get("x-ratelimit-reset"));
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(60);
    expect(refused.headers.get("retry-after")).toBe(String(reset));
    expect(refused.headers.get("access-control-allow-origin")).toBe("https://a.example");
    expect(refused.headers.get("access-control-expose-headers")).toContain("Retry-After");
    expect(await isEmpty()).toBe(true);
  });

  test("counts each client address, and no preflights", async () => {
    const { app } = await openIntake({
      rateLimit,
      clientAddress: (context) => context.req.header("x-client") ?? "",
    });
    const send = async (client: string, method = "POST") => {
      const body = method === "POST" ? event() : null;
      return (await app.request(RUM, { method, body, headers: { "x-client": client } })).status;
    };
    for (let at = 0; at < 3; at += 1) expect(await send("a", "OPTIONS")).toBe(204);
    expect([await send("a"), await send("a"), await send("a"), await send("b")]).toEqual([
      202, 202, 429, 202,
    ]);
  });
});

describe("a store that fails", () => {
  test("is answered with 503, for the SDK to send again", async () => {
    const told: unknown[] = [];
    const full = new Error("no space left");
    let fails = true;
    const { post, isEmpty, segments } = await openIntake({
      onError: (error) => told.push(error),
      beforePut: async () => {
        if (fails) throw full;
      },
    });
    expect(await post(REPLAY, replayForm())).toEqual({
      status: 503,
      json: { errors: ["the upload could not be stored; send it again later"] },
    });
    expect(told).toEqual([full]);
    expect(await isEmpty()).toBe(true);

    fails = false;
    expect(await post(REPLAY, replayForm())).toMatchObject({ status: 202 });
    expect(await segments()).toHaveLength(1);
  });

  test("is told of even if the page has gone meanwhile", async () => {
    const told: unknown[] = [];
    const full = new Error("no space left");
    const page = new AbortController();
    const { app } = await openIntake({
      onError: (error) => told.push(error),
      beforePut: async () => {
        page.abort();
        throw full;
      },
    });
    await app.request(REPLAY, { method: "POST", body: replayForm(), signal: page.signal });
    expect(told).toEqual([full]);
  });

  test("answers nothing before the segment is durable", async () => {
    const order: string[] = [];
    const { post } = await openIntake({
      beforePut: async () => {
        await new Promise<void>((go) => setImmediate(go));
        order.push("put");
      },
    });
    await post(REPLAY, replayForm()).then(() => order.push("answer"));
    expect(order).toEqual(["put", "answer"]);
  });
});
