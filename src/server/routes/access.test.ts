import { Hono, type MiddlewareHandler } from "hono";
import { describe, expect, it } from "vitest";
import { refuseOtherSites, requireApiKeys, requireKnownHost, requireUser } from "./access.ts";

const behind = (guard: MiddlewareHandler) => {
  const app = new Hono();
  app.get("/", guard, (c) => c.text("in"));
  return async (headers: Record<string, string> = {}, address = "http://127.0.0.1:8080/") => {
    const response = await app.request(address, { headers });
    if (response.status !== 200) expect(await response.json()).toEqual({ errors: [expect.any(String)] });
    return response.status;
  };
};

describe("the host's name", () => {
  const hosts = new Set(["127.0.0.1", "[::1]", "localhost"]);

  it("must be one of ours, whatever the port", async () => {
    const ask = behind(requireKnownHost(hosts));
    expect(await ask({}, "http://127.0.0.1:8080/")).toBe(200);
    expect(await ask({}, "http://[::1]:1/")).toBe(200);
    expect(await ask({}, "http://LOCALHOST/")).toBe(200);
    expect(await ask({}, "http://rebound.example:8080/")).toBe(403);
    expect(await ask({}, "http://localhost.example/")).toBe(403);
  });

  it("may be any where a proxy guards", async () => {
    expect(await behind(requireKnownHost(null))({}, "http://replays.example/")).toBe(200);
  });
});

describe("pages of other sites", () => {
  it("are refused, the viewer and the address bar are not", async () => {
    const ask = behind(refuseOtherSites());
    expect(await ask({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await ask({ "sec-fetch-site": "same-site" })).toBe(403);
    expect(await ask({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await ask({ "sec-fetch-site": "none" })).toBe(200);
    expect(await ask()).toBe(200);
  });
});

describe("the viewer's user", () => {
  it("must be named by the proxy where that is set up", async () => {
    const ask = behind(requireUser("X-Forwarded-Email"));
    expect(await ask()).toBe(401);
    expect(await ask({ "X-Forwarded-Email": " " })).toBe(401);
    expect(await ask({ "x-forwarded-email": "ann@example.com" })).toBe(200);
  });

  it("is the local user otherwise", async () => {
    expect(await behind(requireUser(null))()).toBe(200);
  });
});

const keys = (apiKey: string, appKey: string) => ({ "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey });

describe("the API's keys", () => {
  it("are both needed: 401 without, 403 when one is wrong", async () => {
    const ask = behind(requireApiKeys({ apiKey: "api", appKey: "app" }));
    expect(await ask()).toBe(401);
    expect(await ask({ "DD-API-KEY": "api" })).toBe(401);
    expect(await ask({ "DD-APPLICATION-KEY": "app" })).toBe(401);
    expect(await ask(keys("api", "wrong"))).toBe(403);
    expect(await ask(keys("wrong", "app"))).toBe(403);
    expect(await ask(keys("apia", "pp"))).toBe(403);
    expect(await ask(keys("api", "app"))).toBe(200);
  });

  it("may be any where none are set, but must be there", async () => {
    const ask = behind(requireApiKeys(null));
    expect(await ask(keys("x", "y"))).toBe(200);
    expect(await ask()).toBe(401);
  });
});
