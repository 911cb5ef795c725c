import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Inflater } from "../../replay/segment/inflater.ts";
import { inflateWhole } from "./inflate-whole.ts";
import { Refusal, shown } from "./refusal.ts";

/**
 * Reads a whole body. Refuses one that breaks off and one of more than `maxBytes`, of which the rest is left
 * unread for the caller's answer to get through. `hold` is told of each chunk's bytes and may refuse them. An abort while it is arriving cancels it and rejects with the
 * signal's reason.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  hold: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      hold(chunk.length);
      chunks.push(chunk);
    },
  });
  try {
    await body.pipeTo(sink, { signal, preventCancel: true });
  } catch (error) {
    if (signal.aborted) {
      // A body that has failed already rejects the cancelling too; the abort is what matters.
      await body.cancel(signal.reason).catch(() => undefined);
      throw signal.reason;
    }
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, [`the body broke off after ${size} bytes`]);
  }
  return Buffer.concat(chunks, size);
}

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
  if (stream.kind === "too-large") throw tooLarge(maxBytes);
  throw new Refusal(400, [`the body cannot be inflated: ${stream.fault}`]);
}

const gunzipAsync = promisify(gunzip);

async function gunzipBody(body: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new Refusal(400, [`the body of ${body.length} bytes is not whole gzip data`]);
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, [`the body has more than ${maxBytes} bytes`]);
}
