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

/** The Datadog sites that are set up, as sources. What they fetch is kept below the data folder while the server runs. */
export async function openDatadogSources({
  dataDirectory,
  datadog: { sites, blobHosts },
}: Pick<Config, "dataDirectory" | "datadog">): Promise<readonly DatadogSource[]> {
  const folder = join(dataDirectory, CACHE_FOLDER);
  // They are parts of recordings: none stays longer than the server that fetched it needs it.
  await rm(folder, { recursive: true, force: true });
  if (sites.length === 0) return [];
  const cache = new SegmentCache(await openFileBlobStore(folder), CACHED_BYTES);
  return sites.map((site) =>
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
}
