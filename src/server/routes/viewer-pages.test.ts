import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hono } from "hono";
import { readViewerFiles } from "./viewer-files.ts";
import { viewerPages } from "./viewer-pages.ts";

const VIEWER = "<!doctype html><title>viewer</title>";
const STAGE = "<!doctype html><title>stage</title>";
const SCRIPT = "export const answer = 42;\n".repeat(200);

let directory: string;
let pages: Hono;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "viewer-files-"));
  const files = {
    "index.html": VIEWER,
    "src/stage/stage.html": STAGE,
    "assets/viewer-BXbQ2k.js": SCRIPT,
    "assets/viewer-BXbQ2k.js.map": "{}",
    "favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "font.woff2": "wOF2",
    ".vite/manifest.json": JSON.stringify({
      "index.html": { file: "assets/viewer-BXbQ2k.js", imports: ["_shared.js"] },
      "_shared.js": { file: "assets/shared.js" },
      "_messages.js": { file: "assets/messages.js" },
      "src/stage/stage.html": {
        file: "assets/stage.js",
        imports: ["_shared.js", "_messages.js"],
        css: ["assets/stage.css"],
        assets: ["assets/decode.worker.js"],
      },
      "src/viewer/pages/replay/replay-page.tsx": {
        file: "assets/replay-page.js",
        imports: ["index.html", "_messages.js"],
        css: ["assets/replay-page.css"],
      },
      "src/viewer/pages/embed/embed-page.tsx": { file: "assets/embed-page.js", imports: ["index.html"] },
    }),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  pages = viewerPages(await readViewerFiles(directory), "off", (_, next) => next());
});
afterAll(() => rm(directory, { recursive: true }));

const header = async (path: string, name: string) => (await pages.request(path)).headers.get(name);

const policy = async (path: string) => (await header(path, "content-security-policy"))?.split("; ");

describe("the viewer's files", () => {
  it.each(["/", "/sessions/abc", "/sessions/abc?view=v&ts=1", "/embed/sessions/abc"])(
    "has the viewer's page at %s",
    async (path) => {
      const response = await pages.request(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toMatch(/^text\/html/);
      expect(await response.text()).toBe(VIEWER);
    },
  );

  it("has the player document at /stage", async () => {
    expect(await (await pages.request("/stage")).text()).toBe(STAGE);
  });

  it.each(["/index.html", "/src/stage/stage.html", "/assets/viewer-BXbQ2k.js.map", "/assets/none.js"])(
    "has no %s, which would escape its page's policy or is not for visitors",
    async (path) => {
      expect((await pages.request(path)).status).toBe(404);
    },
  );

  it("shows a browser that is lost the viewer, whose router says so, with the right status", async () => {
    const response = await pages.request("/nowhere", { headers: { accept: "text/html,*/*;q=0.8" } });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(VIEWER);
  });

  it.each(["/api/v2/nonsense/at/all", "/api", "/bff/nonsense", "/intake/nonsense"])(
    "has no page at %s, which programs ask",
    async (path) => {
      const response = await pages.request(path, { headers: { accept: "text/html" } });
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).not.toMatch(/html/);
    },
  );

  it("lets browsers keep what has a hash in its name, and ask again for the rest", async () => {
    expect(await header("/assets/viewer-BXbQ2k.js", "cache-control")).toBe(
      "public, max-age=31536000, immutable",
    );
    for (const path of ["/", "/stage", "/favicon.svg"]) {
      expect(await header(path, "cache-control")).toBe("no-cache");
    }
  });

  it("answers 304 to who has the page", async () => {
    const etag = (await header("/", "etag")) ?? "";
    expect(etag).toMatch(/^"/);
    const again = await pages.request("/", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it.each([
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
  ] as const)("is compressed for %s", async (accepted, coding, decompress) => {
    const response = await pages.request("/assets/viewer-BXbQ2k.js", {
      headers: { "accept-encoding": accepted },
    });
    expect(response.headers.get("content-encoding")).toBe(coding);
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(decompress(await response.arrayBuffer()).toString()).toBe(SCRIPT);
  });

  it("is not compressed for who does not take it, nor where it is compressed already", async () => {
    expect(await header("/assets/viewer-BXbQ2k.js", "content-encoding")).toBeNull();
    const font = await pages.request("/font.woff2", { headers: { "accept-encoding": "br" } });
    expect(font.headers.get("content-encoding")).toBeNull();
  });

  it("says what to do where nothing is built", async () => {
    await expect(readViewerFiles(join(directory, "nothing"))).rejects.toThrow("npm run build");
  });
});

describe("the pages' policies", () => {
  it("lets nobody frame the viewer", async () => {
    for (const path of ["/", "/sessions/abc"]) {
      expect(await policy(path)).toContain("frame-ancestors 'none'");
    }
  });

  it("lets any page frame /embed, and so be an ancestor of the stage", async () => {
    for (const path of ["/embed/sessions/abc", "/stage"]) {
      const response = await pages.request(path);
      expect(response.headers.get("content-security-policy")).not.toContain("frame-ancestors");
      expect(response.headers.get("x-frame-options")).toBeNull();
      expect(response.headers.get("cross-origin-opener-policy")).toBeNull();
    }
  });

  it("runs no inline script and reaches no other host in the viewer", async () => {
    for (const path of ["/", "/embed/sessions/abc"]) {
      const directives = await policy(path);
      expect(directives).toContain("default-src 'none'");
      expect(directives).toContain("script-src 'self'");
      expect(directives).toContain("connect-src 'self'");
    }
  });

  it("gives the stage the policy under which nothing recorded runs or is fetched", async () => {
    expect(await policy("/stage")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'unsafe-inline' 'self'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "frame-src 'self'",
      "worker-src 'self'",
      "connect-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("gives a worker's script no network either", async () => {
    const directives = await policy("/assets/viewer-BXbQ2k.js");
    expect(directives).toContain("default-src 'none'");
    expect(directives?.some((directive) => directive.startsWith("connect-src"))).toBe(false);
  });

  it.each(["/", "/embed/sessions/abc", "/stage", "/favicon.svg"])("is complete for %s", async (path) => {
    expect(await header(path, "x-content-type-options")).toBe("nosniff");
    expect(await header(path, "referrer-policy")).toBe("no-referrer");
  });
});

const links = async (path: string) => (await header(path, "link"))?.split(", ");

describe("what a page of a session names to be asked for next", () => {
  it("is its own code and the stage's, each file once, and nothing that the page itself loads", async () => {
    expect(await links("/sessions/s1")).toEqual([
      "</assets/replay-page.js>; rel=modulepreload",
      "</assets/messages.js>; rel=modulepreload",
      "</assets/replay-page.css>; rel=preload; as=style; crossorigin",
      "</assets/stage.js>; rel=prefetch",
      "</assets/stage.css>; rel=prefetch",
      "</assets/decode.worker.js>; rel=prefetch",
    ]);
    expect(await links("/embed/sessions/s1")).toEqual([
      "</assets/embed-page.js>; rel=modulepreload",
      "</assets/stage.js>; rel=prefetch",
      "</assets/stage.css>; rel=prefetch",
      "</assets/decode.worker.js>; rel=prefetch",
      "</assets/messages.js>; rel=prefetch",
    ]);
  });

  it("is nothing on other pages, and the build's list is not to be had", async () => {
    expect(await links("/")).toBeUndefined();
    expect(await links("/stage")).toBeUndefined();
    expect((await pages.request("/.vite/manifest.json")).status).toBe(404);
  });
});
