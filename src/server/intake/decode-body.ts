import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Inflater } from "../../replay/segment/inflater.ts";
import { inflateWhole } from "./inflate-whole.ts";
import { bodyTooLarge, Refusal, shown } from "./refusal.ts";

/**
 * Undoes a body's content encoding: `deflate` (a zlib stream, also named by the SDK's `dd-evp-encoding`),
 * `gzip`, or none ("" or `identity`).
 */
export async function decodeBody(
  body: Uint8Array,
  encoding: string,
  maxBytes: number,
  inflater: Inflater,
): Promise<Uint8Array> {
  switch (encoding.toLowerCase()) {
    case "":
    case "identity":
      return body;
    case "deflate":
      return inflateBody(body, maxBytes, inflater);
    case "gzip":
      return gunzipBody(body, maxBytes);
    default:
      throw new Refusal(400, [`the content encoding is ${shown(encoding)}; expected deflate, gzip or none`]);
  }
}

async function inflateBody(body: Uint8Array, maxBytes: number, inflater: Inflater): Promise<Uint8Array> {
  const stream = await inflateWhole(body, maxBytes, inflater);
  if (stream.kind === "whole") return stream.bytes;
  if (stream.kind === "too-large") throw bodyTooLarge(maxBytes);
  throw new Refusal(400, [`the body cannot be inflated: ${stream.fault}`]);
}

const gunzipAsync = promisify(gunzip);

async function gunzipBody(body: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw bodyTooLarge(maxBytes);
    throw new Refusal(400, [`the body of ${body.length} bytes is not whole gzip data`]);
  }
}
