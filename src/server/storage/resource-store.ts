import { createHash, randomBytes } from "node:crypto";
import type { BlobStore, EventPlatform } from "./driver.ts";
import type { ResourceStore } from "./stored-resource.ts";

/** Blobs of resources are under this prefix. */
const PREFIX = "resources";

/** A replaced blob can vanish between the look at the entry and the read: look again so often. */
const READ_ATTEMPTS = 3;

/** Canvas and mobile images over the two ports. */
export function createResourceStore(events: EventPlatform, blobs: BlobStore): ResourceStore {
  return {
    put: async ({ applicationId, id, contentType, bytes }, signal) => {
      const before = await events.getResourceEntry(applicationId, id);
      const blobKey = newBlobKey(applicationId, id);
      await blobs.put(blobKey, [bytes], signal);
      await events.putResourceEntry({ applicationId, id, contentType, blobKey, byteLength: bytes.length });
      if (before) await blobs.delete(before.blobKey);
    },
    get: async (applicationId, id, signal) => {
      for (let attempt = 0; attempt < READ_ATTEMPTS; attempt += 1) {
        const entry = await events.getResourceEntry(applicationId, id);
        if (!entry) return null;
        const range = { offset: 0, length: entry.byteLength };
        const bytes = await blobs.read(entry.blobKey, range, signal);
        if (bytes) return { applicationId, id, contentType: entry.contentType, bytes };
      }
      throw new Error(`the bytes of resource ${id} are missing from the blob store`);
    },
  };
}

/** Another key at each put: what is there is never overwritten. Ids are the client's, so they are hashed. */
function newBlobKey(applicationId: string, id: string): string {
  const name = createHash("sha256")
    .update(JSON.stringify([applicationId, id]))
    .digest("hex")
    .slice(0, 32);
  return `${PREFIX}/${name.slice(0, 2)}/${name}-${randomBytes(6).toString("hex")}`;
}
