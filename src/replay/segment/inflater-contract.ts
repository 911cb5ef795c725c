import { joinBytes } from "../../base/join-bytes.ts";
import type { Inflated } from "./inflater.ts";
import { inside, sdkStream, stored, utf8 } from "./zlib-samples.ts";

// What every inflater must do, as data: each implementation's test runs all cases.

/** One input and the answer to it. */
export interface InflaterCase {
  readonly name: string;
  readonly input: Uint8Array;
  readonly maxBytes: number;
  readonly expected: Inflated;
}

const PLENTY = 1 << 20;
const none = new Uint8Array();

/** All cases of the contract. */
export function inflaterCases(): readonly InflaterCase[] {
  return [
    ...wholeStreams(),
    ...severalStreams(),
    ...cutStreams(),
    ...wrongChecksums(),
    ...corrupt(),
    ...bounds(),
  ];
}

function wholeStreams(): InflaterCase[] {
  const { bytes, text } = sdkStream;
  const long = Uint8Array.from({ length: 66_000 }, (_, i) => (i * i) % 251);
  return [
    answer("complete", "a whole stream", bytes, text),
    answer("complete", "a part of a larger buffer", inside(bytes), text),
    answer("complete", "a stream of nothing", stored(none), none),
    answer("complete", "a long stream", stored(long), long),
    answer("complete", "a stream of as many bytes as allowed", bytes, text, { maxBytes: text.length }),
    answer("complete", "a stream of nothing where nothing is allowed", stored(none), none, { maxBytes: 0 }),
  ];
}

function severalStreams(): InflaterCase[] {
  const { bytes, text } = sdkStream;
  const followed = (by: string, rest: Uint8Array) =>
    answer("complete", `a whole stream followed by ${by}`, joinBytes([bytes, rest]), text, {
      consumed: bytes.length,
    });
  const descending = Uint8Array.from({ length: 300 }, (_, i) => 255 - (i % 256));
  return [
    followed("another", bytes),
    followed("a long one", stored(new Uint8Array(66_000))),
    followed("a line feed", Uint8Array.of(10)),
    followed("zeros", new Uint8Array(40)),
    followed("other bytes", descending),
  ];
}

function cutStreams(): InflaterCase[] {
  const { bytes, text, pieces, flushes } = sdkStream;
  const data = Uint8Array.from({ length: 66_000 }, (_, i) => i % 253);
  const cut = 65_800;
  // Before the cut are the header (2 bytes) and the heads of two blocks (5 each).
  const beforeCut = data.subarray(0, cut - 12);
  return [
    answer("truncated", "no bytes", none, none),
    answer("truncated", "half a header", bytes.subarray(0, 1), none),
    answer("truncated", "a header alone", bytes.subarray(0, 2), none),
    ...flushes.map((end, i) =>
      answer(
        "truncated",
        `a stream cut behind sync flush ${i + 1}`,
        bytes.subarray(0, end),
        text.subarray(0, pieces[i]),
      ),
    ),
    answer("truncated", "a stream without its checksum", bytes.subarray(0, -4), text),
    answer("truncated", "a stream cut inside its checksum", bytes.subarray(0, -1), text),
    answer("truncated", "plain bytes cut in the middle", stored(data).subarray(0, cut), beforeCut),
  ];
}

function wrongChecksums(): InflaterCase[] {
  const { bytes, text, flushes } = sdkStream;
  const wrong = bytes.slice();
  wrong[wrong.length - 1] = 0;
  const followed = joinBytes([wrong, bytes]);
  // Merged segments: the bodies of two streams behind one header, with the checksum of the second.
  const merged = joinBytes([bytes.subarray(0, flushes[3]), bytes.subarray(2)]);
  return [
    answer("checksum", "a wrong checksum", wrong, text),
    answer("checksum", "a wrong checksum followed by a stream", followed, text, { consumed: wrong.length }),
    answer("checksum", "merged bodies with a checksum of one of them", merged, joinBytes([text, text])),
  ];
}

function corrupt(): InflaterCase[] {
  const { bytes, text, pieces, flushes } = sdkStream;
  const body = bytes.subarray(0, flushes[1]);
  const before = text.subarray(0, pieces[1]);
  const badHeader = joinBytes([Uint8Array.of(0x78, 0x9d), bytes.subarray(2)]);
  const dictionary = Uint8Array.of(0x78, 0xbb, 1, 2, 3, 4, 3, 0);
  const unknownBlock = joinBytes([body, Uint8Array.of(0b110, 0, 0, 0)]);
  const contradicted = joinBytes([body, Uint8Array.of(0, 4, 0, 0, 0, 1, 2, 3)]);
  // A block with the fixed codes: a match (length code 0000001, distance 1) where nothing has been written.
  const tooFarBack = Uint8Array.of(0x78, 0x9c, 0x03, 0x02, 0, 0, 0, 0, 0);
  // A block with codes of its own, where all lengths are 7: more codes than there can be.
  const noCodes = joinBytes([body, Uint8Array.of(0b100, 0xe0), new Uint8Array(9).fill(255)]);
  return [
    answer("corrupt", "text", utf8('{"records":[]}'), none),
    answer("corrupt", "a header that is no multiple of 31", badHeader, none),
    answer("corrupt", "a header that asks for a dictionary", dictionary, none),
    answer("corrupt", "a block of a kind that does not exist", unknownBlock, before),
    answer("corrupt", "plain bytes whose length is contradicted", contradicted, before),
    answer("corrupt", "a match from before the beginning", tooFarBack, none),
    answer("corrupt", "codes that are none", noCodes, before),
  ];
}

function bounds(): InflaterCase[] {
  const { bytes, text } = sdkStream;
  const zeros = stored(new Uint8Array(10_000));
  return [
    answer("too-large", "a stream of one byte more than allowed", bytes, none, { maxBytes: text.length - 1 }),
    answer("too-large", "plain bytes of more than allowed", zeros, none, { maxBytes: 9_999 }),
    answer("too-large", "a stream where nothing is allowed", bytes, none, { maxBytes: 0 }),
  ];
}

/** A case; unless said otherwise, all of the input is the stream's and the bound is far away. */
function answer(
  outcome: Inflated["outcome"],
  name: string,
  input: Uint8Array,
  bytes: Uint8Array,
  { consumed = input.length, maxBytes = PLENTY } = {},
): InflaterCase {
  return { name, input, maxBytes, expected: { bytes, consumed, outcome } };
}
