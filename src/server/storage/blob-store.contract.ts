import { beforeEach, expect, test } from "vitest";
import type { BlobStore } from "./driver.ts";

const signal = new AbortController().signal;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* chunks(...texts: readonly string[]) {
  for (const text of texts) yield await Promise.resolve(bytes(text));
}

async function* failing() {
  yield bytes("half");
  throw new Error("source broke");
}

/** What every driver of the blob store must do. `open` gives an empty one. */
export function blobStoreContract(open: () => Promise<BlobStore>): void {
  let blobs: BlobStore;
  beforeEach(async () => {
    blobs = await open();
  });
  const read = async (key: string, offset = 0, length = 1000): Promise<string | null> => {
    const found = await blobs.read(key, { offset, length }, signal);
    return found && new TextDecoder().decode(found);
  };
  const list = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const key of blobs.list(prefix, signal)) keys.push(key);
    return keys.toSorted();
  };
  test("what was put in chunks is read back, whole and in ranges", async () => {
    await blobs.put("packs/ab/one", chunks("hello ", "", "world"), signal);
    expect(await read("packs/ab/one")).toBe("hello world");
    expect(await read("packs/ab/one", 4, 3)).toBe("o w");
    expect(await read("packs/ab/one", 9, 50)).toBe("ld");
    expect(await read("packs/ab/one", 50, 5)).toBe("");
    expect(await blobs.size("packs/ab/one", signal)).toBe(11);
  });

  test("a value may be empty; one that was never put is null", async () => {
    await blobs.put("empty", [], signal);
    expect(await read("empty")).toBe("");
    expect(await blobs.size("empty", signal)).toBe(0);
    expect(await read("none")).toBeNull();
    expect(await read("empty/below")).toBeNull();
    expect(await blobs.size("none/at/all", signal)).toBeNull();
  });

  test("a value of megabytes survives", async () => {
    const part = new Uint8Array(1 << 20).map((_, at) => at % 251);
    await blobs.put("large", [part, part, part], signal);
    const range = { offset: (1 << 20) - 1, length: (1 << 20) + 2 };
    const found = await blobs.read("large", range, signal);
    expect(
      Buffer.from(found ?? []).equals(Buffer.concat([part.subarray(-1), part, part.subarray(0, 1)])),
    ).toBe(true);
  });

  test("a later put replaces a value", async () => {
    await blobs.put("key", [bytes("long before")], signal);
    await blobs.put("key", [bytes("after")], signal);
    expect(await read("key")).toBe("after");
  });

  test("puts of one key at the same time leave one of them whole", async () => {
    const texts = ["a", "b", "c", "d"].map((letter) => letter.repeat(5000));
    await Promise.all(texts.map((text) => blobs.put("key", chunks(text.slice(0, 9), text.slice(9)), signal)));
    expect(texts).toContain(await read("key", 0, 1e6));
  });

  test("nothing of a value is seen before its put has finished", async () => {
    await blobs.put("key", [bytes("before")], signal);
    const seen: (string | null)[] = [];
    async function* watched() {
      yield bytes("half");
      seen.push(await read("key"), (await list("")).join(" "));
      yield bytes("whole");
    }
    await blobs.put("key", watched(), signal);
    expect(seen).toEqual(["before", "key"]);
    expect(await read("key")).toBe("halfwhole");
  });

  test("an abort or a source that fails leaves no trace", async () => {
    const aborter = new AbortController();
    async function* aborting() {
      yield bytes("half");
      aborter.abort(new Error("stop"));
      yield bytes("rest");
    }
    await expect(blobs.put("aborted", aborting(), aborter.signal)).rejects.toThrow("stop");
    await expect(blobs.put("failed", failing(), signal)).rejects.toThrow("source broke");
    expect(await list("")).toEqual([]);
  });

  test("deleting removes a value, and is no error where there is none", async () => {
    await blobs.put("a/b", [bytes("x")], signal);
    await blobs.delete("a/b");
    await blobs.delete("a/b");
    await blobs.delete("never/was");
    expect(await read("a/b")).toBeNull();
    expect(await list("")).toEqual([]);
  });

  test("keys are listed by prefix, which may end inside a part", async () => {
    const keys = ["packs/ab/1", "packs/ab/2", "packs/abc/3", "packs/b/4", "resources/ab/5", "packs-old"];
    for (const key of keys) await blobs.put(key, [bytes(key)], signal);
    expect(await list("")).toEqual(keys.toSorted());
    expect(await list("packs/")).toEqual(["packs/ab/1", "packs/ab/2", "packs/abc/3", "packs/b/4"]);
    expect(await list("packs/ab")).toEqual(["packs/ab/1", "packs/ab/2", "packs/abc/3"]);
    expect(await list("packs/ab/2")).toEqual(["packs/ab/2"]);
    expect(await list("none")).toEqual([]);
  });

  test.each([
    "",
    "/etc/passwd",
    "../up",
    "a/../b",
    "a/./b",
    "a//b",
    "a/",
    ".hidden",
    "a/.b",
    "Upper",
    "a\\b",
    "a\0b",
    "a b",
    "ü",
    "a".repeat(101),
    "a\n",
  ])("refuses %j as a key", async (key) => {
    await expect(blobs.put(key, [bytes("x")], signal)).rejects.toThrow(RangeError);
    await expect(blobs.read(key, { offset: 0, length: 1 }, signal)).rejects.toThrow(RangeError);
    await expect(blobs.size(key, signal)).rejects.toThrow(RangeError);
    await expect(blobs.delete(key)).rejects.toThrow(RangeError);
  });

  test("an aborted signal rejects every call that takes one", async () => {
    const aborted = AbortSignal.abort(new Error("gone"));
    await blobs.put("key", [bytes("x")], signal);
    await expect(blobs.put("other", [], aborted)).rejects.toThrow("gone");
    await expect(blobs.read("key", { offset: 0, length: 1 }, aborted)).rejects.toThrow("gone");
    await expect(blobs.size("key", aborted)).rejects.toThrow("gone");
    await expect(blobs.list("", aborted)[Symbol.asyncIterator]().next()).rejects.toThrow("gone");
  });
}
