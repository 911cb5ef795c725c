import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { processCpu } from "./process-cpu.ts";

const CONNECTIONS = 10;
const SECONDS = 3;

const answerSchema = z.object({
  requests: z.object({ total: z.number() }),
  throughput: z.object({ total: z.number() }),
  duration: z.number(),
  errors: z.number(),
  non2xx: z.number(),
});

/** What a server did under load. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds of the server's processor time for each megabyte (10⁶ bytes) sent. */
  readonly cpuPerMegabyte: number;
}

/** Asks a server for one address over and over, on a few connections. @throws when an answer is not 200. */
export async function load(address: string, pid: number | undefined): Promise<Load> {
  const program = fileURLToPath(import.meta.resolve("autocannon"));
  const parameters = ["--json", "-c", String(CONNECTIONS), "-d", String(SECONDS), address];
  const before = await processCpu(pid);
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ["ignore", "pipe", "ignore"] });
  const answer = answerSchema.parse(JSON.parse(await text(child.stdout)));
  const spent = (await processCpu(pid)) - before;
  if (answer.errors > 0 || answer.non2xx > 0) throw new Error(`${address} did not always answer 200`);
  return {
    requestsPerSecond: answer.requests.total / answer.duration,
    cpuPerMegabyte: spent / (answer.throughput.total / 1e6),
  };
}
