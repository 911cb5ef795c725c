import { parentPort, workerData } from "node:worker_threads";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { judgeUpload, type WholeUpload } from "./judge-upload.ts";
import type { IntakeLimits } from "./limits.ts";

// A program of its own: the thread that judges large uploads, one after the other. An error ends it.

const means = { inflater: createNodeInflater(), limits: workerData as IntakeLimits };

async function answer(upload: WholeUpload): Promise<void> {
  const verdict = await judgeUpload(upload, means);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(verdict);
}

parentPort?.on("message", (upload: WholeUpload) => void answer(upload));
