import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { AssetError } from "./asset-error.ts";
import { type AssetHosts, bareAddress, isAddress } from "./asset-hosts.ts";
import { isPublicAddress } from "./public-address.ts";
import type { TimeLimit } from "./time-limit.ts";
import type { Turns } from "./turns.ts";

const MOST_REDIRECTS = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Finds the IP addresses of a host name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export const resolveName: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

export interface AssetRequest {
  readonly hosts: AssetHosts;
  readonly turns: Turns;
  readonly resolve: Resolve;
  /** Names and values that go with it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Runs from the first turn on: what waits in line does not use it up. */
  readonly limit: TimeLimit;
  readonly signal: AbortSignal;
}

/** What a host answered: the last of the redirects, and where they led. It has a turn until the message is closed. */
export interface AssetAnswer {
  readonly address: URL;
  readonly message: IncomingMessage;
}

/**
 * Asks an allowed host for an asset, without anything that says who asks. Follows redirects, each checked as the first
 * address is.
 * @throws {AssetError} when an address is not allowed, or nobody answers; the signal's reason when it aborts.
 */
export async function requestAsset(first: URL, asked: AssetRequest): Promise<AssetAnswer> {
  let address = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const message = await askInTurn(address, asked);
    const { location } = message.headers;
    if (!REDIRECTS.has(message.statusCode ?? 0) || location === undefined) return { address, message };
    message.destroy();
    if (!URL.canParse(location, address.href))
      throw new AssetError(502, `${address.host} redirects to no address`);
    address = new URL(location, address);
  }
  throw new AssetError(502, `${first.host} redirects more than ${MOST_REDIRECTS} times`);
}

async function askInTurn(address: URL, asked: AssetRequest): Promise<IncomingMessage> {
  checkAllowed(address, asked.hosts);
  const end = await asked.turns.take(address.host, asked.signal);
  const signal = AbortSignal.any([asked.signal, asked.limit.start()]);
  try {
    const message = await ask(address, await publicAddress(address, asked.resolve), asked.headers, signal);
    message.once("close", end);
    return message;
  } catch (error) {
    end();
    throw error;
  }
}

function checkAllowed(address: URL, hosts: AssetHosts): void {
  if (address.protocol !== "http:" && address.protocol !== "https:")
    throw new AssetError(403, `${address.protocol} addresses are not fetched`);
  if (!hosts.allows(address)) throw new AssetError(403, `${address.host} is not in REPLAY_ASSET_HOSTS`);
}

/** The IP address to connect to: the connection is made to the very address that was checked. */
async function publicAddress({ hostname }: URL, resolve: Resolve): Promise<string> {
  // An IP address in the list is there on purpose, whatever network it is in.
  if (isAddress(hostname)) return bareAddress(hostname);
  const found = await resolve(hostname).catch(() => []);
  const [chosen] = found;
  if (chosen === undefined) throw new AssetError(503, `${hostname} has no address`);
  if (!found.every(isPublicAddress))
    throw new AssetError(403, `${hostname} leads to an address that is not public`);
  return chosen;
}

function ask(
  address: URL,
  ip: string,
  headers: AssetRequest["headers"],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = address.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asking = request({
      host: ip,
      port: address.port === "" ? undefined : address.port,
      path: `${address.pathname}${address.search}`,
      // The name, for virtual hosts and the certificate; not for the connection.
      ...(isAddress(address.hostname) ? {} : { servername: address.hostname }),
      headers: {
        host: address.host,
        accept: "*/*",
        "accept-encoding": "identity",
        "user-agent": "rum-replay",
        ...headers,
      },
      agent: false,
      signal,
    });
    asking.once("response", resolve);
    asking.on("error", (error) => {
      if (signal.aborted) reject(signal.reason as Error);
      else reject(new AssetError(503, `${address.host} does not answer: ${error.message}`));
    });
    asking.end();
  });
}
