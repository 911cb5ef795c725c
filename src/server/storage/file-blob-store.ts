import { randomUUID } from "node:crypto";
import { type Dirent, readSync } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { assertBlobKey, assertBlobPrefix } from "./blob-key.ts";
import type { BlobStore } from "./driver.ts";
import { makeDurableFolder, syncFolder } from "./durable-folder.ts";
import { type OpenFile, OpenFiles } from "./open-files.ts";

// <folder>/<key>          a value: complete, for good until it is replaced
// <folder>/.unfinished/…  values that are being written (no key begins with a dot)

const UNFINISHED = ".unfinished";

/** A blob store that holds files open. */
interface FileBlobStore extends BlobStore {
  close(): Promise<void>;
}

/** Opens a folder of blobs, made where there is none. What an earlier process left unfinished is removed. */
export async function openFileBlobStore(folder: string): Promise<FileBlobStore> {
  await rm(path.join(folder, UNFINISHED), { recursive: true, force: true });
  await makeDurableFolder(folder);
  await mkdir(path.join(folder, UNFINISHED));
  const durableFolders = new Set<string>([folder]);
  const files = new OpenFiles();
  const fileOf = (key: string): string => {
    assertBlobKey(key);
    return path.join(folder, ...key.split("/"));
  };

  return {
    put: async (key, chunks, signal) => {
      signal.throwIfAborted();
      const file = fileOf(key);
      const unfinished = path.join(folder, UNFINISHED, randomUUID());
      try {
        await writeDurably(unfinished, chunks, signal);
        await makeFolder(path.dirname(file), durableFolders);
        signal.throwIfAborted();
        await rename(unfinished, file);
        await files.forget(file);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncFolder(path.dirname(file));
    },
    read: async (key, { offset, length }, signal) => {
      signal.throwIfAborted();
      return orNull(files.use(fileOf(key), (file) => readRange(file, offset, length, signal)));
    },
    size: async (key, signal) => {
      signal.throwIfAborted();
      return (await orNull(stat(fileOf(key))))?.size ?? null;
    },
    delete: async (key) => {
      const file = fileOf(key);
      await orNull(unlink(file));
      await files.forget(file);
    },
    list: (prefix, signal) => {
      assertBlobPrefix(prefix);
      return listKeys(folder, "", prefix, signal);
    },
    close: () => files.close(),
  };
}

async function writeDurably(
  file: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const handle = await open(file, "wx");
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * So much is read on this thread, as the database's pages are: to wait for another thread takes several times as long
 * as to read it from memory, where the system has most of what is asked for.
 */
const READ_AT_ONCE = 128 * 1024;

async function readRange(
  { handle, size }: OpenFile,
  offset: number,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
  let filled = 0;
  while (filled < bytes.length) {
    signal.throwIfAborted();
    const [left, position] = [bytes.length - filled, offset + filled];
    const bytesRead =
      left <= READ_AT_ONCE
        ? readSync(handle.fd, bytes, filled, left, position)
        : (await handle.read(bytes, filled, left, position)).bytesRead;
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Keys below `folder/inside`; only folders that can hold keys of the prefix are opened. */
async function* listKeys(
  folder: string,
  inside: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  signal.throwIfAborted();
  const entries: AsyncIterable<Dirent> | null = await orNull(opendir(path.join(folder, inside)));
  for await (const entry of entries ?? []) {
    signal.throwIfAborted();
    if (entry.name.startsWith(".")) continue;
    const key = `${inside}${entry.name}`;
    if (entry.isFile() && key.startsWith(prefix)) yield key;
    const below = `${key}/`;
    if (entry.isDirectory() && (below.startsWith(prefix) || prefix.startsWith(below))) {
      yield* listKeys(folder, below, prefix, signal);
    }
  }
}

/**
 * Makes a folder durably: each folder is an entry of its parent. One that is there already may be another
 * put's that is not that far yet, so only those in `durable` are taken as they are.
 */
async function makeFolder(folder: string, durable: Set<string>): Promise<void> {
  if (durable.has(folder)) return;
  const parent = path.dirname(folder);
  await makeFolder(parent, durable);
  await mkdir(folder, { recursive: true });
  await syncFolder(parent);
  durable.add(folder);
}

/** Null where there is no such file. */
async function orNull<T>(pending: Promise<T>): Promise<T | null> {
  try {
    return await pending;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}
