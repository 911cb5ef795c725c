import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that nobody should call, and that tells who did. */
export interface Canary {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** Paths of all requests so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

export async function startCanary(): Promise<Canary> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
