import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StoreSize } from "./routes/metrics.ts";
import type { ReplaySource } from "./sources/source.ts";
import { sessionQuerySchema } from "../wire/session.ts";

/** A look at every file takes long in a large store; scrapes in between get the figures of the last one. */
const MEASURED_FOR_MS = 60_000;

/** Says how many sessions the store has, and how many bytes each entry of its folder takes. */
export function storeMeter(directory: string, source: ReplaySource): () => Promise<StoreSize> {
  let held: { readonly size: Promise<StoreSize>; readonly until: number } | undefined;
  return () => {
    if (held === undefined || Date.now() >= held.until) {
      held = { size: measureStore(directory, source), until: Date.now() + MEASURED_FOR_MS };
      // A failure is told to who asked, and not kept.
      held.size.catch(() => (held = undefined));
    }
    return held.size;
  };
}

async function measureStore(directory: string, source: ReplaySource): Promise<StoreSize> {
  const query = sessionQuerySchema.parse({ limit: 1 });
  const { total = 0 } = await source.searchSessions(query, AbortSignal.timeout(5000));
  const entries = await readdir(directory, { withFileTypes: true });
  const sizes = entries.map(async (entry): Promise<[string, number]> => {
    const path = join(directory, entry.name);
    return [entry.name, entry.isDirectory() ? await folderBytes(path) : await fileBytes(path)];
  });
  return { sessions: total, bytes: Object.fromEntries(await Promise.all(sizes)) };
}

async function folderBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isFile()) bytes += await fileBytes(join(entry.parentPath, entry.name));
  }
  return bytes;
}

/** 0 for a file that went away since it was listed. */
const fileBytes = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
