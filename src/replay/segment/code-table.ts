/**
 * A prefix code of a deflate block (RFC 1951, 3.2.2) as a lookup table. The next `bits` bits of the stream,
 * taken as a number, are the index:
 *
 *   entry = symbol << 4 | length of its code in bits;   0: no such code
 */
export interface CodeTable {
  readonly entries: Uint16Array;
  readonly bits: number;
}

const LONGEST_CODE = 15;

/** The 15 bits of every number up to 2^15 in reverse: codes are packed from their highest bit. */
const reversed = new Uint16Array(1 << LONGEST_CODE);
for (let i = 1; i < reversed.length; i++) {
  reversed[i] = ((reversed[i >> 1] as number) >> 1) | ((i & 1) << (LONGEST_CODE - 1));
}

/**
 * Builds the table for symbols 0, 1, … with code lengths `lengths` (0: the symbol does not occur) into
 * `entries`, which must hold 2^15. Undefined when the lengths are no prefix code, by zlib's rules: none
 * may be over-subscribed, and only a single one-bit code may be incomplete, where `mayBeIncomplete`.
 */
export function buildCodeTable(
  lengths: Uint8Array,
  entries: Uint16Array,
  mayBeIncomplete: boolean,
): CodeTable | undefined {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  let bits = LONGEST_CODE;
  while (bits > 1 && counts[bits] === 0) bits--;

  const next = new Uint16Array(LONGEST_CODE + 2);
  let free = 1;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const count = counts[length] as number;
    free = free * 2 - count;
    if (free < 0) return undefined;
    next[length + 1] = ((next[length] as number) + count) << 1;
  }
  if (free > 0) {
    const atMostOneBit = bits === 1;
    if (!mayBeIncomplete || !atMostOneBit) return undefined;
    entries.fill(0, 0, 1 << bits);
  }
  fill(lengths, entries, next, bits);
  return { entries, bits };
}

/** Writes each symbol at every index whose low bits are its code. `next` holds the first code of each length. */
function fill(lengths: Uint8Array, entries: Uint16Array, next: Uint16Array, bits: number): void {
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const code = next[length] as number;
    next[length] = code + 1;
    const entry = (symbol << 4) | length;
    const step = 1 << length;
    for (let at = (reversed[code] as number) >> (LONGEST_CODE - length); at < 1 << bits; at += step) {
      entries[at] = entry;
    }
  }
}

/** Room for a code table of any size. */
export const codeTableRoom = () => new Uint16Array(1 << LONGEST_CODE);

/** The codes of a block: of literals, ends and lengths, and of distances. */
export interface Codes {
  readonly literals: CodeTable;
  readonly distances: CodeTable;
}

let fixed: Codes | undefined;

/** The codes of blocks that bring none of their own (RFC 1951, 3.2.6). */
export function fixedCodes(): Codes | undefined {
  if (fixed) return fixed;
  const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  const literals = buildCodeTable(lengths, codeTableRoom(), false);
  const distances = buildCodeTable(new Uint8Array(32).fill(5), codeTableRoom(), false);
  if (literals && distances) fixed = { literals, distances };
  return fixed;
}
