import { promisify } from "node:util";
import { brotliDecompress, constants, gunzip, inflateRaw } from "node:zlib";
import { isZlibHeader } from "../../../../replay/segment/sniff.ts";

const ungzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);
const undeflateRaw = promisify(inflateRaw);

const GZIP = [0x1f, 0x8b];

/** Whether bytes begin as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => GZIP.every((byte, at) => bytes[at] === byte);

/** What is in gzip; what can be had of it where its end is missing. */
export const fromGzip = (bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> =>
  ungzip(bytes, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH });

/**
 * A body without its `Content-Encoding`. That of `deflate` is left where it has zlib's header: such a stream may as well
 * be what is wanted, as it is. A body that does not have the encoding which its header names is taken as it is.
 * @throws {Error} when it would be larger than `maxBytes`, or is damaged.
 */
export async function undoEncoding(
  headers: Headers,
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array> {
  const encodings = (headers.get("content-encoding") ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase());
  let body = bytes;
  for (const encoding of encodings.toReversed()) {
    if ((encoding === "gzip" || encoding === "x-gzip") && isGzip(body)) body = await fromGzip(body, maxBytes);
    else if (encoding === "br") body = await unbrotli(body, { maxOutputLength: maxBytes });
    else if (encoding === "deflate" && isRawDeflate(body))
      body = await undeflateRaw(body, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH });
  }
  return body;
}

/** Some servers send `deflate` without zlib's header. JSON's first bytes are no deflate block of any sense. */
const isRawDeflate = (bytes: Uint8Array): boolean =>
  bytes.length > 0 && !isZlibHeader(bytes, 0) && bytes[0] !== 0x7b && bytes[0] !== 0x5b && !isGzip(bytes);
