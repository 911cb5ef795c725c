import { pipeline, Readable, Transform } from "node:stream";
import { Addresses, throughProxy } from "../../replay/translate/address.ts";
import { rewriteCss } from "../../replay/translate/css-addresses.ts";
import { ASSET_PATH } from "../../wire/paths.ts";
import { AssetError } from "./asset-error.ts";
import type { AssetHosts } from "./asset-hosts.ts";
import { assetType, decodeSheet } from "./asset-types.ts";
import { type AssetAnswer, requestAsset, type Resolve, resolveName } from "./request-asset.ts";

export interface AssetLimits {
  /** Most bytes of a style sheet, which is rewritten in memory. */
  readonly sheetBytes: number;
  /** Most bytes of anything else. */
  readonly bytes: number;
  /** How long all of it may take, redirects and body included. */
  readonly milliseconds: number;
}

export const DEFAULT_ASSET_LIMITS: AssetLimits = {
  sheetBytes: 4 * 1024 * 1024,
  bytes: 64 * 1024 * 1024,
  milliseconds: 30_000,
};

export interface AssetSource {
  readonly hosts: AssetHosts;
  readonly limits?: AssetLimits;
  readonly resolve?: Resolve;
}

export interface Asset {
  /** 206: a part, as asked for by a range. */
  readonly status: 200 | 206 | 416;
  /** Names and values to pass on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReadableStream<Uint8Array> | string;
}

const RANGE = /^bytes=\d{0,15}-\d{0,15}$/;
const PASSED_ON = ["content-range", "accept-ranges", "content-length"] as const;

/**
 * Fetches what a recording names. Addresses in a style sheet come out as addresses of this server.
 * @throws {AssetError} when it is not delivered.
 */
export async function fetchAsset(
  source: AssetSource,
  url: string,
  range: string | undefined,
  signal: AbortSignal,
): Promise<Asset> {
  if (!URL.canParse(url)) throw new AssetError(400, "url: must be an absolute http or https address");
  const { hosts, limits = DEFAULT_ASSET_LIMITS, resolve = resolveName } = source;
  const deadline = AbortSignal.timeout(limits.milliseconds);
  const asked = {
    hosts,
    resolve,
    range: range !== undefined && RANGE.test(range) ? range : undefined,
    signal: AbortSignal.any([signal, deadline]),
  };
  try {
    const answer = await requestAsset(withoutUser(new URL(url)), asked);
    try {
      return await deliver(answer, limits);
    } catch (error) {
      answer.message.destroy();
      throw error;
    }
  } catch (error) {
    if (deadline.aborted && !(error instanceof AssetError))
      throw new AssetError(504, `the host took longer than ${limits.milliseconds / 1000} s`);
    throw error;
  }
}

function withoutUser(url: URL): URL {
  url.username = "";
  url.password = "";
  return url;
}

async function deliver({ address, message }: AssetAnswer, limits: AssetLimits): Promise<Asset> {
  const { headers, statusCode: status = 0 } = message;
  if (status === 404 || status === 410)
    throw new AssetError(404, `${address.host} answers ${status}: it is gone`);
  if (status !== 200 && status !== 206 && status !== 416)
    throw new AssetError(502, `${address.host} answers ${status}`);
  const coding = headers["content-encoding"] ?? "identity";
  if (coding !== "identity")
    throw new AssetError(502, `${address.host} answers in ${coding}, which it was not asked for`);
  if (status === 416) {
    message.destroy();
    return { status, headers: passedOn(headers), body: "" };
  }
  const type = assetType(headers["content-type"]);
  if (type === undefined)
    throw new AssetError(
      415,
      `${address.host} answers with ${headers["content-type"] ?? "no type"}: no image, font, medium or style sheet`,
    );
  const most = type === "text/css" ? limits.sheetBytes : limits.bytes;
  if (Number(headers["content-length"] ?? 0) > most) throw tooLarge(address, most);
  // Whichever ends first, by an error or because nobody reads on, ends the other.
  const limited = pipeline(message, limit(address, most), () => undefined);
  if (type !== "text/css")
    return {
      status,
      headers: { ...passedOn(headers), "content-type": type },
      body: Readable.toWeb(limited) as ReadableStream<Uint8Array>,
    };
  const chunks: Uint8Array[] = [];
  for await (const part of limited as AsyncIterable<Uint8Array>) chunks.push(part);
  const css = decodeSheet(Buffer.concat(chunks), headers["content-type"]);
  return {
    status: 200,
    headers: { "content-type": "text/css; charset=utf-8" },
    body: rewritten(css, address),
  };
}

function rewritten(css: string, address: URL): string {
  const addresses = new Addresses(throughProxy(ASSET_PATH));
  addresses.setBase(address.href, undefined);
  return rewriteCss(css, addresses);
}

const passedOn = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );

/** Passes bytes on, up to so many. */
function limit(address: URL, most: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      seen += chunk.byteLength;
      if (seen > most) done(tooLarge(address, most));
      else done(null, chunk);
    },
  });
}

const tooLarge = (address: URL, most: number) =>
  new AssetError(413, `what ${address.host} answers with is larger than ${most} bytes`);
