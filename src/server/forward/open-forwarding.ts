import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Agent, type Dispatcher } from "undici";
import { Forwarder } from "./forwarder.ts";
import { createSender } from "./send-upload.ts";
import { UploadQueue } from "./upload-queue.ts";

/** Where uploads are passed on to. */
export interface ForwardTarget {
  readonly site: string;
  /** Base address of the site's intake, without a slash at the end. */
  readonly url: string;
}

/** Passing on, as it runs. */
export interface Forwarding {
  readonly forwarder: Forwarder;
  /** Keeps what waits for the next start. */
  close(): Promise<void>;
}

/** Most bytes that wait on disk. */
const QUEUE_BYTES = 512 * 1024 * 1024;

const CONNECT_MS = 10_000;

/** Starts to pass uploads on. What waits is in `<directory>/forward/<site>.db`: what was meant for one site never goes to another. */
export async function openForwarding(
  { site, url }: ForwardTarget,
  directory: string,
  onTrouble: (message: string) => void,
  dispatcher: Dispatcher = new Agent({ connect: { timeout: CONNECT_MS } }),
): Promise<Forwarding> {
  const queue = await UploadQueue.open(join(directory, "forward", `${site}.db`), QUEUE_BYTES);
  const forwarder = new Forwarder({
    queue,
    send: createSender(url, dispatcher),
    now: Date.now,
    pause: (ms, signal) => setTimeout(ms, undefined, { signal, ref: false }),
    onTrouble: (message) => onTrouble(`${site}: ${message}`),
  });
  return {
    forwarder,
    async close() {
      await forwarder.stop();
      await dispatcher.destroy();
      await queue.close();
    },
  };
}
