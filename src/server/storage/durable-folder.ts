import { mkdir, open } from "node:fs/promises";
import path from "node:path";

/** Makes a folder and those above it where there are none, durably: each is an entry of the one above. */
export async function makeDurableFolder(folder: string): Promise<void> {
  const last = path.resolve(folder);
  const first = await mkdir(last, { recursive: true });
  if (first === undefined) return;
  for (let made = last; ; made = path.dirname(made)) {
    await syncFolder(path.dirname(made));
    if (made === first || made === path.dirname(made)) return;
  }
}

/** Makes the names in a folder durable. Windows cannot open folders and does without. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
