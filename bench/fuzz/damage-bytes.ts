import { constants, deflateSync, inflateSync } from "node:zlib";
import type { Random } from "./random.ts";
import type { RealSegment } from "./real-views.ts";

/** A damaged segment. */
export interface Damaged {
  readonly bytes: Uint8Array;
  /** How many records from the first on are as they were, and can be read. */
  readonly whole: number;
  readonly what: string;
}

type Edit = (bytes: Buffer, random: Random) => { readonly edited: Buffer; readonly at: number };

const edits: Record<string, Edit> = {
  "bits flipped": (bytes, random) => {
    const edited = Buffer.from(bytes);
    let first = bytes.length;
    for (let count = 1 + random.below(8); count > 0; count -= 1) {
      const at = random.below(bytes.length);
      edited.writeUInt8(edited.readUInt8(at) ^ (1 << random.below(8)), at);
      first = Math.min(first, at);
    }
    return { edited, at: first };
  },
  cut: (bytes, random) => {
    const at = random.below(bytes.length);
    return { edited: bytes.subarray(0, at), at };
  },
  "a stretch left out": (bytes, random) => {
    const at = random.below(bytes.length);
    const end = at + 1 + random.below(bytes.length - at);
    return { edited: Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]), at };
  },
  "a stretch repeated": (bytes, random) => {
    const at = random.below(bytes.length);
    const from = random.below(bytes.length);
    const stretch = bytes.subarray(from, from + 1 + random.below(bytes.length - from));
    return { edited: Buffer.concat([bytes.subarray(0, at), stretch, bytes.subarray(at)]), at };
  },
  noise: (bytes, random) => {
    const at = random.below(bytes.length);
    const edited = Buffer.from(bytes);
    const end = Math.min(bytes.length, at + 1 + random.below(64));
    for (let index = at; index < end; index += 1) edited[index] = random.below(256);
    return { edited, at };
  },
};

const wholeBefore = ({ ends }: RealSegment, at: number): number => ends.filter((end) => end <= at).length;

/** Damages the bytes as they are uploaded. */
export function damageCompressed(segment: RealSegment, random: Random): Damaged {
  const name = random.pick(Object.keys(edits));
  const { edited, at } = edit(name, segment.bytes, random);
  // What zlib makes of the bytes before the damage can be read whatever comes behind.
  const before = inflateSync(segment.bytes.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH });
  return { bytes: edited, whole: wholeBefore(segment, before.length), what: `compressed: ${name} at ${at}` };
}

/** Damages the text, which then goes as zlib or as it is. */
export function damageText(segment: RealSegment, random: Random): Damaged {
  const name = random.pick([...Object.keys(edits), ...inserts.keys()]);
  const insert = inserts.get(name);
  const { edited, at } = insert
    ? inserted(segment.text, random, insert(random))
    : edit(name, segment.text, random);
  return { bytes: packed(edited, random), whole: wholeBefore(segment, at), what: `text: ${name} at ${at}` };
}

/** A text as a segment: compressed or not. */
export const packed = (text: Buffer, random: Random): Uint8Array =>
  random.next() < 0.5 ? deflateSync(text, { level: 1 }) : text;

function edit(name: string, bytes: Buffer, random: Random): ReturnType<Edit> {
  const apply = edits[name];
  if (!apply) throw new Error(`no edit is named ${name}`);
  return apply(bytes, random);
}

const inserts = new Map<string, (random: Random) => string>([
  ["lists in lists", (random) => "[".repeat(1 + random.below(500_000))],
  ["objects in objects", (random) => '{"records":[{"a":'.repeat(1 + random.below(100_000))],
  ["a huge string", (random) => `"${"x\\u0000".repeat(random.below(500_000))}`],
  ["quotes and backslashes", (random) => '\\"'.repeat(1 + random.below(200_000))],
  ["many records", (random) => ',{"type":3,"timestamp":1,"data":{}}'.repeat(random.below(50_000))],
  ["a beginning of a segment", () => '{"records":[{"type":4,"timestamp":1,"data":{}},'],
  ["numbers without end", (random) => "9".repeat(1 + random.below(500_000))],
]);

function inserted(text: Buffer, random: Random, what: string): ReturnType<Edit> {
  const at = random.below(text.length);
  return { edited: Buffer.concat([text.subarray(0, at), Buffer.from(what), text.subarray(at)]), at };
}
