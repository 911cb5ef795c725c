import { getRequestListener, RequestError } from "@hono/node-server";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIPv6 } from "node:net";

/** A listening server. */
export interface Listening {
  /** `http://HOST:PORT`, with the port that was chosen where 0 was asked for. */
  readonly address: string;
  /**
   * Takes no more connections, lets requests in hand finish for at most `deadlineMs`, then cuts what is left.
   */
  close(deadlineMs: number): Promise<void>;
}

/** Answers a request. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** Answers a request and says true, at once or later, or leaves it to `Fetch`. Never rejects. */
export type Shortcut = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean | Promise<boolean>;

const IDLE_CHECK_MS = 50;

/**
 * Listens.
 * @throws with a message for the person who starts the server when that is not possible.
 */
export async function listen(
  fetch: Fetch,
  { host, port }: { readonly host: string; readonly port: number },
  shortcut: Shortcut = () => false,
): Promise<Listening> {
  let closing = false;
  const answer: Fetch = async (request, env) => {
    const response = await fetch(request, env);
    // A client that sent its next request on this connection would find it closed.
    if (closing) response.headers.set("Connection", "close");
    return response;
  };
  const listener = getRequestListener(answer, { errorHandler: failed });
  const answerBy = async (first: Shortcut, incoming: IncomingMessage, outgoing: ServerResponse) => {
    const answered = !closing && first(incoming, outgoing);
    if (answered === true || (answered !== false && (await answered))) return;
    await listener(incoming, outgoing);
  };
  const server = createServer((incoming, outgoing) => {
    void answerBy(shortcut, incoming, outgoing);
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new Error(cannotListen(error, host, port), { cause: error });
  }
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    address: `http://${isIPv6(host) ? `[${host}]` : host}:${boundPort}`,
    close: (deadlineMs) => {
      closing = true;
      return close(server, deadlineMs);
    },
  };
}

/** For what never reaches the routes: a `Host` that is none, for example. */
const failed = (error: unknown) =>
  error instanceof RequestError
    ? Response.json({ errors: [`the request cannot be read: ${error.message}`] }, { status: 400 })
    : Response.json({ errors: ["the server failed to answer"] }, { status: 500 });

// `close` waits for connections that are open but idle, as browsers keep them: they are closed again and
// again, since one that is busy now is idle when its answer is out.
async function close(server: Server, deadlineMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}

function cannotListen(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return `PORT: ${port} on ${host} is in use by another program; set another PORT`;
    case "EACCES":
      return `PORT: listening on ${port} is not permitted; set a PORT of 1024 or more`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `HOST: ${host} is not an address of this machine; set another HOST`;
    default:
      return `cannot listen on ${host}, port ${port}: ${String(error)}`;
  }
}
