import { parentPort } from "node:worker_threads";
import type { ThreadReply, ThreadRequest } from "./thread-messages.ts";
import { ViewScanner } from "./view-scanner.ts";

// A program of its own: the thread that scans one view, and ends with it. An error ends it too.

const scanner = new ViewScanner();

async function answer(request: ThreadRequest): Promise<void> {
  const reply: ThreadReply = await scanner.handle(request);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(reply);
}

parentPort?.on("message", (request: ThreadRequest) => void answer(request));
