import { Worker } from "node:worker_threads";

const PATIENCE_MS = 60_000;

/** Ends the process, saying the seed, when a case does not come to its end. */
export interface Watchdog {
  begin(seed: number): void;
  stop(): Promise<void>;
}

// Runs beside a thread that may be in an endless loop; so it has a thread of its own.
const CODE = `
const { workerData } = require("node:worker_threads");
const current = new Int32Array(workerData);
let last = -1, since = Date.now();
setInterval(() => {
  if (current[1] !== last) { last = current[1]; since = Date.now(); return; }
  if (Date.now() - since < ${PATIENCE_MS}) return;
  require("node:fs").writeSync(2, "the case with --seed " + (current[0] >>> 0) + " has not ended in a minute\\n");
  process.kill(process.pid, "SIGKILL");
}, 1000);
`;

export function startWatchdog(): Watchdog {
  const shared = new SharedArrayBuffer(8);
  const current = new Int32Array(shared);
  const worker = new Worker(CODE, { eval: true, workerData: shared });
  worker.unref();
  return {
    begin: (seed) => {
      current[0] = seed;
      current[1] = (current[1] ?? 0) + 1;
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}
