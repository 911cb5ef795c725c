import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { Connection } from "./database.ts";
import { hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";
import { openStore } from "./open-store.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();
const signal = new AbortController().signal;

test("what was stored is there when the store is opened again", async () => {
  const directory = await temporaryDirectory();
  const store = await openStore({ directory });
  await store.events.putSegments([segment({ index: 0 })], hints());
  await store.events.putRumEvents([rumEvent("view", { version: 1 })], hints());
  await store.resources.put(
    { applicationId: "a", id: "r", contentType: "image/webp", bytes: new Uint8Array(5) },
    signal,
  );
  const secret = await store.events.getSecret("cursor");
  const session = await store.events.getSession(VIEW.sessionId, signal);
  const moment = await store.events.moment();
  await store.close();

  const again = await openStore({ directory });
  expect(await again.events.getSession(VIEW.sessionId, signal)).toEqual(session);
  expect(await again.events.moment()).toEqual(moment);
  expect(await again.events.getSecret("cursor")).toEqual(secret);
  expect((await again.resources.get("a", "r", signal))?.bytes).toEqual(new Uint8Array(5));
  await again.close();
});

test("a closed store has everything in its database, nothing in a log beside it", async () => {
  const directory = await temporaryDirectory();
  const store = await openStore({ directory });
  await store.events.putSegments([segment({ index: 0 })], hints());
  const searched = await store.events.searchSessions({ sort: "newest", limit: 10 }, signal);
  expect(searched.total).toBe(1);
  await store.close();
  const sizes = await Promise.all(
    ["store.db", "store.db-wal"].map((name) =>
      stat(path.join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  expect(sizes).toEqual([expect.toSatisfy((size: number) => size > 4096), 0]);
});

test("every acknowledged segment survives an unclean end, and is there once", async () => {
  const directory = await temporaryDirectory();
  const store = await openStore({ directory });
  let acknowledged = 0;
  const indexes = [...Array(300).keys()];
  const puts = indexes.map(async (index) => {
    await store.events.putSegments([segment({ index, content: `${index} `.repeat(2000) })], hints());
    acknowledged += 1;
  });
  await puts[250];
  // The files as a killed process leaves them: nothing is closed, and more puts are under way.
  const acknowledgedThen = acknowledged;
  const crashed = await temporaryDirectory();
  for (const name of ["store.db", "store.db-wal"])
    await copyFile(path.join(directory, name), path.join(crashed, name));
  await Promise.all(puts);
  await store.close();

  const reopened = await openStore({ directory: crashed });
  const found = await reopened.events.listSegments(VIEW, { afterIndex: -1, limit: 1000 }, signal);
  expect(acknowledgedThen).toBeGreaterThan(250);
  expect(found.length).toBeGreaterThanOrEqual(acknowledgedThen);
  expect(found.map(({ meta }) => meta.indexInView)).toEqual(indexes.slice(0, found.length));
  const contents = await reopened.events.readSegments(VIEW, indexes, signal);
  const texts = contents.map(
    ({ content }) => content.kind === "bytes" && new TextDecoder().decode(content.bytes),
  );
  expect(texts).toEqual(indexes.slice(0, found.length).map((index) => `${index} `.repeat(2000)));
  await reopened.close();
});

test("a directory that is in use is refused with one clear line", async () => {
  const directory = await temporaryDirectory();
  const store = await openStore({ directory });
  const message = `the store in ${directory} is in use by another process: stop that one first`;
  await expect(openStore({ directory })).rejects.toThrow(message);
  await store.events.putSegments([segment({ index: 0 })], hints());
  await store.close();
  await (await openStore({ directory })).close();
});

test("another process keeps the directory to itself until it ends, however it ends", async () => {
  const directory = await temporaryDirectory();
  await (await openStore({ directory })).close();
  const script = `const Database = require("libsql");
    const database = new Database(process.argv[1], { timeout: 0 });
    database.exec("BEGIN EXCLUSIVE");
    console.log("locked");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["-e", script, path.join(directory, "lock.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  await expect(openStore({ directory })).rejects.toThrow("in use by another process");
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await openStore({ directory })).close();
});

test("a store of a newer program is refused with one clear line, and left as it was", async () => {
  const directory = await temporaryDirectory();
  await (await openStore({ directory, now: () => epochMs(T0) })).close();
  const connection = new Connection(path.join(directory, "store.db"));
  expect(connection.all("SELECT * FROM migrations")).toEqual([
    { version: 1, applied_at: T0 },
    { version: 2, applied_at: T0 },
    { version: 3, applied_at: T0 },
    { version: 4, applied_at: T0 },
    { version: 5, applied_at: T0 },
  ]);
  connection.run("INSERT INTO migrations VALUES (99, 0)");
  connection.close();
  await expect(openStore({ directory })).rejects.toThrow(
    `the store in ${directory} has schema version 99, this program knows up to 5: start a newer one, ` +
      "or point DATA_DIR to another folder",
  );
  // The lock was let go: the answer does not change to "in use".
  await expect(openStore({ directory })).rejects.toThrow("schema version 99");
});

test("a folder that does not exist yet is made", async () => {
  const directory = path.join(await temporaryDirectory(), "deep", "data");
  await (await openStore({ directory })).close();
  expect(await readdir(directory)).toContain("store.db");
});
