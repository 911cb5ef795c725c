import { adler32 } from "./adler32.ts";
import { buildCodeTable, type Codes, codeTableRoom, type CodeTable, fixedCodes } from "./code-table.ts";
import type { Inflated } from "./inflater.ts";
import { distanceBase, distanceExtra, lengthBase, lengthExtra } from "./match-symbols.ts";
import { isZlibHeader } from "./sniff.ts";

// Inflates what the platform's inflater refuses. Those are faster, but of a damaged stream they keep back the
// data, and Chromium's does not say where the first of several streams ends. Layout (RFC 1950, 1951):
//
//   ┌────────┬───────────┬─────┬────────────────┬─────────────┐
//   │ header │ block     │  …  │ block with the │ Adler-32    │
//   │ 2 byte │           │     │ "last" bit     │ 4, big-end. │
//   └────────┴───────────┴─────┴────────────────┴─────────────┘
//              no alignment between blocks ↑     ↑ byte-aligned

/** Why the reading of blocks ended before the last block's end. */
type Stop = "truncated" | "corrupt" | "too-large";

/** Order in which the lengths of the code length code are sent. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;

/** A segment may be a great many small streams: what is set up for each must be no more than it needs. */
const FIRST_ROOM = 1 << 12;

/** Where a block's codes are built, one stream at a time. */
let room: { readonly literals: Uint16Array; readonly distances: Uint16Array } | undefined;

/**
 * Inflates the zlib stream at the start of `input`, by the contract of `Inflater`: what precedes a damage is
 * delivered to the last symbol, and the bytes of the stream are counted.
 */
export function inflateCarefully(input: Uint8Array, maxBytes: number): Inflated {
  return new Inflation(input, maxBytes).run();
}

class Inflation {
  readonly #input: Uint8Array;
  readonly #maxBytes: number;
  /** Bits taken from the input and not yet used, lowest first. */
  #bits = 0;
  #bitCount = 0;
  /** Next byte of the input to take. */
  #at = 2;
  #out: Uint8Array;
  #size = 0;

  constructor(input: Uint8Array, maxBytes: number) {
    this.#input = input;
    this.#maxBytes = maxBytes;
    this.#out = new Uint8Array(Math.min(maxBytes, FIRST_ROOM));
  }

  run(): Inflated {
    const outcome = this.#header() ?? this.#blocks() ?? this.#trailer();
    const found = outcome === "complete" || outcome === "checksum";
    return {
      bytes: outcome === "too-large" ? new Uint8Array() : this.#found(),
      consumed: found ? this.#at : this.#input.length,
      outcome,
    };
  }

