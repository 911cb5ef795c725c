import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "./app.fixture.ts";

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp({ access: { hosts: new Set(["127.0.0.1"]), userHeader: "X-Forwarded-Email" } });
});
afterEach(() => test.close());

describe("whoever runs the server", () => {
  it("asks whether it is alive and ready, by any name and without a user", async () => {
    for (const path of ["/healthz", "/readyz"]) {
      const response = await test.app.request(`http://pod-1.cluster${path}`);
      expect(response.status).toBe(200);
    }
  });

  it("hears that the store is gone", async () => {
    await test.store.close();
    const response = await test.app.request("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ errors: [expect.stringContaining("store")] });
    expect((await test.app.request("/healthz")).status).toBe(200);
    test = await openTestApp();
  });

  it("gets figures as Prometheus text, by route and not by address", async () => {
    const named = { "X-Forwarded-Email": "ann@example.com" };
    await test.app.request("/bff/sessions/some-id-of-a-session", { headers: named });
    await test.app.request("/bff/sessions", { headers: named });
    await test.app.request("/nowhere");
    const response = await test.app.request("/metrics");
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=/);
    const text = await response.text();
    expect(text).toContain(
      'rum_replay_request_duration_seconds_count{route="/bff/sessions/:session",method="GET",status="404"} 1',
    );
    expect(text).toContain(
      'rum_replay_request_duration_seconds_count{route="/bff/sessions",method="GET",status="200"} 1',
    );
    expect(text).toContain('rum_replay_store_bytes{part="blobs"} 5');
    expect(text).toContain("rum_replay_store_sessions 0");
    expect(text).toContain("process_resident_memory_bytes");
    expect(text).not.toContain("some-id-of-a-session");
    expect(text).not.toContain("nowhere");
  });
});
