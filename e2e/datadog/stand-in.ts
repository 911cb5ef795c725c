import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { unreachable } from "../../src/base/assert.ts";
import {
  type Fault,
  newControl,
  type SeenRequest,
  type StandInControl,
  type StandInRoute,
} from "./control.ts";
import type { HeldSegment, RecordedSession } from "./recorded-session.ts";
import { storedEvents } from "./rum-events.ts";
import { aggregateEvents, searchEvents } from "./rum-routes.ts";
import { segmentsPage } from "./segments-route.ts";
import { RateLimits } from "./stand-in-limits.ts";

// Datadog for tests: the documented routes of RUM search and of replay segments, out of recordings, strict about keys
// and parameters, over real HTTP. A control tells what goes wrong and in which form segments come.

export interface StandInOptions {
  readonly sessions: readonly RecordedSession[];
  readonly apiKey: string;
  readonly appKey: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Certificate and key; without, it speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface StandIn {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly port: number;
  readonly control: StandInControl;
  close(): Promise<void>;
}

/** What a request is answered with, before anything goes wrong. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly segments?: readonly HeldSegment[];
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const control = newControl();
  const standIn = new DatadogStandIn(options, control);
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void standIn.handle(request, response);
  const server: Server =
    options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    control,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const SEGMENTS = /^\/api\/v2\/rum\/replay\/sessions\/([^/]+)\/views\/([^/]+)\/segments$/;
const ADDRESS = /^\/blobs\/([^/]+)\/(\d+)$/;

class DatadogStandIn {
  readonly #options: StandInOptions;
  readonly #control: StandInControl;
  readonly #limits: RateLimits;
  readonly #counts = new Map<StandInRoute, number>();

  constructor(options: StandInOptions, control: StandInControl) {
    this.#options = options;
    this.#control = control;
    this.#limits = new RateLimits(this.#now);
  }

  readonly #now = (): number => (this.#options.now ?? Date.now)();

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const scheme = this.#options.tls === undefined ? "http" : "https";
    const address = new URL(request.url ?? "/", `${scheme}://${request.headers.host ?? "unknown"}`);
    const seen = seenRequest(request, address, await textOf(request));
    this.#control.requests.push(seen);
    const { route } = seen;
    if (route === "none") {
      send(response, seen, json(404, { errors: ["Not Found"] }));
      return;
    }
    const fault = this.#nextFault(route);
    const answer = compressed(request, this.#refusal(seen) ?? this.#answer(route, seen, address));
    const limited = this.#limits.take(route, this.#control.limits[route]);
    if (limited.isOver)
      send(response, seen, { ...json(429, { errors: ["Rate limit exceeded"] }), headers: limited.headers });
    else if (fault === null)
      send(response, seen, { ...answer, headers: { ...answer.headers, ...limited.headers } });
    else this.#fail(fault, response, seen, answer);
  }

  /** Those that keys are asked for: a segment by its address is given to whoever knows that. */
  #refusal({ route, headers }: SeenRequest): Answer | undefined {
    if (route === "address") return undefined;
    const header = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1];
    const [apiKey, appKey] = [header("dd-api-key"), header("dd-application-key")];
    if (apiKey === undefined || (route !== "validate" && appKey === undefined))
      return json(401, { errors: ["Unauthorized"] });
    const isKnown = apiKey === this.#options.apiKey;
    if (isKnown && (route === "validate" || appKey === this.#options.appKey)) return undefined;
    return json(403, { errors: ["Forbidden"] });
  }

  #answer(route: StandInRoute, { path, body }: SeenRequest, address: URL): Answer {
    const events = () => this.#options.sessions.flatMap(storedEvents);
    switch (route) {
      case "validate":
        return json(200, { valid: true });
      case "search":
        return jsonOf(searchEvents(body, events(), this.#now()));
      case "aggregate":
        return jsonOf(aggregateEvents(body, events(), this.#now()));
      case "address":
        return this.#segmentAt(path);
      case "segments":
        return this.#segmentsPage(path, address);
      default:
        return unreachable(route);
    }
  }

  get #held(): readonly HeldSegment[] {
    return this.#options.sessions.flatMap(({ segments }) => segments);
  }

  #segmentAt(path: string): Answer {
    const [, viewId, index] = ADDRESS.exec(path) ?? [];
    const segment = this.#held.find((each) => each.viewId === viewId && each.index === Number(index));
    if (segment === undefined) return json(404, { errors: ["Not Found"] });
    return { status: 200, headers: { "Content-Type": "application/octet-stream" }, body: segment.bytes };
  }

  #segmentsPage(path: string, address: URL): Answer {
    const [, sessionId = "", viewId = ""] = SEGMENTS.exec(path) ?? [];
    const addressOf = ({ viewId: of, index }: HeldSegment) => `${address.origin}/blobs/${of}/${index}`;
    const page = segmentsPage({ sessionId, viewId, address, addressOf }, this.#held, this.#control);
    if (page.status !== 200) return json(page.status, { errors: page.errors });
    return { status: 200, ...page.answer, segments: page.segments };
  }

  #nextFault(route: StandInRoute): Fault | null {
    const count = this.#counts.get(route) ?? 0;
    this.#counts.set(route, count + 1);
    const { faults, always } = this.#control;
    const queued = faults[route]?.shift();
    return queued === undefined ? (always?.(route, count) ?? null) : queued;
  }

  #fail(fault: Fault, response: ServerResponse, seen: SeenRequest, answer: Answer): void {
    switch (fault.kind) {
      case "status":
        return send(response, seen, {
          ...json(fault.status, fault.body ?? { errors: ["Internal error"] }),
          headers: { "Content-Type": "application/json", ...fault.headers },
        });
      case "silence":
        return this.#control.onStall();
      case "stall":
        writeHalf(response, answer, answer.body.length);
        return this.#control.onStall();
      case "cut":
        if (fault.where === "before") response.destroy();
        else writeHalf(response, answer, answer.body.length, () => response.destroy());
        return;
      case "truncate":
        return writeHalf(response, answer, undefined, () => response.end());
    }
  }
}

