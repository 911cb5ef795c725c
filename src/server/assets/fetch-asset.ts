import type { IncomingMessage } from "node:http";
import { pipeline, Readable, Transform } from "node:stream";
import { Addresses, throughProxy } from "../../replay/translate/address.ts";
import { rewriteCss } from "../../replay/translate/css-addresses.ts";
import { rewriteStates } from "../../replay/translate/css-states.ts";
import { assetAddress, type AssetKind } from "../../wire/assets.ts";
import { AssetError } from "./asset-error.ts";
import type { AssetHosts } from "./asset-hosts.ts";
import { decodeSheet, MAGIC_BYTES, mediaType, typeAsTold, typeOfBytes } from "./asset-types.ts";
import { cacheControl } from "./freshness.ts";
import { readHead } from "./read-head.ts";
import { type AssetAnswer, requestAsset, type Resolve, resolveName } from "./request-asset.ts";
import { TimeLimit } from "./time-limit.ts";
import type { Turns } from "./turns.ts";

export interface AssetLimits {
  /** Most bytes of a style sheet, which is rewritten in memory. */
  readonly sheetBytes: number;
  /** Most bytes of anything else. */
  readonly bytes: number;
  /** How long all of it may take, redirects and body included, once it is its turn. */
  readonly milliseconds: number;
}

export const DEFAULT_ASSET_LIMITS: AssetLimits = {
  sheetBytes: 4 * 1024 * 1024,
  bytes: 64 * 1024 * 1024,
  milliseconds: 30_000,
};

export interface AssetSource {
  readonly hosts: AssetHosts;
  /** Shared by all requests. */
  readonly turns: Turns;
  readonly limits?: AssetLimits;
  readonly resolve?: Resolve;
}

/** What is asked for. */
export interface AssetQuery {
  readonly url: string;
  readonly kind: AssetKind;
  /** The asking browser's headers: `Range`, and those by which it asks whether what it has is still right. */
  readonly headers: (name: string) => string | undefined;
}

export interface Asset {
  /** 206: a part, as asked for by a range. 304: what the browser has is still right. */
  readonly status: 200 | 206 | 304 | 416;
  /** Names and values to pass on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReadableStream<Uint8Array> | string | null;
}

const RANGE = /^bytes=\d{0,15}-\d{0,15}$/;
const QUESTIONS = ["if-none-match", "if-modified-since"] as const;
const PASSED_ON = ["content-range", "accept-ranges", "content-length", "etag", "last-modified"] as const;

/**
 * Fetches what a recording names. In a style sheet, addresses come out as addresses of this server, and selectors ask
 * for the replay's marks of hover and focus.
 * @throws {AssetError} when it is not delivered; the signal's reason when it aborts.
 */
export async function fetchAsset(
  source: AssetSource,
  { url, kind, headers }: AssetQuery,
  signal: AbortSignal,
): Promise<Asset> {
  if (!URL.canParse(url)) throw new AssetError(400, "url: must be an absolute http or https address");
  const { limits = DEFAULT_ASSET_LIMITS, resolve = resolveName } = source;
  const limit = new TimeLimit(limits.milliseconds);
  const asked = { ...source, resolve, headers: passedTo(kind, headers), limit, signal };
  try {
    const answer = await requestAsset(withoutUser(new URL(url)), asked);
    try {
      return await deliver(answer, kind, limits);
    } catch (error) {
      answer.message.destroy();
      throw error;
    }
  } catch (error) {
    if (limit.isOver && !(error instanceof AssetError))
      throw new AssetError(504, `the host took longer than ${limits.milliseconds / 1000} s`);
    throw error;
  }
}

function withoutUser(url: URL): URL {
  url.username = "";
  url.password = "";
  return url;
}

/** Only media are asked for in parts. A style sheet is not what the host has: its marks say nothing of ours. */
function passedTo(kind: AssetKind, headers: AssetQuery["headers"]): Record<string, string> {
  const range = kind === "media" ? headers("range") : undefined;
  if (range !== undefined && RANGE.test(range)) return { range };
  if (kind === "style") return {};
  return Object.fromEntries(
    QUESTIONS.flatMap((name) => {
      const value = headers(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function deliver(answer: AssetAnswer, kind: AssetKind, limits: AssetLimits): Promise<Asset> {
  const { address, message } = answer;
  const status = checkedStatus(address, message);
  const headers = { "cache-control": cacheControl(message.headers, Date.now()) };
  if (status === 416 || status === 304) {
    message.destroy();
    return {
      status,
      headers: { ...headers, ...passedOn(message.headers) },
      body: status === 304 ? null : "",
    };
  }
  const told = typeAsTold(kind, mediaType(message.headers["content-type"]));
  if (told === null) throw wrongType(answer, kind);
  const most = kind === "style" ? limits.sheetBytes : limits.bytes;
  if (Number(message.headers["content-length"] ?? 0) > most) throw tooLarge(address, most);
  // Whichever ends first, by an error or because nobody reads on, ends the other.
  const limited = pipeline(message, limitTo(address, most), () => undefined);
  if (kind === "style")
    return {
      status: 200,
      headers: { ...headers, "content-type": "text/css; charset=utf-8" },
      body: await readSheet(limited, answer),
    };
  const type = told === "look" ? typeOfBytes(kind, await readHead(limited, MAGIC_BYTES)) : told.type;
  if (type === null) throw wrongType(answer, kind);
  return {
    status,
    headers: { ...headers, ...passedOn(message.headers), "content-type": type },
    body: Readable.toWeb(limited) as ReadableStream<Uint8Array>,
  };
}

function checkedStatus(address: URL, { statusCode = 0, headers }: IncomingMessage): Asset["status"] {
  if (statusCode === 404 || statusCode === 410)
    throw new AssetError(404, `${address.host} answers ${statusCode}: it is gone`);
  if (statusCode === 401 || statusCode === 403)
    throw new AssetError(424, `${address.host} answers ${statusCode}: it is not for everyone`);
  if (statusCode !== 200 && statusCode !== 206 && statusCode !== 304 && statusCode !== 416)
    throw new AssetError(502, `${address.host} answers ${statusCode}`);
  const coding = headers["content-encoding"] ?? "identity";
  if (coding !== "identity")
    throw new AssetError(502, `${address.host} answers in ${coding}, which it was not asked for`);
  return statusCode;
}

async function readSheet(stream: Transform, { address, message }: AssetAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const part of stream as AsyncIterable<Uint8Array>) chunks.push(part);
  const addresses = new Addresses(throughProxy(assetAddress));
  addresses.setBase(address.href, undefined);
  const css = decodeSheet(Buffer.concat(chunks), message.headers["content-type"]);
  return rewriteStates(rewriteCss(css, addresses));
}

const passedOn = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );

/** Passes bytes on, up to so many. */
function limitTo(address: URL, most: number): Transform {
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

const NAMES: Readonly<Record<AssetKind, string>> = {
  image: "image",
  font: "font",
  media: "audio or video",
  style: "style sheet",
};

const wrongType = ({ address, message }: AssetAnswer, kind: AssetKind) =>
  new AssetError(
    415,
    `${address.host} answers with ${message.headers["content-type"] ?? "no type"}: no ${NAMES[kind]}`,
  );
