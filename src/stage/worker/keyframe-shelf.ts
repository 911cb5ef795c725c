import { countBefore } from "../../base/binary-search.ts";
import type { Inflater } from "../../replay/segment/inflater.ts";
import type { KeyframePlace } from "../../replay/timeline/seek-entry.ts";
import { type DecoderCheckpoint, parseCheckpoint } from "../../replay/translate/decoder-checkpoint.ts";

/** Most bytes that a checkpoint may inflate to. */
const MAX_CHECKPOINT_BYTES = 64 * 1024 * 1024;

/** A view's keyframes: where they are, and the checkpoints of those that are here, deflated. */
export class KeyframeShelf {
  readonly #inflater: Inflater;
  readonly #broken: (after: number) => void;
  readonly #held = new Map<number, Uint8Array>();
  #places: readonly KeyframePlace[] = [];
  #bytes = 0;

  /** `broken` is told where a keyframe that came cannot be read. */
  constructor(inflater: Inflater, broken: (after: number) => void) {
    this.#inflater = inflater;
    this.#broken = broken;
  }

  /** Bytes of the checkpoints that are here. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All that are known, in order. */
  get places(): readonly KeyframePlace[] {
    return this.#places;
  }

  /** Adds places that a source has made keyframes for. */
  list(places: readonly KeyframePlace[]): void {
    const known = new Set(places.map(({ after }) => after));
    const own = this.#places.filter(({ after }) => !known.has(after) && this.#held.has(after));
    this.#places = [...places, ...own].toSorted((a, b) => a.after - b.after);
  }

  /** Takes a keyframe that was made here. */
  add(place: KeyframePlace, bytes: Uint8Array): void {
    if (!this.#places.some(({ after }) => after === place.after))
      this.#places = [...this.#places, place].toSorted((a, b) => a.after - b.after);
    this.#hold(place.after, bytes);
  }

  /** Takes a listed keyframe's bytes; null: they cannot be got, and the place is none. */
  put(after: number, bytes: Uint8Array | null): void {
    if (bytes !== null) this.#hold(after, bytes);
    else this.#forget(after);
  }

  /** Drops a keyframe's bytes; its place stays. */
  drop(after: number): void {
    this.#bytes -= this.#held.get(after)?.length ?? 0;
    this.#held.delete(after);
  }

  /** Whether a keyframe's bytes are here. */
  has(after: number): boolean {
    return this.#held.has(after);
  }

  /** The place of the keyframe which decoding passes between the segments before `index` and `index` itself. */
  passedBefore(index: number): KeyframePlace | undefined {
    const place = this.#places[countBefore(this.#places, ({ after }) => after < index) - 1];
    return place?.after === index - 1 ? place : undefined;
  }

  /** A keyframe's checkpoint; undefined when it is not here or cannot be read, and then its place is none. */
  async checkpoint(after: number): Promise<DecoderCheckpoint | undefined> {
    const bytes = this.#held.get(after);
    if (bytes === undefined) return undefined;
    try {
      const inflated = await this.#inflater.inflate(bytes, MAX_CHECKPOINT_BYTES);
      return parseCheckpoint(JSON.parse(new TextDecoder().decode(inflated.bytes)));
    } catch {
      // Made by another version, or damaged: what it stands for is decoded instead.
      this.#forget(after);
      this.#broken(after);
      return undefined;
    }
  }

  #hold(after: number, bytes: Uint8Array): void {
    this.drop(after);
    this.#held.set(after, bytes);
    this.#bytes += bytes.length;
  }

  #forget(after: number): void {
    this.drop(after);
    this.#places = this.#places.filter((place) => place.after !== after);
  }
}

/** A checkpoint's bytes as they are kept: its JSON, deflated. */
export async function packCheckpoint(checkpoint: DecoderCheckpoint): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Response(JSON.stringify(checkpoint)).body?.pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
