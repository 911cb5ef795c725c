import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../http-server.ts";
import { openIntake, RUM, REPLAY, replayForm, rumEvent } from "../intake/intake.fixture.ts";
import { intakeRoutes } from "../routes/intake.ts";
import type { ForwardedUpload } from "./forwarded-upload.ts";
import { openForwarder } from "./forwarder.fixture.ts";
import { forwardingIntake } from "./forwarding-intake.ts";
import { openStandIn } from "./stand-in-intake.fixture.ts";

// What SDKs really posted, through the intake, at the intake of a site.

const REQUESTS = fileURLToPath(new URL("../../../e2e/fixtures/requests", import.meta.url));

interface SdkRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer<ArrayBuffer>;
}

function requestsOf(sdk: string): SdkRequest[] {
  const folder = `${REQUESTS}/${sdk}/requests`;
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => {
    const { url, rawHeaders } = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as {
      readonly url: string;
      readonly rawHeaders: readonly string[];
    };
    const pairs = rawHeaders.flatMap((header, at) => (at % 2 === 0 ? [[header, rawHeaders[at + 1]]] : []));
    const headers = Object.fromEntries(pairs) as Record<string, string>;
    return { url, headers, body: readFileSync(`${folder}/${name.replace(".json", ".body")}`) };
  });
}

/** An intake that listens, and passes on to a stand-in. */
async function openTee() {
  const site = await openStandIn();
  const { forwarder, empty } = await openForwarder(site.address);
  const { intake, isEmpty } = await openIntake();
  const app = intakeRoutes({ intake: forwardingIntake(intake, forwarder) });
  const server = await listen(app.fetch, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close(1000));
  const post = (path: string, init: RequestInit) =>
    fetch(`${server.address}${path}`, { method: "POST", ...init });
  return { site, forwarder, post, empty, isEmpty };
}

/** What the SDK wanted the address to be: `ddforward` without a host. */
function wanted(url: string): string {
  const ddforward = new URLSearchParams(url.split("?")[1]).get("ddforward") ?? "";
  return ddforward.replace(/^https:\/\/[^/]+/, "");
}

test.each(readdirSync(REQUESTS).filter((name) => name.startsWith("sdk-")))(
  "%s: path, query, type and bytes arrive as they were sent, and who sent them",
  async (sdk) => {
    const { site, post, empty } = await openTee();
    const requests = requestsOf(sdk);
    for (const { url, headers, body } of requests) {
      const { status } = await post(url, { headers, body });
      expect(status).toBe(202);
    }
    await empty();
    expect(site.heard.map(({ url }) => url)).toEqual(requests.map(({ url }) => wanted(url)));
    for (const [at, heard] of site.heard.entries()) {
      const sent = requests[at];
      expect(heard.method).toBe("POST");
      expect(heard.body.equals(sent?.body ?? Buffer.alloc(0))).toBe(true);
      expect(heard.headers).toEqual({
        host: new URL(site.address).host,
        connection: "keep-alive",
        "content-length": String(sent?.body.length),
        "content-type": sent?.headers["Content-Type"],
        "user-agent": sent?.headers["User-Agent"],
        "x-forwarded-for": "127.0.0.1",
      });
    }
  },
);

test("also what is posted to the path itself, with headers of mobile SDKs, through proxies", async () => {
  const { site, post, empty } = await openTee();
  const path = "/api/v2/rum?ddsource=ios&batch_time=1&q=a%2Fb+c%20d";
  const headers = {
    "content-type": "text/plain",
    "content-encoding": "identity",
    "dd-api-key": "pub1",
    "DD-EVP-ORIGIN": "ios",
    "x-forwarded-for": "203.0.113.7, 198.51.100.1",
    cookie: "session=secret",
    authorization: "Bearer secret",
    "x-forwarded-email": "ada@x.test",
  };
  expect((await post(path, { headers, body: JSON.stringify(rumEvent()) })).status).toBe(202);
  await empty();
  const [heard] = site.heard;
  expect(heard?.url).toBe(path);
  expect(heard?.headers).toMatchObject({
    "content-encoding": "identity",
    "dd-api-key": "pub1",
    "dd-evp-origin": "ios",
    "x-forwarded-for": "203.0.113.7, 198.51.100.1, 127.0.0.1",
  });
  for (const name of ["cookie", "authorization", "x-forwarded-email"])
    expect(heard?.headers).not.toHaveProperty(name);
});

test("nothing is passed on of what is refused here", async () => {
  const { site, post, forwarder } = await openTee();
  const statuses = [];
  const logs = `/intake?ddforward=${encodeURIComponent("/api/v2/logs?ddsource=browser")}`;
  for (const path of [RUM, REPLAY, logs, "/intake?ddforward=nonsense"])
    statuses.push((await post(path, { body: "nonsense" })).status);
  expect(statuses).toEqual([400, 400, 404, 400]);
  expect(forwarder.figures().waiting.uploads).toBe(0);
  expect(site.heard).toEqual([]);
});

test.each(["https://elsewhere.example/api/v2/rum?a=b", "//elsewhere.example/api/v2/rum?a=b"])(
  "a host in ddforward is passed over: %s",
  async (ddforward) => {
    const { site, post, empty } = await openTee();
    const path = `/intake?ddforward=${encodeURIComponent(ddforward)}`;
    expect((await post(path, { body: JSON.stringify(rumEvent()) })).status).toBe(202);
    await empty();
    expect(site.heard.map(({ url }) => url)).toEqual(["/api/v2/rum?a=b"]);
  },
);

test("line breaks and spaces in ddforward stay part of the address", async () => {
  const { site, post, empty } = await openTee();
  const path = `/intake?ddforward=${encodeURIComponent("/api/v2/rum?a=b c HTTP/1.1\r\nHost: elsewhere\r\n\r\n")}`;
  expect((await post(path, { body: JSON.stringify(rumEvent()) })).status).toBe(202);
  await empty();
  expect(site.heard.map(({ url }) => url)).toEqual(["/api/v2/rum?a=b%20c%20HTTP/1.1Host:%20elsewhere"]);
});

test("the SDK has its 202 from here, whatever the site answers", async () => {
  const { site, post, empty } = await openTee();
  site.answer(500, "cut", 403);
  expect((await post(REPLAY, { body: replayForm() })).status).toBe(202);
  await empty();
  expect(site.heard).toHaveLength(3);
});

test("an upload that is stored but cannot be noted for passing on is answered with 503", async () => {
  const { intake, isEmpty } = await openIntake();
  const passed: ForwardedUpload[] = [];
  let isFull = true;
  const forwarder = {
    forward: async (upload: ForwardedUpload) => {
      if (isFull) throw new Error("no space left");
      passed.push(upload);
    },
  };
  const app = intakeRoutes({ intake: forwardingIntake(intake, forwarder) });
  const post = () => app.request(REPLAY, { method: "POST", body: replayForm() });
  expect((await post()).status).toBe(503);
  expect(await isEmpty()).toBe(false);
  // The SDK sends it again.
  isFull = false;
  expect((await post()).status).toBe(202);
  expect(passed).toHaveLength(1);
});
