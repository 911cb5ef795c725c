// The symbols of matches in a deflate block (RFC 1951, 3.2.5): each stands for a range of lengths or distances,
// and bits that follow it say which one it is.

/** How many bits follow length symbols 257…285. */
export const lengthExtra = Uint8Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
/** How many bits follow distance symbols 0…29. */
export const distanceExtra = Uint8Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));

/** The smallest length of each symbol. The last has one length only, which the one before could have too. */
export const lengthBase = bases(lengthExtra, 3);
lengthBase[28] = 258;

/** The smallest distance of each symbol. */
export const distanceBase = bases(distanceExtra, 1);

function bases(extra: Uint8Array, first: number): Uint16Array {
  const out = new Uint16Array(extra.length);
  for (let i = 0, base = first; i < out.length; base += 1 << (extra[i] as number), i++) out[i] = base;
  return out;
}
