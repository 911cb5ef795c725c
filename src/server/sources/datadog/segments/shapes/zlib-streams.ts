import { joinBytes } from "../../../../../base/join-bytes.ts";
import { isZlibHeader, skipBlankBytes } from "../../../../../replay/segment/sniff.ts";
import { tryParse } from "../../../../../replay/segment/try-parse.ts";
import { decodeUtf8 } from "../../../../../replay/segment/utf8.ts";
import { isSegment, recordedSegment } from "../recorded-segment.ts";
import type { Part, ShapeContext } from "./shape.ts";

/** One zlib stream of several, as it is and inflated. */
interface Stream {
  readonly packed: Uint8Array;
  readonly text: Uint8Array;
}

/**
 * Zlib streams back to back. Where each is one segment, they are kept as they are. Else they are only how the answer
 * is packed, in one stream or several, and what is in them is read.
 */
export async function readZlib(bytes: Uint8Array, context: ShapeContext): Promise<Part | undefined> {
  const { streams, isCut, trailing } = await splitStreams(bytes, context);
  const notes = trailing > 0 ? [`${trailing} bytes behind the last zlib stream are no zlib stream`] : [];
  const whole = isCut ? streams.slice(0, -1) : streams;
  const parsed = whole.map(({ packed, text }) => ({ packed, value: tryParse(decodeUtf8(text))?.value }));
  const segments = parsed.flatMap(({ packed, value }) => (isSegment(value) ? [{ packed, value }] : []));
  if (segments.length > 0 && segments.length === whole.length) {
    const recorded = segments.map(({ packed, value }) => recordedSegment(value, packed));
    const shape = streams.length === 1 ? "one zlib stream" : "concatenated zlib streams";
    return { segments: await Promise.all(recorded), token: undefined, shape, isCut, notes };
  }
  const inner = await context.readInner(joinBytes(streams.map(({ text }) => text)));
  return (
    inner && {
      ...inner,
      shape: `${streams.length === 1 ? "deflate" : "concatenated deflate"}: ${inner.shape}`,
      isCut: inner.isCut || isCut,
      notes: [...notes, ...inner.notes],
    }
  );
}

/** A merge of segments may lack its end or its checksum: what is in it counts. */
async function splitStreams(bytes: Uint8Array, { inflater, maxInflatedBytes, signal }: ShapeContext) {
  const streams: Stream[] = [];
  let [at, size, isCut] = [0, 0, false];
  while (at < bytes.length && isZlibHeader(bytes, at)) {
    const rest = bytes.subarray(at);
    const { bytes: text, consumed, outcome } = await inflater.inflate(rest, maxInflatedBytes - size);
    signal.throwIfAborted();
    if (outcome === "too-large")
      throw new Error(`the answer inflates to more than ${maxInflatedBytes} bytes`);
    streams.push({ packed: rest.subarray(0, consumed), text });
    isCut = outcome === "truncated" || outcome === "corrupt";
    size += text.length;
    at = skipBlankBytes(bytes, at + consumed);
  }
  return { streams, isCut, trailing: Math.max(0, bytes.length - at) };
}
