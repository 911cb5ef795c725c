import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { OpenFiles, type OpenFile } from "./open-files.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();
const text = async ({ handle, size }: OpenFile) =>
  (await handle.read(Buffer.alloc(size), 0, size, 0)).buffer.toString();

// A file that is open can be read after it was removed: so tests see which are.
let files: OpenFiles;
let folder: string;
beforeEach(async () => {
  folder = await temporaryDirectory();
  files = new OpenFiles(2);
});
afterEach(() => files.close());

async function read(name: string): Promise<string> {
  return files.use(path.join(folder, name), text);
}

async function readAndRemoved(name: string): Promise<void> {
  await writeFile(path.join(folder, name), name);
  expect(await read(name)).toBe(name);
  await rm(path.join(folder, name));
}

test("a file that was read stays open", async () => {
  await readAndRemoved("a");
  expect(await read("a")).toBe("a");
});

test("of too many, those that were read longest ago are closed", async () => {
  await readAndRemoved("a");
  await readAndRemoved("b");
  expect(await read("a")).toBe("a");
  await readAndRemoved("c");
  expect([await read("a"), await read("c")]).toEqual(["a", "c"]);
  await expect(read("b")).rejects.toThrow("ENOENT");
});

test("a file that is forgotten is opened anew, and stays open for those who are reading it", async () => {
  const file = path.join(folder, "a");
  await writeFile(file, "before");
  const reading = deferred();
  const goOn = deferred();
  const slow = files.use(file, async (opened) => {
    reading.resolve();
    await goOn.promise;
    return text(opened);
  });
  await reading.promise;
  await rm(file);
  await files.forget(file);
  await writeFile(file, "after");
  expect(await read("a")).toBe("after");
  goOn.resolve();
  expect(await slow).toBe("before");
});

test("where there is no file, there may be one later", async () => {
  await expect(read("a")).rejects.toThrow("ENOENT");
  await writeFile(path.join(folder, "a"), "came");
  expect(await read("a")).toBe("came");
});
