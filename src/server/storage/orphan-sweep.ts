import type { BlobStore, EventPlatform } from "./driver.ts";

/** Keys that begin so are of what is derived from views: whoever makes that sweeps them. */
const DERIVED = "derived/";

/** So many keys are looked up at once. */
const BATCH = 500;

/**
 * Deletes blobs that hold no segments or resources: left by a crash between writing a blob and committing it,
 * or replaced and not deleted yet. Nothing may write blobs meanwhile. Returns how many went.
 */
export async function sweepOrphans(
  events: EventPlatform,
  blobs: BlobStore,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  let batch: string[] = [];
  const sweepBatch = async (): Promise<void> => {
    const known = await events.knownBlobs(batch, signal);
    for (const key of batch.filter((candidate) => !known.has(candidate))) {
      await blobs.delete(key);
      deleted += 1;
    }
    batch = [];
  };
  for await (const key of blobs.list("", signal)) {
    if (key.startsWith(DERIVED)) continue;
    batch.push(key);
    if (batch.length >= BATCH) await sweepBatch();
  }
  await sweepBatch();
  return deleted;
}