function writeHalf(
  response: ServerResponse,
  answer: Answer,
  length: number | undefined,
  then?: () => void,
): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(length === undefined ? {} : { "Content-Length": length }),
  });
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  // Told when the bytes are handed to the socket.
  response.write(half, () => then?.());
}

function send(
  response: ServerResponse,
  seen: SeenRequest,
  { status, headers, body, segments = [] }: Answer,
): void {
  seen.status = status;
  seen.segments = segments.map(({ viewId, index }) => `${viewId}-${index}`);
  response.writeHead(status, { ...headers, "Content-Length": body.length });
  response.end(body);
}

/** JSON under gzip for whoever takes it, as Datadog sends it. */
function compressed({ headers: asked }: IncomingMessage, answer: Answer): Answer {
  const isJson = answer.headers["Content-Type"] === "application/json" && answer.segments === undefined;
  if (!isJson || asked["accept-encoding"]?.includes("gzip") !== true) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "Content-Encoding": "gzip" },
    body: gzipSync(answer.body),
  };
}

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { "Content-Type": "application/json" },
  body: Buffer.from(JSON.stringify(body)),
});
const jsonOf = ({ status, body }: { readonly status: number; readonly body: unknown }) => json(status, body);

function seenRequest(request: IncomingMessage, address: URL, body: string): SeenRequest {
  const headers = request.rawHeaders.flatMap((name, at, all): [string, string][] =>
    at % 2 === 0 ? [[name, all[at + 1] ?? ""]] : [],
  );
  const method = request.method ?? "";
  const path = address.pathname;
  const query = Object.fromEntries(address.searchParams);
  return {
    route: routeOf(method, path),
    method,
    host: address.host,
    target: request.url ?? "",
    path,
    query,
    headers,
    body,
    status: 0,
    segments: [],
  };
}

function routeOf(method: string, path: string): SeenRequest["route"] {
  if (method === "POST" && path === "/api/v2/rum/events/search") return "search";
  if (method === "POST" && path === "/api/v2/rum/analytics/aggregate") return "aggregate";
  if (method !== "GET") return "none";
  if (path === "/api/v1/validate") return "validate";
  if (SEGMENTS.test(path)) return "segments";
  return ADDRESS.test(path) ? "address" : "none";
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
