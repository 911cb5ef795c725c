/** What a segment's bytes look like from their beginning. */
export type SegmentForm = "zlib" | "json" | "unknown";

const DEFLATE = 8;
const PRESET_DICTIONARY = 0x20;

/** Whether a zlib stream (RFC 1950) may begin at `at`: its two header bytes are a multiple of 31. */
export function isZlibHeader(bytes: Uint8Array, at: number): boolean {
  const method = bytes[at];
  const flags = bytes[at + 1];
  if (method === undefined || flags === undefined) return false;
  const window = method >> 4;
  return (
    (method & 15) === DEFLATE &&
    window <= 7 &&
    (flags & PRESET_DICTIONARY) === 0 &&
    ((method << 8) | flags) % 31 === 0
  );
}

/** Index of the first byte at or after `at` that is not blank by JSON's rules. */
export function skipBlankBytes(bytes: Uint8Array, at: number): number {
  let i = at;
  while (isBlank(bytes[i])) i++;
  return i;
}

/** Tells the forms of a segment apart by its first byte that is not blank. A byte order mark is passed over. */
export function sniff(bytes: Uint8Array): SegmentForm {
  if (isZlibHeader(bytes, 0)) return "zlib";
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const first = bytes[skipBlankBytes(bytes, marked ? 3 : 0)];
  return first === 0x7b || first === 0x5b ? "json" : "unknown";
}

const isBlank = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
