import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { ASSET_PATH } from "../../wire/paths.ts";
import { AssetHosts } from "../assets/asset-hosts.ts";
import type { AssetSetting } from "./app.ts";
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
  return { mode: "proxy", source: { hosts } };
}

const at = (url: string) => `${ASSET_PATH}?url=${encodeURIComponent(url)}`;

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
  ["http://other.example/a.png", 403],
  ["ftp://cdn.example.com/a.png", 400],
  ["a.png", 400],
])("says in JSON why it does not deliver %s", async (url, status) => {
  const app = await open(proxyFor("cdn.example.com"));
  const response = await app.request(at(url));
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ errors: [expect.any(String)] });
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
