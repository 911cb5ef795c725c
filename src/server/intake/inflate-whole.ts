import { isZlibHeader } from "../../replay/segment/sniff.ts";
import type { Inflated, Inflater } from "../../replay/segment/inflater.ts";

export type WholeStream =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" }
  | FaultyStream;

/** Why an input cannot be taken, in words for a person, and how many bytes were inflated to see that. */
export interface FaultyStream {
  readonly kind: "faulty";
  readonly fault: string;
  readonly inflatedBytes: number;
}

const FAULTS: Readonly<Record<Exclude<Inflated["outcome"], "complete" | "too-large">, string>> = {
  truncated: "its zlib stream ends early",
  checksum: "its zlib stream has a wrong checksum",
  corrupt: "its zlib stream is damaged",
};

/** Inflates an input that has to be one whole zlib stream and nothing else. */
export async function inflateWhole(
  input: Uint8Array,
  maxBytes: number,
  inflater: Inflater,
): Promise<WholeStream> {
  if (!isZlibHeader(input, 0)) {
    const beginning = Buffer.from(input.subarray(0, 8)).toString("hex");
    const begins = input.length === 0 ? "" : ` that begin ${beginning}`;
    const fault = `expected a zlib stream, got ${input.length} bytes${begins}`;
    return { kind: "faulty", fault, inflatedBytes: 0 };
  }
  const { bytes, consumed, outcome } = await inflater.inflate(input, maxBytes);
  if (outcome === "too-large") return { kind: "too-large" };
  const more = input.length - consumed;
  if (outcome === "complete" && more === 0) return { kind: "whole", bytes };
  const fault = outcome === "complete" ? `${more} bytes follow its zlib stream` : FAULTS[outcome];
  return { kind: "faulty", fault, inflatedBytes: bytes.length };
}
