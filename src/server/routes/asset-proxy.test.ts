import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { ASSET_PATH } from "../../wire/paths.ts";
import { AssetHosts } from "../assets/asset-hosts.ts";
import { Turns } from "../assets/turns.ts";
import type { AssetSetting } from "./app.ts";
import { listen } from "../http-server.ts";
import { openTestApp } from "./app.fixture.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(assets: AssetSetting) {
  const opened = await openTestApp({ assets });
  closing.push(() => opened.close());
  return opened.app;
}

function proxyFor(host: string): AssetSetting {
  const hosts = AssetHosts.parse(host);
  if (hosts === null) throw new Error(`no hosts: ${host}`);
  return { mode: "proxy", source: { hosts, turns: new Turns() } };
}

const at = (url: string) => `${ASSET_PATH}?as=image&url=${encodeURIComponent(url)}`;

it("delivers an SVG as nothing but a picture", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "image/svg+xml" }).end("<svg/>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = await open(proxyFor(host));
  const response = await app.request(at(`http://${host}/a.svg`));
  expect([response.status, await response.text()]).toEqual([200, "<svg/>"]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/svg+xml",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": expect.stringMatching(/^default-src 'none';.* sandbox/),
    "cache-control": "private, max-age=3600",
  });
});

it.each([
  [404, 404, "private, max-age=60"],
  [403, 424, "private, max-age=60"],
  [500, 502, "no-store"],
])("what a host answers with %i is told as %i, to be kept: %s", async (status, told, cached) => {
  const server = createServer((_, response) => void response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = await open(proxyFor(host));
  const response = await app.request(at(`http://${host}/`));
  expect([response.status, response.headers.get("cache-control")]).toEqual([told, cached]);
});

it("lets go of the host when the browser goes away, before the answer and in the middle of it", async () => {
  const closed: string[] = [];
  const begun = { "/silent": deferred(), "/endless": deferred() };
  const ended = { "/silent": deferred(), "/endless": deferred() };
  const isPath = (path: string): path is keyof typeof begun => path in begun;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (!isPath(path)) return;
    if (path === "/endless") response.writeHead(200, { "content-type": "image/png" }).write("begin");
    response.once("close", () => {
      closed.push(path);
      ended[path].resolve();
    });
    begun[path].resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = await open(proxyFor(host));
  const listening = await listen((request) => app.fetch(request), { host: "127.0.0.1", port: 0 });
  closing.push(() => listening.close(1000));
  for (const path of ["/silent", "/endless"] as const) {
    const gone = new AbortController();
    const asking = fetch(listening.address + at(`http://${host}${path}`), { signal: gone.signal });
    await begun[path].promise;
    if (path === "/endless") await asking;
    gone.abort(new Error("gone"));
    await asking.catch(() => undefined);
    await ended[path].promise;
  }
  expect(closed).toEqual(["/silent", "/endless"]);
});

it.each([
  ["http://other.example/a.png", 403],
  ["ftp://cdn.example.com/a.png", 400],
  ["a.png", 400],
])("says in JSON why it does not deliver %s", async (url, status) => {
  const app = await open(proxyFor("cdn.example.com"));
  const response = await app.request(at(url));
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ errors: [expect.any(String)] });
});

it("refuses a style sheet as an empty one, since a browser tells no status of other types", async () => {
  const app = await open(proxyFor("cdn.example.com"));
  const response = await app.request(at("http://other.example/a.css").replace("as=image", "as=style"));
  expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
    403,
    "text/css",
    "",
  ]);
});

it("does not deliver what is to be of no known kind", async () => {
  const app = await open(proxyFor("cdn.example.com"));
  const url = at("http://cdn.example.com/a.js").replace("as=image", "as=script");
  expect((await app.request(url)).status).toBe(400);
});

it("is for the viewer only", async () => {
  const app = await open(proxyFor("cdn.example.com"));
  const headers = { "sec-fetch-site": "cross-site" };
  const response = await app.request(at("http://cdn.example.com/a.png"), { headers });
  expect(response.status).toBe(403);
});

it.each(["off", "direct"] as const)("is not there with assets %s", async (mode) => {
  const app = await open({ mode });
  expect((await app.request(at("http://cdn.example.com/a.png"))).status).toBe(404);
});

const OWN = {
  "style-src": "'unsafe-inline' 'self'",
  "img-src": "'self' data: blob:",
  "font-src": "'self' data:",
};
const ANY = {
  "style-src": "'unsafe-inline' 'self' https: http:",
  "img-src": "'self' data: blob: https: http:",
  "font-src": "'self' data: https: http:",
  "media-src": "'self' https: http:",
};

it.each([
  ["off", OWN],
  ["proxy", { ...OWN, "media-src": "'self'" }],
  ["direct", ANY],
] as const)("the stage's policy with assets %s lets it load no more than that", async (mode, expected) => {
  const app = await open(mode === "proxy" ? proxyFor("cdn.example.com") : { mode });
  const policy = (await app.request("/stage")).headers.get("content-security-policy") ?? "";
  const directives = Object.fromEntries(
    policy.split("; ").map((text) => [text.split(" ", 1)[0], text.split(" ").slice(1).join(" ")]),
  );
  expect(directives).toEqual({
    ...expected,
    "default-src": "'none'",
    "script-src": "'self'",
    "frame-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
  });
});
