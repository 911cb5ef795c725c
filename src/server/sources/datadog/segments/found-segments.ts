import type { CachedPlace } from "./segment-cache.ts";
import type { RecordedSegment } from "./recorded-segment.ts";

/** A segment that was fetched, and where it is kept. */
export interface FoundSegment extends Omit<RecordedSegment, "bytes" | "index"> {
  readonly index: number;
  readonly place: CachedPlace;
}

/** What a page brought that was not there. */
type NewSegment = Omit<RecordedSegment, "bytes">;

/** The segments of one view that were found so far, in order of index. */
export class FoundSegments {
  readonly #numbered = new Map<number, FoundSegment>();
  /** Older SDKs and the mobile ones do not number segments: they are in order of their start. */
  readonly #unnumbered = new Map<string, Omit<FoundSegment, "index">>();

  get count(): number {
    return this.#numbered.size + this.#unnumbered.size;
  }

  /** Those that are not there, each once. */
  newOf<T extends NewSegment>(segments: readonly T[]): readonly T[] {
    const fresh = new Map<number | string, T>();
    for (const segment of segments) {
      const { index } = segment;
      const span = spanOf(segment);
      const isThere = index === undefined ? this.#unnumbered.has(span) : this.#numbered.has(index);
      if (!isThere && !fresh.has(index ?? span)) fresh.set(index ?? span, segment);
    }
    return [...fresh.values()];
  }

  add({ index, ...segment }: NewSegment, place: CachedPlace): void {
    if (index === undefined) this.#unnumbered.set(spanOf(segment), { ...segment, place });
    else this.#numbered.set(index, { ...segment, index, place });
  }

  /** Numbers before the last one of which there is no segment, the first `most` of them. */
  missing(most: number): readonly number[] {
    const missing: number[] = [];
    let next = 0;
    for (const index of [...this.#numbered.keys()].toSorted((a, b) => a - b)) {
      for (; next < index && missing.length < most; next += 1) missing.push(next);
      next = index + 1;
    }
    return missing;
  }

  /** All of them. Those without a number come behind the numbered, in order of their start. */
  all(): readonly FoundSegment[] {
    const numbered = [...this.#numbered.values()].toSorted((a, b) => a.index - b.index);
    const next = (numbered.at(-1)?.index ?? -1) + 1;
    const rest = [...this.#unnumbered.values()].toSorted((a, b) => a.start - b.start || a.end - b.end);
    for (const [at, segment] of rest.entries()) numbered.push({ ...segment, index: next + at });
    return numbered;
  }

  /** All of them as they came, in no order that holds; those without a number have none. */
  asCame(): readonly (NewSegment & { readonly place: CachedPlace })[] {
    const found: (NewSegment & { readonly place: CachedPlace })[] = [...this.#numbered.values()];
    for (const each of this.#unnumbered.values()) found.push({ ...each, index: undefined });
    return found;
  }

  /** Those from 0 on up to the first that is missing: whatever comes, they stay what they are. */
  leading(): readonly FoundSegment[] {
    const leading: FoundSegment[] = [];
    for (let found = this.#numbered.get(0); found !== undefined; found = this.#numbered.get(leading.length))
      leading.push(found);
    return leading;
  }
}

const spanOf = ({ start, end, records }: Pick<NewSegment, "start" | "end" | "records">) =>
  `${start} ${end} ${records}`;
