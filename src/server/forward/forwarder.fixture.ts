import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "undici";
import { onTestFinished } from "vitest";
import { deferred } from "../../base/deferred.ts";
import type { ForwardedUpload } from "./forwarded-upload.ts";
import { Forwarder } from "./forwarder.ts";
import { createSender } from "./send-upload.ts";
import { UploadQueue } from "./upload-queue.ts";

export const START = 1_800_000_000_000;

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "forward-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

export const upload = (name: string, bytes = 10): ForwardedUpload => ({
  target: `/api/v2/rum?name=${name}`,
  headers: { "content-type": "text/plain" },
  body: Buffer.alloc(bytes, name),
});

/** Names of the uploads that these requests were. */
export const namesOf = (requests: readonly { readonly url: string | undefined }[]) =>
  requests.map(({ url }) => new URL(url ?? "", "http://none").searchParams.get("name"));

/** A forwarder on a queue in a file, whose pauses take no time and are told; the clock stands still until it is set. */
export async function openForwarder(
  address: string,
  options: { readonly file?: string; readonly maxBytes?: number; readonly tryMs?: number } = {},
) {
  const file = options.file ?? join(await temporaryFolder(), "queue.db");
  const queue = await UploadQueue.open(file, options.maxBytes ?? 1024 * 1024);
  const dispatcher = new Agent();
  const pauses: number[] = [];
  const troubles: string[] = [];
  const clock = { now: START };
  /** Holds the pauses up, for what must happen while a lane waits. */
  let gate: Promise<void> | undefined;
  const forwarder = new Forwarder({
    queue,
    send: createSender(address, dispatcher, options.tryMs),
    now: () => clock.now,
    pause: async (ms, signal) => {
      pauses.push(ms);
      await Promise.race([gate, new Promise((stopped) => signal.addEventListener("abort", stopped))]);
      signal.throwIfAborted();
    },
    onTrouble: (message) => void troubles.push(message),
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await forwarder.stop();
    await dispatcher.destroy();
    await queue.close();
  };
  onTestFinished(close);
  return {
    forwarder,
    queue,
    pauses,
    troubles,
    clock,
    close,
    /** Lets no pause end before the returned function is called. */
    holdPauses: (): (() => void) => {
      const held = deferred();
      gate = held.promise;
      return () => {
        gate = undefined;
        held.resolve();
      };
    },
    /** Resolves when nothing waits any more. */
    empty: async () => {
      while (queue.size().uploads > 0) await new Promise(setImmediate);
    },
  };
}
