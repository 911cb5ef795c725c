import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { encodeSegmentPage } from "../src/wire/segment-page.ts";

const CLIENT = fileURLToPath(new URL("client", import.meta.url));
const PRODUCT = fileURLToPath(new URL("../dist/client", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** The pages in `bench/client`, the product's own scripts, and segments of recordings, on a free port. */
export interface ClientServer {
  readonly address: string;
  /** Puts a recording's segments at one address for each view; the addresses, in order of the views' places. */
  add(folder: string): Promise<readonly string[]>;
  /** The address of the product's decode worker. */
  readonly worker: string;
  stop(): Promise<void>;
}

/** Builds the pages and serves them from memory and disk. The product must have been built. */
export async function startClientServer(): Promise<ClientServer> {
  const built = await mkdtemp(join(tmpdir(), "rum-replay-bench-"));
  const input = ["everybody.html", "decode.html"].map((name) => join(CLIENT, name));
  await build({
    configFile: false,
    root: CLIENT,
    logLevel: "error",
    worker: { format: "es" },
    build: { outDir: built, emptyOutDir: true, rolldownOptions: { input } },
  });
  const pages = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const page = pages.get(path);
    const send = (body: Uint8Array) =>
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream").end(body);
    if (page !== undefined) send(page);
    else readEither(path, built).then(send, () => response.writeHead(404).end());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const worker = (await readdir(join(PRODUCT, "assets"))).find((name) =>
    /^decode\.worker-.*\.js$/.test(name),
  );
  if (worker === undefined) throw new Error("dist/client has no decode worker: the product is not built");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    worker: `/assets/${worker}`,
    async add(folder) {
      const views = await segmentPages(join(folder, "segments"));
      const paths = views.map((_, place) => `/segments/${pages.size + place}`);
      for (const [place, page] of views.entries()) pages.set(paths[place] ?? "", page);
      return paths;
    },
    async stop() {
      server.close().closeAllConnections();
      await rm(built, { recursive: true });
    },
  };
}

const readEither = (path: string, built: string): Promise<Uint8Array> =>
  readFile(join(built, path)).catch(() => readFile(join(PRODUCT, path)));

/** A page of segments for each view of a recording. */
async function segmentPages(folder: string): Promise<Uint8Array[]> {
  const views = new Map<string, { index: number; bytes: Uint8Array }[]>();
  const names = (await readdir(folder)).filter((name) => name.endsWith(".bin"));
  for (const name of names.toSorted(new Intl.Collator("en", { numeric: true }).compare)) {
    const [place = "", index = ""] = name.slice(0, -".bin".length).split("-");
    const frames = views.get(place) ?? [];
    views.set(place, frames);
    frames.push({ index: Number(index), bytes: await readFile(join(folder, name)) });
  }
  return [...views.values()].map(encodeSegmentPage);
}
