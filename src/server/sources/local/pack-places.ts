import type { EventPlatform } from "../../storage/driver.ts";
import type { SegmentPlace, ViewKey } from "../../storage/stored-segment.ts";

/** Places are looked up for so many indexes at once. */
const WINDOW = 512;

/** Each takes some six kilobytes. */
const MOST_WINDOWS = 1024;

/** Segments that lie one behind the other in one blob, with nothing between them. */
export interface PackedRun {
  readonly blobKey: string;
  readonly offset: number;
  readonly length: number;
  readonly segments: readonly { readonly index: number; readonly length: number }[];
}

interface SegmentRange {
  readonly first: number;
  readonly last: number;
}

/** The places of `WINDOW` indexes in one blob; a length of 0: not there. */
interface Window {
  readonly blobKey: string;
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
}

/**
 * Where packed segments are, so that the database is not asked for each page of a view. What is held stays true while
 * the blob is there: who finds it gone forgets the view.
 */
export class PackPlaces {
  readonly #events: Pick<EventPlatform, "listPlaces">;
  readonly #mostWindows: number;
  /** By view and number, in order of use. */
  readonly #windows = new Map<string, Window>();

  constructor(events: Pick<EventPlatform, "listPlaces">, mostWindows: number = MOST_WINDOWS) {
    this.#events = events;
    this.#mostWindows = mostWindows;
  }

  /** All segments of a range, where each is known to lie behind the one before it, in at most `mostBytes`. */
  find(view: ViewKey, { first, last }: SegmentRange, mostBytes: number): PackedRun | null {
    let blobKey: string | undefined;
    let [offset, length] = [0, 0];
    let window: Window | undefined;
    const segments: { readonly index: number; readonly length: number }[] = [];
    for (let index = first; index <= last; index += 1) {
      const at = index % WINDOW;
      if (at === 0 || window === undefined) window = this.#use(nameOf(view, index));
      const own = window?.lengths[at] ?? 0;
      const place = window?.offsets[at] ?? 0;
      if (window === undefined || own === 0 || length + own > mostBytes) return null;
      if (blobKey === undefined) [blobKey, offset] = [window.blobKey, place];
      if (window.blobKey !== blobKey || place !== offset + length) return null;
      length += own;
      segments.push({ index, length: own });
    }
    return blobKey === undefined ? null : { blobKey, offset, length, segments };
  }

  /** Looks up the places of a range and of what is near it, unless that was done before. */
  async load(view: ViewKey, { first, last }: SegmentRange, signal: AbortSignal): Promise<void> {
    for (let start = first - (first % WINDOW); start <= last; start += WINDOW) {
      if (this.#windows.has(nameOf(view, start))) continue;
      const range = { first: start, last: start + WINDOW - 1 };
      const window = windowOf(await this.#events.listPlaces(view, range, signal));
      if (window !== null) this.#keep(nameOf(view, start), window);
    }
  }

  /** Forgets the places of a range. */
  forget(view: ViewKey, { first, last }: SegmentRange): void {
    for (let start = first - (first % WINDOW); start <= last; start += WINDOW) {
      this.#windows.delete(nameOf(view, start));
    }
  }

  #use(name: string): Window | undefined {
    const window = this.#windows.get(name);
    if (window !== undefined) this.#keep(name, window);
    return window;
  }

  #keep(name: string, window: Window): void {
    this.#windows.delete(name);
    this.#windows.set(name, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > this.#mostWindows && oldest !== undefined) this.#windows.delete(oldest);
  }
}

/** Ids may hold anything, so their lengths tell them apart. */
const nameOf = ({ sessionId, viewId }: ViewKey, index: number): string =>
  `${sessionId.length} ${sessionId} ${viewId} ${Math.floor(index / WINDOW)}`;

/** A view is packed as a whole: places in another blob than the first are left out. */
function windowOf(places: readonly SegmentPlace[]): Window | null {
  const [first] = places;
  if (first === undefined) return null;
  const window = {
    blobKey: first.blobKey,
    offsets: new Float64Array(WINDOW),
    lengths: new Uint32Array(WINDOW),
  };
  for (const { index, blobKey, offset, length } of places) {
    if (blobKey !== first.blobKey) continue;
    window.offsets[index % WINDOW] = offset;
    window.lengths[index % WINDOW] = length;
  }
  return window;
}
