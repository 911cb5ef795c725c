import { joinBytes } from "../../base/join-bytes.ts";
import type { Inflated, Inflater } from "./inflater.ts";
import { isZlibHeader, skipBlankBytes } from "./sniff.ts";

/**
 * Most streams that are inflated. Merged segments are some dozens; of a hostile one each is a few bytes, and costs
 * hundreds of times what these would.
 */
export const MOST_STREAMS = 1_000;

/**
 * What was wrong with a segment's zlib streams: an inflater's outcome, bytes behind the last stream, or more streams
 * than are inflated.
 */
export type StreamDamage =
  | Exclude<Inflated["outcome"], "complete" | "too-large">
  | "trailing-bytes"
  | "many-streams";

export type InflatedStreams =
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly damage: StreamDamage | undefined }
  | { readonly kind: "too-large" };

/** The part of an `AbortSignal` that is used here. */
export interface Abortable {
  throwIfAborted(): void;
}

/**
 * Inflates one zlib stream or several back to back, and joins what they give. A damaged stream gives what
 * precedes the damage; one that merely fails its checksum does not end the reading. `maxBytes` bounds the sum, and
 * what follows `MOST_STREAMS` streams is left out.
 */
export async function inflateStreams(
  input: Uint8Array,
  inflater: Inflater,
  maxBytes: number,
  signal: Abortable | undefined,
): Promise<InflatedStreams> {
  const parts: Uint8Array[] = [];
  let damage: StreamDamage | undefined;
  let size = 0;
  for (let at = 0; at < input.length;) {
    if (!isZlibHeader(input, at)) {
      // A line feed may follow a stream; anything else is lost.
      if (skipBlankBytes(input, at) < input.length) damage ??= "trailing-bytes";
      break;
    }
    if (parts.length === MOST_STREAMS) {
      damage ??= "many-streams";
      break;
    }
    const rest = input.subarray(at);
    const { bytes, consumed, outcome } = await inflater.inflate(rest, maxBytes - size);
    signal?.throwIfAborted();
    if (outcome === "too-large") return { kind: "too-large" };
    if (outcome !== "complete") damage ??= outcome;
    parts.push(bytes);
    size += bytes.length;
    at += outcome === "checksum" ? endWithoutChecksum(rest, consumed) : consumed;
  }
  return { kind: "text", bytes: joinBytes(parts), damage };
}

/**
 * Merged segments may lack the checksum altogether. Then its four bytes are the next stream's first, which
 * would be lost.
 */
function endWithoutChecksum(stream: Uint8Array, end: number): number {
  const wasHeader = isZlibHeader(stream, end - 4);
  return wasHeader && end < stream.length && !isZlibHeader(stream, end) ? end - 4 : end;
}
