import { Agent, get } from "node:http";
import type { Load } from "./load.ts";
import { processCpu } from "./process-cpu.ts";

const CONNECTIONS = 10;

/** Asks a server for each address once, on a few connections. @throws when an answer is not 200. */
export async function askEach(addresses: readonly string[], pid: number | undefined): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const waiting = addresses.values();
  let bytes = 0;
  // All share one iterator: each address is asked for once.
  const asker = async () => {
    for (const address of waiting) bytes += await ask(agent, address);
  };
  const before = await processCpu(pid);
  const started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, asker));
  const seconds = (performance.now() - started) / 1000;
  const spent = (await processCpu(pid)) - before;
  agent.destroy();
  return { requestsPerSecond: addresses.length / seconds, cpuPerMegabyte: spent / (bytes / 1e6) };
}

/** Resolves with the bytes of the answer's body. */
function ask(agent: Agent, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = get(address, { agent }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once("end", () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${address} was answered with ${response.statusCode}`));
      });
    });
    asked.once("error", reject);
  });
}