  /** What was inflated, without holding much more memory than that. */
  #found(): Uint8Array {
    return this.#size * 2 < this.#out.length
      ? this.#out.slice(0, this.#size)
      : this.#out.subarray(0, this.#size);
  }

  #header(): Stop | undefined {
    if (this.#input.length < 2) return "truncated";
    return isZlibHeader(this.#input, 0) ? undefined : "corrupt";
  }

  #blocks(): Stop | undefined {
    for (;;) {
      if (!this.#has(3)) return "truncated";
      const last = this.#take(1) === 1;
      const stop = this.#block(this.#take(2));
      if (stop !== undefined || last) return stop;
    }
  }

  #trailer(): Inflated["outcome"] {
    this.#toByteBoundary();
    const at = this.#at;
    if (at + 4 > this.#input.length) return "truncated";
    this.#at = at + 4;
    const view = new DataView(this.#input.buffer, this.#input.byteOffset, this.#input.byteLength);
    return view.getUint32(at) === adler32(this.#out.subarray(0, this.#size)) ? "complete" : "checksum";
  }

  #block(kind: number): Stop | undefined {
    if (kind === 0) return this.#stored();
    if (kind === 3) return "corrupt";
    const codes = kind === 1 ? fixedCodes() : this.#readCodes();
    if (codes === undefined) return "corrupt";
    return typeof codes === "string" ? codes : this.#symbols(codes);
  }

  /** A block of plain bytes: length, its complement, the bytes. Sync flushes are such blocks without bytes. */
  #stored(): Stop | undefined {
    this.#toByteBoundary();
    const input = this.#input;
    const at = this.#at;
    if (at + 4 > input.length) return "truncated";
    const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
    const length = view.getUint16(at, true);
    if ((length ^ view.getUint16(at + 2, true)) !== 0xffff) return "corrupt";
    const end = Math.min(at + 4 + length, input.length);
    const got = end - at - 4;
    if (!this.#makeRoom(got)) return "too-large";
    this.#out.set(input.subarray(at + 4, end), this.#size);
    this.#size += got;
    this.#at = end;
    return got < length ? "truncated" : undefined;
  }

  /** The codes that a dynamic block brings (RFC 1951, 3.2.7); undefined when they are no codes. */
  #readCodes(): Codes | Stop | undefined {
    if (!this.#has(14)) return "truncated";
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const lengthCount = this.#take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) return undefined;
    const ofLengths = new Uint8Array(19);
    for (const symbol of LENGTH_ORDER.slice(0, lengthCount)) {
      if (!this.#has(3)) return "truncated";
      ofLengths[symbol] = this.#take(3);
    }
    room ??= { literals: codeTableRoom(), distances: codeTableRoom() };
    const code = buildCodeTable(ofLengths, room.literals, false);
    const lengths = code && this.#readLengths(code, literalCount + distanceCount);
    if (!(lengths instanceof Uint8Array)) return lengths;
    if (lengths[END_OF_BLOCK] === 0) return undefined;
    const literals = buildCodeTable(lengths.subarray(0, literalCount), room.literals, true);
    const distances = buildCodeTable(lengths.subarray(literalCount), room.distances, true);
    return literals && distances && { literals, distances };
  }

  #readLengths({ entries, bits }: CodeTable, count: number): Uint8Array | Stop {
    const lengths = new Uint8Array(count);
    for (let at = 0; at < count;) {
      // 7 bits for the longest code, 7 for the longest repetition.
      this.#has(14);
      const entry = entries[this.#bits & ((1 << bits) - 1)] as number;
      const width = entry & 15;
      const symbol = entry >> 4;
      const extra = symbol < 16 ? 0 : symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
      if (width + extra > this.#bitCount) return "truncated";
      this.#take(width);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      const repeat = this.#take(extra) + (symbol === 18 ? 11 : 3);
      if (at + repeat > count || (symbol === 16 && at === 0)) return "corrupt";
      lengths.fill(symbol === 16 ? (lengths[at - 1] as number) : 0, at, at + repeat);
      at += repeat;
    }
    return lengths;
  }

  /** Literals and matches up to the end of the block. The state is held in locals for speed. */
  #symbols({ literals, distances }: Codes): Stop | undefined {
    const literalMask = (1 << literals.bits) - 1;
    for (;;) {
      if (this.#bitCount < 20) this.#has(20);
      const entry = literals.entries[this.#bits & literalMask] as number;
      const width = entry & 15;
      if (width > this.#bitCount) return "truncated";
      if (width === 0) return this.#bitCount < literals.bits ? "truncated" : "corrupt";
      this.#bits >>>= width;
      this.#bitCount -= width;
      const symbol = entry >> 4;
      if (symbol < END_OF_BLOCK) {
        if (this.#size === this.#out.length && !this.#makeRoom(1)) return "too-large";
        this.#out[this.#size++] = symbol;
      } else if (symbol === END_OF_BLOCK) {
        return undefined;
      } else {
        const stop = this.#match(symbol - 257, distances);
        if (stop !== undefined) return stop;
      }
    }
  }

  #match(lengthSymbol: number, distances: CodeTable): Stop | undefined {
    const extra = lengthExtra[lengthSymbol];
    if (extra === undefined) return "corrupt";
    if (extra > this.#bitCount) return "truncated";
    const length = (lengthBase[lengthSymbol] as number) + this.#take(extra);
    this.#has(distances.bits);
    const entry = distances.entries[this.#bits & ((1 << distances.bits) - 1)] as number;
    const width = entry & 15;
    if (width === 0) return this.#bitCount < distances.bits ? "truncated" : "corrupt";
    if (width > this.#bitCount) return "truncated";
    this.#take(width);
    const distanceBits = distanceExtra[entry >> 4];
    if (distanceBits === undefined) return "corrupt";
    if (!this.#has(distanceBits)) return "truncated";
    return this.#copy(length, (distanceBase[entry >> 4] as number) + this.#take(distanceBits));
  }

  #copy(length: number, distance: number): Stop | undefined {
    if (distance > this.#size) return "corrupt";
    if (!this.#makeRoom(length)) return "too-large";
    const out = this.#out;
    const end = this.#size + length;
    // Byte by byte: where the distance is shorter than the length, the copy reads what it has just written.
    for (let at = this.#size; at < end; at++) out[at] = out[at - distance] as number;
    this.#size = end;
    return undefined;
  }

  /** Takes bytes in until there are `count` ≤ 25 bits (32 less a byte's); false when the input has no more. */
  #has(count: number): boolean {
    while (this.#bitCount < count && this.#at < this.#input.length) {
      this.#bits |= (this.#input[this.#at++] as number) << this.#bitCount;
      this.#bitCount += 8;
    }
    return this.#bitCount >= count;
  }

  #take(count: number): number {
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  /** Drops the rest of the current byte, and gives back whole bytes that were taken in ahead. */
  #toByteBoundary(): void {
    this.#at -= this.#bitCount >> 3;
    this.#bits = 0;
    this.#bitCount = 0;
  }

  /** False when `count` more bytes would exceed the bound. */
  #makeRoom(count: number): boolean {
    const needed = this.#size + count;
    if (needed <= this.#out.length) return true;
    if (needed > this.#maxBytes) return false;
    const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(needed, this.#out.length * 2)));
    grown.set(this.#out.subarray(0, this.#size));
    this.#out = grown;
    return true;
  }
}
