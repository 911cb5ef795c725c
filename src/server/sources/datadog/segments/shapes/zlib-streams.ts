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
  const { streams, hasNoEnd, trailing } = await splitStreams(bytes, context);
  const notes = [
    ...(trailing > 0 ? [`${trailing} bytes behind the last zlib stream are no zlib stream`] : []),
    ...(hasNoEnd ? ["the last zlib stream has no end"] : []),
  ];
  const parsed = streams.map(({ packed, text }) => ({ packed, value: tryParse(decodeUtf8(text))?.value }));
  const segments = parsed.flatMap(({ packed, value }) => (isSegment(value) ? [{ packed, value }] : []));
  // A merge of segments may lack its end: it is cut where the text in it is.
  const isCut = hasNoEnd && parsed.at(-1)?.value === undefined;
  if (segments.length > 0 && segments.length === streams.length - (isCut ? 1 : 0)) {
    // A stream without an end is given one; the others stay as they are.
    const last = hasNoEnd ? streams.at(-1)?.packed : undefined;
    const recorded = segments.map(({ packed, value }) =>
      recordedSegment(value, packed === last ? undefined : packed),
    );
    const shape = streams.length === 1 ? "one zlib stream" : "concatenated zlib streams";
    return { segments: await Promise.all(recorded), token: undefined, shape, isCut, notes };
  }
  const inner = await context.readInner(joinBytes(streams.map(({ text }) => text)));
  const kind = streams.length === 1 ? "deflate" : "concatenated deflate";
  return inner && { ...inner, shape: `${kind}: ${inner.shape}`, notes: [...notes, ...inner.notes] };
}

/** Checksums are not looked at: those of merges are wrong. */
async function splitStreams(bytes: Uint8Array, { inflater, maxInflatedBytes, signal }: ShapeContext) {
  const streams: Stream[] = [];
  let [at, size, hasNoEnd] = [0, 0, false];
  while (at < bytes.length && isZlibHeader(bytes, at)) {
    const rest = bytes.subarray(at);
    const { bytes: text, consumed, outcome } = await inflater.inflate(rest, maxInflatedBytes - size);
    signal.throwIfAborted();
    if (outcome === "too-large")
      throw new Error(`the answer inflates to more than ${maxInflatedBytes} bytes`);
    streams.push({ packed: rest.subarray(0, consumed), text });
    hasNoEnd = outcome === "truncated" || outcome === "corrupt";
    size += text.length;
    at = skipBlankBytes(bytes, at + consumed);
  }
  return { streams, hasNoEnd, trailing: Math.max(0, bytes.length - at) };
}
