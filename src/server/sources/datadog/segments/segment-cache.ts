import type { BlobStore } from "../../../storage/driver.ts";

// Segments that were fetched, so that none is fetched twice: one blob for each page, its segments one behind the other.
// When there is more than is allowed, the views that were not asked for longest go.

/** Where a segment is. */
export interface CachedPlace {
  readonly key: string;
  readonly offset: number;
  readonly length: number;
}

/** Whose segments they are; told when they are gone. */
export interface CacheOwner {
  evicted(): void;
}

interface Held {
  readonly keys: string[];
  bytes: number;
}

/** Fetched segments, at most so many bytes of them unless a single view has more. */
export class SegmentCache {
  readonly #blobs: BlobStore;
  readonly #maxBytes: number;
  /** The one that was used last is at the end. */
  readonly #owners = new Map<CacheOwner, Held>();
  #bytes = 0;
  #pages = 0;

  /** `blobs` is empty, and nobody else's. */
  constructor(blobs: BlobStore, maxBytes: number) {
    this.#blobs = blobs;
    this.#maxBytes = maxBytes;
  }

  /** Keeps the segments of a page; resolves with where each is. */
  async add(
    owner: CacheOwner,
    segments: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<readonly CachedPlace[]> {
    this.#pages += 1;
    const key = `page-${this.#pages}`;
    await this.#blobs.put(key, segments, signal);
    const held = this.#touch(owner);
    held.keys.push(key);
    let offset = 0;
    const places = segments.map(({ length }) => {
      const place = { key, offset, length };
      offset += length;
      return place;
    });
    held.bytes += offset;
    this.#bytes += offset;
    await this.#makeRoom(owner);
    return places;
  }

  /** A segment; null when it has gone. */
  async read(
    owner: CacheOwner,
    { key, offset, length }: CachedPlace,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    if (this.#owners.has(owner)) this.#touch(owner);
    const bytes = await this.#blobs.read(key, { offset, length }, signal);
    return bytes?.length === length ? bytes : null;
  }

  #touch(owner: CacheOwner): Held {
    const held = this.#owners.get(owner) ?? { keys: [], bytes: 0 };
    this.#owners.delete(owner);
    this.#owners.set(owner, held);
    return held;
  }

  async #makeRoom(keep: CacheOwner): Promise<void> {
    for (const [owner, { keys, bytes }] of this.#owners) {
      if (this.#bytes <= this.#maxBytes) return;
      if (owner === keep) continue;
      this.#owners.delete(owner);
      this.#bytes -= bytes;
      owner.evicted();
      for (const key of keys) await this.#blobs.delete(key);
    }
  }
}
