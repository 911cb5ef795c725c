import type { EventPlatform } from "../storage/driver.ts";
import type { SegmentMeta, ViewKey } from "../storage/stored-segment.ts";

const LISTED_AT_ONCE = 1000;
const MOST_NAMED = 20;

type Span = Pick<SegmentMeta, "start" | "end" | "recordsCount">;

/** Which segments of a view are here, whoever brought them. */
export class HeldSegments {
  readonly indexes = new Set<number>();
  readonly #spans = new Set<string>();
  bytes = 0;

  static async read(events: EventPlatform, view: ViewKey, signal: AbortSignal): Promise<HeldSegments> {
    const held = new HeldSegments();
    for (let afterIndex = -1; ;) {
      const listed = await events.listIndex(view, { afterIndex, limit: LISTED_AT_ONCE }, signal);
      for (const each of listed) {
        held.add(each.indexInView, each);
        held.bytes += each.compressedSegmentSize;
      }
      const last = listed.at(-1);
      if (last === undefined) return held;
      afterIndex = last.indexInView;
    }
  }

  /** Without an index, it gets the next one in the store. */
  add(index: number | null, span: Span): void {
    this.indexes.add(index ?? this.#highest + 1);
    this.#spans.add(spanOf(span));
  }

  /** Whether it is here. One without an index is told by its times. */
  has(index: number | null, span: Span): boolean {
    return index === null ? this.#spans.has(spanOf(span)) : this.indexes.has(index);
  }

  /** As many as there should be, and none missing between them. */
  isWhole(expected: number): boolean {
    return this.indexes.size >= expected && this.#highest + 1 === this.indexes.size;
  }

  /** What is not here, for a person; undefined when nothing is known to be missing. */
  missing(expected: number | undefined): string | undefined {
    if (this.indexes.size === 0)
      return expected === undefined ? "all segments" : `all of ${plural(expected)}`;
    const holes: number[] = [];
    for (let index = 0; index < this.#highest; index += 1) if (!this.indexes.has(index)) holes.push(index);
    const behind = Math.max(0, (expected ?? 0) - this.indexes.size - holes.length);
    const parts = [
      ...(holes.length === 0 ? [] : [`${plural(holes.length)} (${namedIn(holes)})`]),
      ...(behind === 0 ? [] : [`${plural(behind)} at the end`]),
    ];
    return parts.length === 0 ? undefined : parts.join(", ");
  }

  get #highest(): number {
    let highest = -1;
    for (const index of this.indexes) highest = Math.max(highest, index);
    return highest;
  }
}

const spanOf = ({ start, end, recordsCount }: Span) => `${start} ${end} ${recordsCount}`;
const plural = (count: number) => `${count} segment${count === 1 ? "" : "s"}`;
const namedIn = (indexes: readonly number[]) =>
  `${indexes.slice(0, MOST_NAMED).join(", ")}${indexes.length > MOST_NAMED ? ", …" : ""}`;
