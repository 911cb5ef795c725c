import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Agent } from "undici";
import type { Config } from "./config.ts";
import { createNodeInflater } from "./inflate/node-inflater.ts";
import { createDatadogSource, type DatadogSource } from "./sources/datadog/datadog-source.ts";
import { systemClock } from "./sources/datadog/http/clock.ts";
import { SegmentCache } from "./sources/datadog/segments/segment-cache.ts";
import { openFileBlobStore } from "./storage/file-blob-store.ts";

/** Segments of all sites that are kept at most, bytes. */
const CACHED_BYTES = 1_000_000_000;
const CONNECT_MS = 10_000;
const CACHE_FOLDER = "datadog-cache";

/** The Datadog sites that are set up, as sources. */
export interface DatadogSources {
  readonly sources: readonly DatadogSource[];
  /** Ends their requests, and removes what they fetched. */
  close(): Promise<void>;
}

/** Opens them. What they fetch is kept below the data folder for as long as they are open. */
export async function openDatadogSources({
  dataDirectory,
  datadog: { sites, blobHosts },
}: Pick<Config, "dataDirectory" | "datadog">): Promise<DatadogSources> {
  const folder = join(dataDirectory, CACHE_FOLDER);
  const removeFetched = () => rm(folder, { recursive: true, force: true });
  // They are parts of recordings: none stays longer than it is needed, also where the last server ended at once.
  await removeFetched();
  if (sites.length === 0) return { sources: [], close: () => Promise.resolve() };
  const blobs = await openFileBlobStore(folder);
  const cache = new SegmentCache(blobs, CACHED_BYTES);
  const sources = sites.map((site) =>
    createDatadogSource({
      site,
      blobHosts,
      cache,
      inflater: createNodeInflater(),
      clock: systemClock,
      dispatcher: new Agent({ connect: { timeout: CONNECT_MS } }),
      agent: "rum-replay",
    }),
  );
  return {
    sources,
    async close() {
      await Promise.all(sources.map((source) => source.close()));
      await blobs.close();
      await removeFetched();
    },
  };
}
