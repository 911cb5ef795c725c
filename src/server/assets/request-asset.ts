import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { AssetError } from "./asset-error.ts";
import { type AssetHosts, bareAddress, isAddress } from "./asset-hosts.ts";
import { isPublicAddress } from "./public-address.ts";

const MOST_REDIRECTS = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Finds the IP addresses of a host name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export const resolveName: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

export interface AssetRequest {
  readonly hosts: AssetHosts;
  readonly resolve: Resolve;
  /** Value of the header `Range`. */
  readonly range: string | undefined;
  readonly signal: AbortSignal;
}

/** What a host answered: the last of the redirects, and where they led. */
export interface AssetAnswer {
  readonly address: URL;
  readonly message: IncomingMessage;
}

/**
 * Asks an allowed host for an asset, without anything that says who asks. Follows redirects, each checked as the first
 * address is.
 * @throws {AssetError} when an address is not allowed, or nobody answers.
 */
export async function requestAsset(first: URL, asked: AssetRequest): Promise<AssetAnswer> {
  let address = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const message = await ask(address, await checkedAddress(address, asked), asked);
    const { location } = message.headers;
    if (!REDIRECTS.has(message.statusCode ?? 0) || location === undefined) return { address, message };
    message.destroy();
    if (!URL.canParse(location, address.href))
      throw new AssetError(502, `${address.host} redirects to no address`);
    address = new URL(location, address);
  }
  throw new AssetError(502, `${first.host} redirects more than ${MOST_REDIRECTS} times`);
}

/** The IP address to connect to: the connection is made to the very address that was checked. */
async function checkedAddress(address: URL, { hosts, resolve }: AssetRequest): Promise<string> {
  if (address.protocol !== "http:" && address.protocol !== "https:")
    throw new AssetError(403, `${address.protocol} addresses are not fetched`);
  if (!hosts.allows(address)) throw new AssetError(403, `${address.host} is not in REPLAY_ASSET_HOSTS`);
  // An IP address in the list is there on purpose, whatever network it is in.
  if (isAddress(address.hostname)) return bareAddress(address.hostname);
  const found = await resolve(address.hostname).catch(() => []);
  const [chosen] = found;
  if (chosen === undefined) throw new AssetError(502, `${address.hostname} has no address`);
  if (!found.every(isPublicAddress))
    throw new AssetError(403, `${address.hostname} leads to an address that is not public`);
  return chosen;
}

function ask(address: URL, ip: string, { range, signal }: AssetRequest): Promise<IncomingMessage> {
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
        ...(range === undefined ? {} : { range }),
      },
      agent: false,
      signal,
    });
    asking.once("response", resolve);
    asking.on("error", (error) => {
      if (signal.aborted) reject(signal.reason as Error);
      else reject(new AssetError(502, `${address.host} does not answer: ${error.message}`));
    });
    asking.end();
  });
}
