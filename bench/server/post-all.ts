import { Agent, request } from "node:http";
import type { UploadBody } from "./upload-bodies.ts";

/** Posts uploads on so many keep-alive connections, each as soon as its last is answered. @throws at an answer but 202. */
export async function postAll(
  address: string,
  bodies: readonly UploadBody[],
  connections: number,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = bodies.values();
  // All share one iterator: each body is posted once.
  const poster = async () => {
    for (const body of waiting) await post(agent, address, body);
  };
  await Promise.all(Array.from({ length: connections }, poster));
  agent.destroy();
}

function post(agent: Agent, address: string, { contentType, bytes }: UploadBody): Promise<void> {
  const query = "ddsource=browser&dd-api-key=pub0&dd-evp-origin=browser&dd-evp-origin-version=7.16.2";
  const url = `${address}/intake?ddforward=${encodeURIComponent(`/api/v2/replay?${query}`)}`;
  const headers = { "content-type": contentType, "content-length": bytes.length };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`the intake answered ${response.statusCode}`));
      });
    });
    sent.once("error", reject);
    sent.end(bytes);
  });
}
