import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "./driver.ts";
import { openStore } from "./open-store.ts";
import { createResourceStore } from "./resource-store.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();
const signal = new AbortController().signal;
let store: Store;
beforeEach(async () => {
  store = await openStore({ directory: await temporaryDirectory() });
});
afterEach(() => store.close());

const image = (bytes: readonly number[], applicationId = "app") => ({
  applicationId,
  id: "../20x10-é",
  contentType: "image/webp",
  bytes: Uint8Array.from(bytes),
});
async function blobCount(): Promise<number> {
  let count = 0;
  for await (const key of store.blobs.list("resources/", signal)) count += key === "" ? 0 : 1;
  return count;
}

test("a resource is found by application and id, whatever the id is", async () => {
  await store.resources.put(image([1, 2]), signal);
  expect(await store.resources.get("app", "../20x10-é", signal)).toEqual(image([1, 2]));
  expect(await store.resources.get("other", "../20x10-é", signal)).toBeNull();
});

test("the same id again replaces the content and leaves no blob behind", async () => {
  await store.resources.put(image([1, 2]), signal);
  await store.resources.put(image([3]), signal);
  expect(await store.resources.get("app", "../20x10-é", signal)).toEqual(image([3]));
  expect(await blobCount()).toBe(1);
});

test("a resource replaced between the look and the read is read anew", async () => {
  await store.resources.put(image([1]), signal);
  let reads = 0;
  const blobs: Store["blobs"] = {
    ...store.blobs,
    read: async (...args) => {
      reads += 1;
      if (reads === 1) await store.resources.put(image([2]), signal);
      return store.blobs.read(...args);
    },
  };
  expect(await createResourceStore(store.events, blobs).get("app", "../20x10-é", signal)).toEqual(image([2]));
  expect(reads).toBe(2);
});

test("bytes that are missing are an error, not an absent resource", async () => {
  await store.resources.put(image([1]), signal);
  for await (const key of store.blobs.list("resources/", signal)) await store.blobs.delete(key);
  await expect(store.resources.get("app", "../20x10-é", signal)).rejects.toThrow(
    "missing from the blob store",
  );
});

test("an aborted put leaves neither an entry nor a blob", async () => {
  const aborted = AbortSignal.abort(new Error("gone"));
  await expect(store.resources.put(image([1]), aborted)).rejects.toThrow("gone");
  expect(await store.resources.get("app", "../20x10-é", signal)).toBeNull();
  expect(await blobCount()).toBe(0);
});
