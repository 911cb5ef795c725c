const MODULUS = 65521;
/** Most bytes that can be summed up before the sums must be reduced to stay in 32 bits. */
const STRETCH = 3800;

/** The checksum at the end of a zlib stream (RFC 1950), an unsigned 32-bit number. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + STRETCH, bytes.length);
    for (; at < end; at++) {
      low += bytes[at] as number;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}
