import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectories } from "../storage/temporary-directory.fixture.ts";
import { ScanThread } from "./scan-thread.ts";

const temporaryDirectory = temporaryDirectories();
const LIMITS = { memory: 64, messageMs: 60_000 };

/** A thread's program that does this with a request. */
const programThat = (does: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { writeFileSync } from "node:fs";
      import { parentPort } from "node:worker_threads";
      parentPort.on("message", (request) => { ${does} });`)}`,
  );

test("a thread that is stopped finishes what it has in hand, and who waits for it is told at once", async () => {
  const finished = join(await temporaryDirectory(), "finished");
  const program = programThat(`
    for (const until = Date.now() + 100; Date.now() < until; );
    writeFileSync(${JSON.stringify(finished)}, "");
    parentPort.postMessage({ type: "done" });`);
  const stop = new AbortController();
  const thread = new ScanThread(program, LIMITS, stop.signal);
  const feeding = thread.feed([]);
  stop.abort(new Error("the server stops"));
  await expect(feeding).rejects.toThrow("the server stops");
  await thread.close();
  expect(existsSync(finished)).toBe(true);
});

test("a thread that fails at what it has in hand is not waited for", async () => {
  const thread = new ScanThread(
    programThat("throw new Error('no memory')"),
    LIMITS,
    new AbortController().signal,
  );
  await expect(thread.feed([])).rejects.toThrow("no memory");
  await thread.close();
});

test("one that takes longer than a message may is ended", async () => {
  const limits = { ...LIMITS, messageMs: 20 };
  const thread = new ScanThread(programThat("for (;;);"), limits, new AbortController().signal);
  await expect(thread.feed([])).rejects.toThrow("it took longer than 20 ms");
  await thread.close();
});
