import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

// A site's intake for tests: a server that keeps what it hears and answers as it is told.

export interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** A status, one with headers, a connection that is cut, or no answer at all. */
type Answer =
  | number
  | { readonly status: number; readonly headers: Record<string, string> }
  | "cut"
  | "stall";

export interface StandIn {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** What has come so far. */
  readonly heard: readonly Heard[];
  /** Answers for what comes next, one after the other; afterwards 202. */
  answer(...answers: readonly Answer[]): void;
  /** Resolves when so many requests have come in all. */
  hears(count: number): Promise<void>;
}

/** Starts one that ends with the test; with `tls`, over TLS. */
export async function openStandIn(tls?: { readonly key: string; readonly cert: string }): Promise<StandIn> {
  const heard: Heard[] = [];
  const answers: Answer[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    const answer = answers.shift() ?? 202;
    heard.push({ method, url, headers, body: await buffer(request) });
    if (answer === "cut") request.socket.destroy();
    else if (typeof answer === "number") response.writeHead(answer).end("{}");
    else if (answer !== "stall") response.writeHead(answer.status, answer.headers).end("{}");
    for (const { count, resolve } of waiting) if (heard.length >= count) resolve();
  };
  const handle = (request: IncomingMessage, response: ServerResponse) => void listener(request, response);
  const server = tls === undefined ? createHttpServer(handle) : createHttpsServer(tls, handle);
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `http://127.0.0.1:${port}`,
    heard,
    answer: (...more) => void answers.push(...more),
    hears: (count) =>
      new Promise((resolve) => {
        if (heard.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}
