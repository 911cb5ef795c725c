import { type FileHandle, open } from "node:fs/promises";

/** A file that is open for reading, and how long it was when it was opened. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

interface Entry {
  readonly opened: Promise<OpenFile>;
  users: number;
  isForgotten: boolean;
}

/** More files than people look at at once. */
const MOST_FILES = 64;

/**
 * Files that never change, kept open between reads: to open one, ask its length and close it costs more than to read
 * a few segments. Those that were read longest ago are closed when there are too many.
 */
export class OpenFiles {
  /** In order of use. */
  readonly #entries = new Map<string, Entry>();
  readonly #mostFiles: number;

  constructor(mostFiles: number = MOST_FILES) {
    this.#mostFiles = mostFiles;
  }

  /** Runs `work` on a file, which stays open as long. @throws as `open` does where there is no such file. */
  async use<T>(path: string, work: (file: OpenFile) => Promise<T>): Promise<T> {
    const entry = this.#entry(path);
    entry.users += 1;
    try {
      return await work(await entry.opened);
    } finally {
      entry.users -= 1;
      if (entry.isForgotten) await closeUnused(entry);
    }
  }

  /** What is at that path is another file from now on, or none. */
  async forget(path: string): Promise<void> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    this.#entries.delete(path);
    entry.isForgotten = true;
    await closeUnused(entry);
  }

  /** Closes what nobody uses; the rest when its use has ended. */
  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((path) => this.forget(path)));
  }

  #entry(path: string): Entry {
    const held = this.#entries.get(path);
    const entry = held ?? { opened: openFile(path), users: 0, isForgotten: false };
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    if (held === undefined) {
      // Whoever uses it is told; the next one tries again.
      entry.opened.catch(() => this.forget(path));
      const [oldest] = this.#entries.keys();
      if (this.#entries.size > this.#mostFiles && oldest !== undefined) void this.forget(oldest);
    }
    return entry;
  }
}

async function openFile(path: string): Promise<OpenFile> {
  const handle = await open(path, "r");
  try {
    return { handle, size: (await handle.stat()).size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function closeUnused({ users, opened }: Entry): Promise<void> {
  if (users > 0) return;
  const file = await opened.catch(() => null);
  await file?.handle.close();
}
