import { type Dispatcher, request as send } from "undici";
import { SourceError } from "../../source.ts";
import type { Clock } from "../http/clock.ts";
import { readBody } from "../http/read-body.ts";
import type { SiteClient } from "../http/site-client.ts";
import { nameOf } from "../http/site-refusal.ts";
import { StallGuard } from "../http/stall-guard.ts";
import type { DatadogSite } from "../site.ts";

/** Which hosts the operator allows. */
export interface AllowedHosts {
  allows(address: URL): boolean;
}

export interface AddressFetcherDeps {
  readonly client: SiteClient;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  readonly agent: string;
  /** Object stores that the operator allows; null: none. */
  readonly hosts: AllowedHosts | null;
}

const TIME_LIMITS = { silenceMs: 30_000, totalMs: 180_000 };
const MOST_BYTES = 128 * 1024 * 1024;
const TRIES = 3;
const FIRST_PAUSE_MS = 500;

/**
 * Fetches what an answer names by address: over https, from hosts of the site and those that the operator allows, and
 * without the keys; from the API itself as everything else is asked of it.
 * @throws {SourceError} when that is not allowed, or does not work in several tries; the signal's reason.
 */
export async function fetchAddress(
  text: string,
  deps: AddressFetcherDeps,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { client, clock, hosts } = deps;
  const address = new URL(text);
  if (address.href.startsWith(`${client.site.apiUrl}/`)) return askApi(client, address, signal);
  if (address.protocol !== "https:" || !(isOfSite(address, client.site) || hosts?.allows(address)))
    throw new SourceError(
      502,
      `${nameOf(client.site)} names segments at ${address.protocol}//${address.host}. They are fetched over https from ` +
        `${client.site.site} and the hosts in DD_BLOB_HOSTS only; add it there if it is an object store of Datadog's`,
    );
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(address, deps, signal);
    if (outcome instanceof Uint8Array) return outcome;
    if (tries === TRIES)
      throw new SourceError(503, `a segment at ${address.host} could not be fetched: ${outcome}`);
    await clock.wait(FIRST_PAUSE_MS * 2 ** tries, signal);
  }
}

/** The bytes, or in words why there are none. */
async function tryOnce(
  address: URL,
  { clock, dispatcher, agent }: AddressFetcherDeps,
  signal: AbortSignal,
): Promise<Uint8Array | string> {
  const guard = new StallGuard(clock, TIME_LIMITS, signal);
  try {
    const response = await send(address, {
      dispatcher,
      signal: guard.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
      headers: { accept: "*/*", "user-agent": agent },
    });
    guard.heard();
    const bytes = await readBody(response.body, MOST_BYTES, guard.heard);
    return response.statusCode === 200 ? bytes : `it answered with status ${response.statusCode}`;
  } catch (error) {
    signal.throwIfAborted();
    // An address may carry what gives access to it: only its host is ever told.
    return error instanceof Error ? error.message.replaceAll(address.href, address.host) : "it failed";
  } finally {
    guard.end();
  }
}

async function askApi(
  client: SiteClient,
  { pathname, searchParams }: URL,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const answer = await client.ask(
    {
      what: "a request for a segment",
      endpoint: "rum replay segment",
      method: "GET",
      path: pathname.slice(new URL(client.site.apiUrl).pathname.replace(/\/$/, "").length),
      query: Object.fromEntries(searchParams),
      accept: "*/*",
      permissions: ["rum_apps_read", "rum_session_replay_read"],
      notFound: "the segment may have expired",
      priority: "now",
      maxBytes: MOST_BYTES,
    },
    signal,
  );
  return answer.bytes;
}

const isOfSite = ({ hostname, port }: URL, { site }: DatadogSite) =>
  port === "" && (hostname === site || hostname.endsWith(`.${site}`));
