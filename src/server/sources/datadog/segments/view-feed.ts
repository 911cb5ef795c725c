import type { ViewKey } from "../../../storage/stored-segment.ts";
import type { SegmentFeedPage, SegmentFeedStart } from "../../session-feed.ts";
import { SourceError } from "../../source.ts";
import type { Page } from "./read-answer.ts";
import type { RecordedSegment } from "./recorded-segment.ts";
import type { PageAsk } from "./segment-endpoint.ts";
import { beginAt, fedSegment, placeOf } from "./feed-place.ts";
import { storagesOf, type WalkedView } from "./view-walk.ts";
import type { WalkPosition } from "./walk-position.ts";

/** Pages one after the other that bring nothing new. */
const MOST_EMPTY_PAGES = 20;

export interface ViewFeedDeps {
  readonly fetchPage: (ask: PageAsk, signal: AbortSignal) => Promise<Page | null>;
}

/**
 * A view's segments for somebody who keeps them: page by page from any place on, and nothing of them is kept here. The
 * storages are gone through as `ViewWalk` does.
 */
export async function* feedView(
  view: ViewKey,
  known: WalkedView,
  { after, held }: SegmentFeedStart,
  { fetchPage }: ViewFeedDeps,
  signal: AbortSignal,
): AsyncGenerator<SegmentFeedPage> {
  const position = beginAt(after, storagesOf(known));
  const seen = new SeenSegments(known.expectedSegments, held);
  let lastFresh: string | undefined;
  let emptyPages = 0;
  for (let storage = position.storage; storage !== undefined; storage = position.storage) {
    const { paging } = position;
    const page = await fetchOrRestart(
      { view, storage, ts: known.ts, paging, priority: "later" },
      position,
      fetchPage,
      signal,
    );
    if (page === "again") continue;
    const segments = (page?.segments ?? []).filter((each) => isOf(view, each));
    emptyPages = seen.add(segments) ? 0 : emptyPages + 1;
    if (page?.next !== undefined && emptyPages > MOST_EMPTY_PAGES)
      throw new SourceError(502, `${storage} sends page after page without a segment that is new`);
    if (storage === "event_platform" && page !== null) lastFresh = paging;
    if (page?.next === undefined || !position.follow(page.next)) {
      emptyPages = 0;
      if (seen.isWhole) position.end();
      else position.nextStorage();
    }
    yield { segments: segments.map(fedSegment), after: placeOf(position, lastFresh) };
  }
}

async function fetchOrRestart(
  ask: PageAsk,
  position: WalkPosition,
  fetchPage: ViewFeedDeps["fetchPage"],
  signal: AbortSignal,
): Promise<Page | null | "again"> {
  try {
    return await fetchPage(ask, signal);
  } catch (error) {
    // A token may be good for a while only.
    if (error instanceof SourceError && error.status === 400 && position.restart()) return "again";
    throw error;
  }
}

const isOf = ({ sessionId, viewId }: ViewKey, segment: RecordedSegment) =>
  (segment.sessionId ?? sessionId) === sessionId && (segment.viewId ?? viewId) === viewId;

/** Which segments came or are held: whether another storage has to be asked. */
class SeenSegments {
  readonly #expected: number;
  readonly #held: ReadonlySet<number>;
  readonly #seen = new Set<number | string>();

  constructor(expected: number | undefined, held: ReadonlySet<number>) {
    this.#expected = Math.max(1, expected ?? 1);
    this.#held = held;
  }

  /** Whether one of them is new. */
  add(segments: readonly RecordedSegment[]): boolean {
    const before = this.#seen.size;
    for (const { index, start, end, records } of segments)
      this.#seen.add(index ?? `${start} ${end} ${records}`);
    return this.#seen.size > before;
  }

  /** As many as the client counted, and none missing between them. */
  get isWhole(): boolean {
    const all = new Set<number | string>([...this.#held, ...this.#seen]);
    const numbers = [...all].filter((each) => typeof each === "number");
    const highest = numbers.reduce((most, each) => Math.max(most, each), -1);
    return all.size >= this.#expected && numbers.length === highest + 1;
  }
}
