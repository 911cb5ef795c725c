import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** As pixelmatch has it: how far two colours must be apart to be different ones. */
const THRESHOLD = 0.1;

export interface Comparison {
  /** Per cent of pixels that differ; 100 where the sizes do. */
  readonly percent: number;
  /** A PNG that shows where. */
  readonly difference: Buffer;
}

/** Compares two PNGs. */
export function comparePictures(expected: Buffer, got: Buffer): Comparison {
  const a = PNG.sync.read(expected);
  const b = PNG.sync.read(got);
  const difference = new PNG({ width: a.width, height: a.height });
  if (a.width !== b.width || a.height !== b.height) {
    console.warn(`one picture is ${a.width}×${a.height}, the other ${b.width}×${b.height}`);
    return { percent: 100, difference: PNG.sync.write(difference) };
  }
  const count = pixelmatch(a.data, b.data, difference.data, a.width, a.height, { threshold: THRESHOLD });
  return { percent: (100 * count) / (a.width * a.height), difference: PNG.sync.write(difference) };
}
