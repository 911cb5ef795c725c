import { createHash, randomBytes } from "node:crypto";
import type { BlobStore } from "../storage/driver.ts";
import type { ViewKey } from "../storage/stored-segment.ts";
import { DERIVED_VERSION, type KeptList, type Manifest, manifestSchema, type Place } from "./manifest.ts";

/** All keys of derived data begin so. */
const DERIVED_PREFIX = "derived/";

const MANIFEST = "manifest";
const LONGEST_MANIFEST = 64 * 1024 * 1024;
/** With more packs than this, a view's next one takes over what they hold. */
const MOST_PACKS = 8;

/** A keyframe with its bytes. */
export interface NewKeyframe {
  readonly after: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What is made of a view at one time. */
export interface NewList extends Pick<
  KeptList,
  "through" | "segments" | "complete" | "firstPictureAt" | "url"
> {
  /** Those of the list before stay that come before the first of these. */
  readonly keyframes: readonly NewKeyframe[];
  readonly facts: Uint8Array;
  readonly resume: Uint8Array | null;
}

/** What is derived from views, in the blob store. */
export class DerivedStore {
  readonly #blobs: BlobStore;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** What there is of a view; null when there is nothing, or another version made it. */
  async read(view: ViewKey, signal: AbortSignal): Promise<Manifest | null> {
    const manifest = await this.manifestIn(folderOf(view), signal);
    const isOwn = manifest?.view.sessionId === view.sessionId && manifest.view.viewId === view.viewId;
    return isOwn ? manifest : null;
  }

  /** The manifest in a folder; null when none can be read there. */
  async manifestIn(folder: string, signal: AbortSignal): Promise<Manifest | null> {
    const range = { offset: 0, length: LONGEST_MANIFEST };
    const bytes = await this.#blobs.read(`${folder}/${MANIFEST}`, range, signal);
    if (bytes === null) return null;
    try {
      return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
    } catch {
      // Damaged or of another version: made anew.
      return null;
    }
  }

  /** Part of a pack; null when the pack has gone. */
  async bytes(
    view: ViewKey,
    { pack, offset, bytes }: Place,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    const found = await this.#blobs.read(`${folderOf(view)}/${pack}`, { offset, length: bytes }, signal);
    return found?.length === bytes ? found : null;
  }

  /**
   * Adds what was made to what there was (`before`; null: to nothing). Visible at once and completely, or not at all.
   * What nobody was told of any more is removed.
   */
  async publish(
    view: ViewKey,
    before: KeptList | null,
    made: NewList,
    signal: AbortSignal,
  ): Promise<KeptList> {
    const { keyframes, facts, resume, ...what } = made;
    const first = keyframes[0]?.after ?? Infinity;
    const kept = (before?.entries ?? []).filter(({ after }) => after < first);
    const id = randomBytes(9).toString("hex");
    const pack = new PackWriter(id);
    const isScattered = new Set(kept.map((each) => each.pack)).size >= MOST_PACKS;
    const entries: KeptList["entries"] = [];
    for (const { after, at, ...place } of kept) {
      const bytes = isScattered || what.complete ? await this.bytes(view, place, signal) : null;
      entries.push({ after, at, ...(bytes === null ? place : pack.add(bytes)) });
    }
    for (const { after, at, bytes } of keyframes) entries.push({ after, at, ...pack.add(bytes) });
    const list: KeptList = {
      ...what,
      id,
      entries,
      facts: pack.add(facts),
      resume: resume && pack.add(resume),
    };
    const earlier = await this.read(view, signal);
    await this.#blobs.put(`${folderOf(view)}/${id}`, pack.chunks, signal);
    await this.#replace({ version: DERIVED_VERSION, view, list, previous: before, givenUp: null }, signal);
    await this.#drop(view, packsOf(earlier), packsOf({ list, previous: before }));
    return list;
  }

  /** Notes that nothing more is to be made of a view. What was made of it stays. */
  async giveUp(view: ViewKey, why: string, signal: AbortSignal): Promise<void> {
    const { list = null, previous = null } = (await this.read(view, signal)) ?? {};
    await this.#replace({ version: DERIVED_VERSION, view, list, previous, givenUp: why }, signal);
  }

  /** Forgets the list before that of a complete view: nobody counts on it any more. */
  async settle(view: ViewKey, signal: AbortSignal): Promise<void> {
    const manifest = await this.read(view, signal);
    if (manifest?.list?.complete !== true || manifest.previous === null) return;
    const settled = { ...manifest, previous: null };
    await this.#replace(settled, signal);
    await this.#drop(view, packsOf(manifest), packsOf(settled));
  }

  /** Removes blobs of derived data that nothing refers to: those of a view that has gone, and of broken attempts. */
  async sweep(isThere: (view: ViewKey) => Promise<boolean>, signal: AbortSignal): Promise<void> {
    const folders = new Map<string, string[]>();
    for await (const key of this.#blobs.list(DERIVED_PREFIX, signal)) {
      const slash = key.lastIndexOf("/");
      const names = folders.get(key.slice(0, slash)) ?? [];
      names.push(key.slice(slash + 1));
      folders.set(key.slice(0, slash), names);
    }
    for (const [folder, names] of folders) {
      const found = await this.manifestIn(folder, signal);
      if (found !== null) await this.settle(found.view, signal);
      const manifest = await this.manifestIn(folder, signal);
      const isKept =
        manifest !== null && folderOf(manifest.view) === folder && (await isThere(manifest.view));
      const needed = isKept ? packsOf(manifest).add(MANIFEST) : new Set<string>();
      for (const name of names.filter((each) => !needed.has(each)))
        await this.#blobs.delete(`${folder}/${name}`);
    }
  }

  async #replace(manifest: Manifest, signal: AbortSignal): Promise<void> {
    const text = Buffer.from(JSON.stringify(manifest));
    await this.#blobs.put(`${folderOf(manifest.view)}/${MANIFEST}`, [text], signal);
  }

  async #drop(view: ViewKey, packs: ReadonlySet<string>, needed: ReadonlySet<string>): Promise<void> {
    for (const pack of packs) if (!needed.has(pack)) await this.#blobs.delete(`${folderOf(view)}/${pack}`);
  }
}

/** Lays parts one behind the other. */
class PackWriter {
  readonly chunks: Uint8Array[] = [];
  readonly #pack: string;
  #offset = 0;

  constructor(pack: string) {
    this.#pack = pack;
  }

  add(bytes: Uint8Array): Place {
    const place = { pack: this.#pack, offset: this.#offset, bytes: bytes.length };
    this.chunks.push(bytes);
    this.#offset += bytes.length;
    return place;
  }
}

function packsOf(manifest: Pick<Manifest, "list" | "previous"> | null): Set<string> {
  const lists = [manifest?.list, manifest?.previous].filter((each) => each != null);
  return new Set(
    lists.flatMap((list) =>
      [...list.entries, list.facts, ...(list.resume ? [list.resume] : [])].map(({ pack }) => pack),
    ),
  );
}

/** Ids are the client's, so they are hashed. */
function folderOf({ sessionId, viewId }: ViewKey): string {
  const name = createHash("sha256")
    .update(JSON.stringify([sessionId, viewId]))
    .digest("hex")
    .slice(0, 32);
  return `${DERIVED_PREFIX}${name.slice(0, 2)}/${name}`;
}
