import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { blobStoreContract } from "./blob-store.contract.ts";
import { openFileBlobStore } from "./file-blob-store.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();
const signal = new AbortController().signal;

describe("the blob store of files", () => {
  let opened: Awaited<ReturnType<typeof openFileBlobStore>>;
  afterEach(() => opened.close());
  blobStoreContract(async () => (opened = await openFileBlobStore(await temporaryDirectory())));
});

test("what a crash left unfinished is removed at the next start and never listed", async () => {
  const folder = await temporaryDirectory();
  await mkdir(path.join(folder, ".unfinished"));
  await writeFile(path.join(folder, ".unfinished", "half"), "half");
  const blobs = await openFileBlobStore(folder);
  expect(await readdir(path.join(folder, ".unfinished"))).toEqual([]);
  expect((await blobs.list("", signal)[Symbol.asyncIterator]().next()).done).toBe(true);
});

test("an aborted put leaves no file anywhere", async () => {
  const folder = await temporaryDirectory();
  const blobs = await openFileBlobStore(folder);
  const aborter = new AbortController();
  async function* aborting() {
    yield new Uint8Array(10);
    aborter.abort(new Error("stop"));
    yield new Uint8Array(10);
  }
  await expect(blobs.put("a/b", aborting(), aborter.signal)).rejects.toThrow("stop");
  expect(await readdir(folder, { recursive: true })).toEqual([".unfinished"]);
});
