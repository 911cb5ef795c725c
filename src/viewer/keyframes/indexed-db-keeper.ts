import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { KeptView, Keyframe, KeyframeKeeper } from "./keyframe-keeper.ts";

/** In the order of IndexedDB's keys, so that the keyframes of a view are a range: `after` comes last. */
type Key = [version: number, source: string, sessionId: string, viewId: string, after: number];

interface KeptEntry {
  readonly key: Key;
  readonly at: number;
  readonly until: number;
  readonly bytes: number;
  /** When it was kept or last read, epoch ms of this browser's clock. */
  readonly usedAt: number;
}

// Entries are apart from the checkpoints, so that lists and sums read nothing large.
interface Schema extends DBSchema {
  entries: { key: Key; value: KeptEntry; indexes: { usedAt: number } };
  checkpoints: { key: Key; value: ArrayBuffer };
}

const MOST_BYTES = 200_000_000;
/** What was not used for so long goes: recordings are not kept for ever either. */
const MOST_AGE_MS = 30 * 24 * 3_600_000;
/** Some browsers never answer. A view is opened without what is kept rather than late. */
const OPEN_PATIENCE_MS = 1_000;

export interface IndexedDbKeeperOptions {
  /** Of the checkpoints' form: those of others are not seen, and go like all that is not used. */
  readonly version: number;
  /** Epoch ms. */
  readonly now: () => number;
  /** Of the database. */
  readonly name?: string;
  /** Bound of all checkpoints together; what was not used for the longest time goes first. */
  readonly mostBytes?: number;
}

/** Keeps keyframes in this browser's IndexedDB. */
export function indexedDbKeeper({
  version,
  now,
  name = "rum-replay:keyframes",
  mostBytes = MOST_BYTES,
}: IndexedDbKeeperOptions): KeyframeKeeper {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () => (opened ??= inTime(open(name)));
  const keyOf = ({ source, sessionId, viewId }: KeptView, after: number): Key => [
    version,
    source,
    sessionId,
    viewId,
    after,
  ];
  return {
    list: (view) =>
      quietly([], async () => {
        const range = IDBKeyRange.bound(keyOf(view, 0), keyOf(view, Infinity));
        const entries = await (await database()).getAll("entries", range);
        return entries.map(({ key, at, until, bytes }) => ({ after: key[4], at, until, bytes }));
      }),
    async get(view, after) {
      const key = keyOf(view, after);
      const checkpoint = await (await database()).get("checkpoints", key);
      if (checkpoint === undefined) throw new Error("the keyframe is not kept any more");
      void quietly(undefined, async () => touch(await database(), key, now()));
      return new Uint8Array(checkpoint);
    },
    put: (view, keyframe) =>
      quietly(undefined, async () => {
        await put(await database(), keyOf(view, keyframe.after), keyframe, now());
        await evict(await database(), mostBytes, now() - MOST_AGE_MS);
      }),
  };
}

const open = (name: string) =>
  openDB<Schema>(name, 1, {
    upgrade(created) {
      created.createObjectStore("entries", { keyPath: "key" }).createIndex("usedAt", "usedAt");
      created.createObjectStore("checkpoints");
    },
  });

async function put(
  database: IDBPDatabase<Schema>,
  key: Key,
  { at, until, bytes }: Keyframe,
  usedAt: number,
): Promise<void> {
  const change = database.transaction(["entries", "checkpoints"], "readwrite");
  await Promise.all([
    change.objectStore("entries").put({ key, at, until, bytes: bytes.byteLength, usedAt }),
    change.objectStore("checkpoints").put(bytes, key),
    change.done,
  ]);
}

async function touch(database: IDBPDatabase<Schema>, key: Key, usedAt: number): Promise<void> {
  const change = database.transaction("entries", "readwrite");
  const entry = await change.store.get(key);
  if (entry !== undefined) await change.store.put({ ...entry, usedAt });
  await change.done;
}

async function evict(database: IDBPDatabase<Schema>, mostBytes: number, oldest: number): Promise<void> {
  const change = database.transaction(["entries", "checkpoints"], "readwrite");
  const entries = await change.objectStore("entries").index("usedAt").getAll();
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { key, bytes, usedAt } of entries) {
    if (total <= mostBytes && usedAt >= oldest) break;
    total -= bytes;
    await Promise.all([
      change.objectStore("entries").delete(key),
      change.objectStore("checkpoints").delete(key),
    ]);
  }
  await change.done;
}

/** Storage that is full, damaged, switched off or not there (a private window): what is kept is a matter of speed alone. */
const quietly = <T>(otherwise: T, run: () => Promise<T>): Promise<T> => run().catch(() => otherwise);

async function inTime<T>(result: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("the browser's storage does not answer")), OPEN_PATIENCE_MS);
  });
  return Promise.race([result, late]);
}
