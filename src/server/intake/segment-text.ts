import type { Inflater } from "../../replay/segment/inflater.ts";
import { parseBoundedJson } from "./bounded-json.ts";
import { valueAt } from "./fields.ts";
import { type FaultyStream, inflateWhole } from "./inflate-whole.ts";
import { Refusal } from "./refusal.ts";

/** What is in an uploaded segment. */
export interface SegmentText {
  /** Elements of `records`, whatever they are. */
  readonly records: readonly unknown[];
  /** The other keys. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Bytes of the text. */
  readonly rawBytes: number;
}

/**
 * A level of a recorded page takes two of JSON; browsers' parsers stop at 512 levels. A snapshot of several
 * megabytes has some hundred thousand values.
 */
const BOUNDS = { depth: 2000, values: 4_000_000 };

export type ReadText = { readonly kind: "text"; readonly text: SegmentText } | FaultyStream;

/**
 * Reads an uploaded segment, which has to be one whole zlib stream of one JSON object. The replay's reader
 * takes damaged segments as far as they go; what nobody has stored yet can be sent again, and hostile bytes
 * cost no more here than inflating and parsing `maxBytes`. Refuses a longer text.
 */
export async function readSegmentText(
  bytes: Uint8Array,
  where: string,
  maxBytes: number,
  inflater: Inflater,
): Promise<ReadText> {
  const stream = await inflateWhole(bytes, maxBytes, inflater);
  if (stream.kind === "faulty") return stream;
  if (stream.kind === "too-large") {
    throw new Refusal(413, [
      `${where}: its text has more than the ${maxBytes} bytes that are left of the limit`,
    ]);
  }
  const inflatedBytes = stream.bytes.length;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const value = parseBoundedJson(decoder.decode(stream.bytes), BOUNDS);
    const records = valueAt(value, ["records"]);
    if (!Array.isArray(records)) {
      return { kind: "faulty", fault: "its text has no list of records", inflatedBytes };
    }
    const { records: _, ...metadata } = value as Readonly<Record<string, unknown>>;
    return { kind: "text", text: { records, metadata, rawBytes: inflatedBytes } };
  } catch (error) {
    const fault = `its text is not one JSON object: ${(error as Error).message}`;
    return { kind: "faulty", fault, inflatedBytes };
  }
}
