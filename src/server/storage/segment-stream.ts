import type { BlobStore, Store } from "./driver.ts";
import type { FinishedPack } from "./pack.ts";
import type { PackLocation, ViewKey } from "./stored-segment.ts";

/** Entries listed at once. */
const LISTED = 200;

/** So much of an old pack is in memory at once. */
const CHUNK_BYTES = 1 << 20;

/**
 * The bytes of all of a view's segments in order of index, one segment (or one chunk of an old pack) in memory
 * at a time. `onSegment` is told where each lies in the stream.
 */
export async function* streamSegments(
  { events, blobs }: Pick<Store, "events" | "blobs">,
  view: ViewKey,
  onSegment: (place: FinishedPack["segments"][number]) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  let afterIndex = -1;
  for (;;) {
    const entries = await events.listSegments(view, { afterIndex, limit: LISTED }, signal);
    if (entries.length === 0) return;
    for (const { meta } of entries) {
      afterIndex = meta.indexInView;
      for (const { sequence, content } of await events.readSegments(view, [meta.indexInView], signal)) {
        const length = content.kind === "bytes" ? content.bytes.length : content.length;
        onSegment({ sequence, offset, length });
        offset += length;
        if (content.kind === "bytes") yield content.bytes;
        else yield* readPacked(blobs, content, signal);
      }
    }
  }
}

async function* readPacked(
  blobs: BlobStore,
  place: PackLocation,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const end = place.offset + place.length;
  for (let offset = place.offset; offset < end; offset += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, end - offset);
    const bytes = await blobs.read(place.blobKey, { offset, length }, signal);
    if (bytes?.length !== length) {
      const found = bytes ? `${bytes.length} of ${length} bytes at ${offset}` : "nothing";
      throw new Error(`blob ${place.blobKey} is damaged: found ${found}`);
    }
    yield bytes;
  }
}
