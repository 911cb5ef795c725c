import * as fc from "fast-check";
import { constants, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { inflateCarefully } from "./careful-inflate.ts";
import { inflaterCases } from "./inflater-contract.ts";

const MAX = 1 << 24;

/** Pieces of all kinds (random, runs, text), which give all kinds of blocks and matches. */
const content = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.record({ byte: fc.nat(255), count: fc.nat(70_000) }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
  ),
  { maxLength: 6 },
);
type Content = typeof content extends fc.Arbitrary<infer T> ? T : never;

const bytesOf = (pieces: Content) =>
  Buffer.concat(
    pieces.map((piece) => {
      if (typeof piece === "string") return Buffer.from(piece.repeat(9));
      return "byte" in piece ? Buffer.alloc(piece.count, piece.byte) : piece;
    }),
  );

const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

describe("the contract of inflaters", () => {
  test.each(inflaterCases())("$name", ({ input, maxBytes, expected }) => {
    expect(inflateCarefully(input, maxBytes)).toEqual(expected);
  });
});

test("whatever zlib deflates comes back, whatever follows it", () => {
  fc.assert(
    fc.property(content, options, fc.uint8Array({ maxLength: 8 }), (pieces, how, rest) => {
      const bytes = bytesOf(pieces);
      const stream = deflateSync(bytes, how);
      const inflated = inflateCarefully(Buffer.concat([stream, rest]), MAX);
      expect(inflated.outcome).toBe("complete");
      expect(inflated.consumed).toBe(stream.length);
      expect(Buffer.compare(inflated.bytes, bytes)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test("a cut stream gives a beginning of the text, and never less for a later cut", () => {
  fc.assert(
    fc.property(content, options, fc.array(fc.nat(), { maxLength: 8 }), (pieces, how, places) => {
      const bytes = bytesOf(pieces);
      const stream = deflateSync(bytes, how);
      const cuts = places.map((place) => place % stream.length).toSorted((a, b) => a - b);
      let least = 0;
      for (const cut of cuts) {
        const inflated = inflateCarefully(stream.subarray(0, cut), MAX);
        expect(inflated.outcome).toBe("truncated");
        expect(inflated.bytes.length).toBeGreaterThanOrEqual(least);
        expect(Buffer.compare(inflated.bytes, bytes.subarray(0, inflated.bytes.length))).toBe(0);
        least = inflated.bytes.length;
      }
    }),
    { numRuns: 60 },
  );
});

test("random bytes behind a header are answered, never thrown at", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(2000), (bytes, maxBytes) => {
      const { bytes: got, consumed } = inflateCarefully(
        Buffer.concat([Buffer.of(0x78, 0x9c), bytes]),
        maxBytes,
      );
      expect(got.length).toBeLessThanOrEqual(maxBytes);
      expect(consumed).toBeLessThanOrEqual(bytes.length + 2);
    }),
    { numRuns: 500 },
  );
});

test("what little a stream gives holds little memory", () => {
  const { bytes } = inflateCarefully(Buffer.concat([deflateSync("x"), Buffer.alloc(1_000_000)]), MAX);
  expect(bytes.buffer.byteLength).toBe(1);
});
