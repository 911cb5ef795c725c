import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { AssetKind } from "../../wire/assets.ts";
import { AssetHosts } from "./asset-hosts.ts";
import { type AssetSource, fetchAsset } from "./fetch-asset.ts";
import { Turns } from "./turns.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Answers on a port of its own until the end of the test; its host and port. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A host and port at which nobody answers any more. */
export async function serveNoMore(): Promise<string> {
  const host = await serve(() => undefined);
  const server = servers.pop();
  server?.close();
  server?.closeAllConnections();
  return host;
}

/** A resolver that knows no name. */
export const unknown = () => Promise.reject(new Error("ENOTFOUND"));

const never = new AbortController().signal;

interface GetOptions extends Partial<AssetSource> {
  readonly kind?: AssetKind;
  /** Headers of the asking browser. */
  readonly sent?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Fetches an asset from the hosts of a list. */
export function get(url: string, hosts: string, options: GetOptions = {}) {
  const parsed = AssetHosts.parse(hosts);
  if (parsed === null) throw new Error(`no hosts: ${hosts}`);
  const { kind = "image", sent = {}, signal = never, ...source } = options;
  const headers = (name: string) => sent[name];
  return fetchAsset({ hosts: parsed, turns: new Turns(), ...source }, { url, kind, headers }, signal);
}

/** Answers everything with this. */
export const answering =
  (type: string, body: string | Buffer, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { "content-type": type }).end(body);

/** One request at a time. */
export const one = () => new Turns({ inAll: 1, perHost: 1, waiting: 10 });

/** The first three bytes come alone. */
export const inPieces =
  (type: string, bytes: string): RequestListener =>
  (_, response) => {
    if (type !== "") response.setHeader("content-type", type);
    response.write(Buffer.from(bytes.slice(0, 3), "latin1"));
    setImmediate(() => response.end(Buffer.from(bytes.slice(3), "latin1")));
  };
