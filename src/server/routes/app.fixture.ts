import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { epochMs } from "../../base/time.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { Keeper } from "../keep/keeper.ts";
import { createLocalSource } from "../sources/local/local-source.ts";
import type { ReplaySource } from "../sources/source.ts";
import type { Store } from "../storage/driver.ts";
import { openStore } from "../storage/open-store.ts";
import type { Access } from "./access.ts";
import { type AssetSetting, createApp } from "./app.ts";
import { KeptPages } from "./kept-pages.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readViewerFiles } from "./viewer-files.ts";

/** The server's addresses on a store of their own. */
export interface TestApp {
  readonly app: Hono;
  readonly store: Store;
  readonly source: ReplaySource;
  readonly pages: KeptPages;
  readonly metrics: Metrics;
  /** What was logged as an error. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

const OPEN_ACCESS: Access = { hosts: null, apiKeys: null, userHeader: null };

export async function openTestApp(
  options: {
    readonly access?: Partial<Access>;
    readonly assets?: AssetSetting;
    readonly rateLimit?: RateLimit;
    readonly intake?: (store: Store) => Hono;
  } = {},
): Promise<TestApp> {
  const directory = await mkdtemp(join(tmpdir(), "app-"));
  const client = join(directory, "client");
  await mkdir(join(client, "src/stage"), { recursive: true });
  await writeFile(join(client, "index.html"), "<title>viewer</title>");
  await writeFile(join(client, "src/stage/stage.html"), "<title>stage</title>");
  const store = await openStore({ directory: join(directory, "store") });
  const source = createLocalSource(store);
  const logged: string[] = [];
  const pages = new KeptPages();
  const metrics = createMetrics(async () => ({ sessions: 0, bytes: { blobs: 5 } }));
  const app = createApp({
    access: { ...OPEN_ACCESS, ...options.access },
    sources: [source],
    keeper: new Keeper({
      store,
      inflater: createNodeInflater(),
      now: () => epochMs(Date.now()),
      onError: (message) => void logged.push(message),
    }),
    api: {
      walker: source,
      playlists: source.playlists,
      viewership: source.viewership,
      inflater: createNodeInflater(),
      maxInflatedBytes: 16 * 1024 * 1024,
      rateLimit: options.rateLimit ?? { requests: 10_000, seconds: 60 },
      pagingSecret: await store.events.getSecret("paging"),
    },
    pages,
    assets: options.assets ?? { mode: "off" },
    files: await readViewerFiles(client),
    intake: options.intake?.(store) ?? new Hono(),
    metrics,
    ready: () => store.events.check(),
    log: { error: (fields, message) => void logged.push(`${message} ${String(fields["err"])}`) },
  });
  return {
    app,
    store,
    source,
    pages,
    metrics,
    logged,
    async close() {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
