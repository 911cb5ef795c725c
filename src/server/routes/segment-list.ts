import type { Inflater } from "../../replay/segment/inflater.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import type { SegmentWalker, WalkEntry, WalkPosition } from "../sources/source.ts";
import type { Walked } from "./paging-token.ts";

/** How a page of segments is filled. */
export interface SegmentListOptions {
  readonly walker: SegmentWalker;
  readonly inflater: Inflater;
  /** Most bytes that one segment may inflate to. */
  readonly maxInflatedBytes: number;
  /** Most bytes of the page's `data` as JSON; exceeded only by a single segment. */
  readonly maxListBytes: number;
}

/** A page of segments: `data` as JSON text, and where the walk goes on, null on the last page. */
export interface SegmentList {
  readonly data: string;
  readonly next: WalkPosition | null;
}

/** Entries that are looked up at once. */
const BATCH = 100;

/** Fills one page, from `after` on; null when there is no such view. */
export async function fillSegmentList(
  walked: Walked,
  after: WalkPosition | null,
  options: SegmentListOptions,
  signal: AbortSignal,
): Promise<SegmentList | null> {
  const page = new JsonList(options.maxListBytes);
  for (let position = after; ;) {
    const found = await nextEntries(walked, position, options.walker, signal);
    if (found === null) return null;
    for await (const { entry, json } of segmentTexts(found.entries, walked, options, page, signal)) {
      if (!page.add(json)) return { data: page.text(), next: position };
      position = entry.position;
    }
    if (!found.more) return { data: page.text(), next: null };
  }
}

const nextEntries = (
  { sessionId, viewId, storage }: Walked,
  after: WalkPosition | null,
  walker: SegmentWalker,
  signal: AbortSignal,
) => walker.walkSegments({ sessionId, viewId }, { storage, after: after ?? undefined, limit: BATCH }, signal);

/** Segments as JSON text, read no further ahead than the page is likely to take. */
async function* segmentTexts(
  entries: readonly WalkEntry[],
  view: Walked,
  options: SegmentListOptions,
  page: JsonList,
  signal: AbortSignal,
) {
  for (let rest = entries; rest.length > 0;) {
    const ahead = rest.slice(0, likelyToFit(rest, page.room()));
    rest = rest.slice(ahead.length);
    const indexes = ahead.map((entry) => entry.segment.indexInView);
    const frames = await options.walker.readSegments(view, indexes, signal);
    const bytesOf = new Map(frames.map((frame) => [frame.index, frame.bytes]));
    for (const entry of ahead) {
      const bytes = bytesOf.get(entry.segment.indexInView) ?? new Uint8Array();
      yield { entry, json: await segmentJson(entry, bytes, options, signal) };
    }
  }
}

/** How many of the entries, at least one, by what is said of their size. Some SDKs say 0 for raw bytes. */
function likelyToFit(entries: readonly WalkEntry[], room: number): number {
  let total = 0;
  const tooMany = entries.findIndex(({ segment }) => {
    total += Math.max(segment.rawSegmentSize, segment.compressedSegmentSize);
    return total > room;
  });
  return tooMany === -1 ? entries.length : Math.max(1, tooMany);
}

async function segmentJson(
  { segment }: WalkEntry,
  bytes: Uint8Array,
  { inflater, maxInflatedBytes }: SegmentListOptions,
  signal: AbortSignal,
): Promise<string> {
  const index = segment.indexInView;
  const { records } = await readSegment(bytes, inflater, { maxInflatedBytes, segmentIndex: index, signal });
  return JSON.stringify({
    id: `${segment.viewId}-${index}`,
    type: "rum_replay_segment",
    attributes: {
      application: { id: segment.applicationId },
      session: { id: segment.sessionId },
      view: { id: segment.viewId },
      source: segment.source,
      creation_reason: segment.creationReason,
      start: segment.start,
      end: segment.end,
      index_in_view: index,
      records_count: segment.recordsCount,
      has_full_snapshot: segment.hasFullSnapshot,
      raw_segment_size: segment.rawSegmentSize,
      compressed_segment_size: segment.compressedSegmentSize,
      records,
    },
  });
}

/** A JSON array of bounded size in UTF-8 bytes. The first item always fits. */
class JsonList {
  readonly #items: string[] = [];
  readonly #maxBytes: number;
  // The brackets.
  #bytes = 2;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that another item, its comma not counted, may have. */
  room(): number {
    return this.#maxBytes - this.#bytes;
  }

  /** Adds an item, unless it does not fit. */
  add(json: string): boolean {
    const comma = this.#items.length > 0 ? 1 : 0;
    const bytes = this.#bytes + comma + Buffer.byteLength(json);
    if (bytes > this.#maxBytes && this.#items.length > 0) return false;
    this.#items.push(json);
    this.#bytes = bytes;
    return true;
  }

  text(): string {
    return `[${this.#items.join(",")}]`;
  }
}
