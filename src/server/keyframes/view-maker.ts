import { deserialize, serialize } from "node:v8";
import { deflateSync, inflateSync } from "node:zlib";
import type { ScanState } from "../../replay/view/scan-state.ts";
import { type KeyframeSpacing, SPACING } from "../../replay/view/view-scan.ts";
import type { EventPlatform } from "../storage/driver.ts";
import type { IndexedSegment, ViewKey } from "../storage/stored-segment.ts";
import type { ViewSize } from "../storage/view-listing.ts";
import type { DerivedStore } from "./derived-store.ts";
import type { KeptList } from "./manifest.ts";
import { ScanFailure, ScanThread, type ThreadLimits } from "./scan-thread.ts";
import { feedOf, type ListedView, type SegmentReader } from "./segment-feed.ts";
import type { Resume, ThreadReport } from "./thread-messages.ts";

/** Where views come from, where what is made of them goes, and what it may take. */
export interface MakerParts {
  readonly events: EventPlatform;
  readonly derived: DerivedStore;
  readonly readSegments: (view: ViewKey, ...rest: Parameters<SegmentReader>) => ReturnType<SegmentReader>;
  /** Where the thread's program is. */
  readonly program: URL;
  readonly limits: MakerLimits;
}

export interface MakerLimits extends ThreadLimits {
  /** Milliseconds that one go at a view may take. */
  readonly viewMs: number;
  /** So many bytes of segments are in memory at once, or one larger segment. */
  readonly batchBytes: number;
  /** After so many bytes of segments what was made is kept, and an interruption loses no more than that. */
  readonly stepBytes: number;
  readonly spacing: KeyframeSpacing;
  /** Smaller views are decoded from their start just as well. */
  readonly worth: ViewSize & { readonly rawBytes: number };
  /** So many bytes of segments must have come to a view that grows, since it was last gone on with. */
  readonly growthBytes: number;
}

export const MAKER_LIMITS: MakerLimits = {
  memory: 768,
  messageMs: 60_000,
  viewMs: 20 * 60_000,
  batchBytes: 4 * 1024 * 1024,
  stepBytes: 16 * 1024 * 1024,
  spacing: SPACING,
  worth: { bytes: 16 * 1024, segments: 3, rawBytes: SPACING.rawBytes },
  growthBytes: 128 * 1024,
};

const INDEX_BATCH = 1000;

/**
 * Brings a view's derived data up to date, where it is worth it. Gives whether there was something to do.
 * @throws a `ScanFailure` when the view has been given up just now.
 */
export async function makeView(parts: MakerParts, view: ViewKey, signal: AbortSignal): Promise<boolean> {
  const { derived } = parts;
  const manifest = await derived.read(view, signal);
  if (manifest?.givenUp != null) return false;
  const listed = await listView(parts.events, view, signal);
  if (listed === null) return false;
  const before = manifest?.list && isStillTrue(manifest.list, listed) ? manifest.list : null;
  if (!isWorth(listed, before, parts.limits)) return false;
  const making = new ViewMaking(parts, view, listed);
  try {
    const goneOn = before?.resume ? await making.goOn(before, signal) : false;
    if (!goneOn) await making.run(null, null, signal);
  } catch (error) {
    if (error instanceof ScanFailure) await derived.giveUp(view, error.message, signal);
    throw error;
  }
  return true;
}

async function listView(
  events: EventPlatform,
  view: ViewKey,
  signal: AbortSignal,
): Promise<ListedView | null> {
  // The view first: a segment that comes in between makes a complete view longer, never an open one complete.
  const stored = await events.getView(view, signal);
  if (stored === null) return null;
  const listed: IndexedSegment[] = [];
  for (;;) {
    const afterIndex = listed.at(-1)?.indexInView ?? -1;
    const batch = await events.listIndex(view, { afterIndex, limit: INDEX_BATCH }, signal);
    listed.push(...batch);
    if (batch.length < INDEX_BATCH) break;
  }
  return { listed, span: { start: stored.start, end: stored.end }, complete: stored.packed };
}

/** Whether no segment has come since that belongs before the end of what was made. */
const isStillTrue = (list: KeptList, { listed }: Pick<ListedView, "listed">): boolean =>
  listed.filter(({ indexInView }) => indexInView <= list.through).length === list.segments;

function isWorth(
  { listed, complete }: ListedView,
  before: KeptList | null,
  { worth, growthBytes }: MakerLimits,
): boolean {
  if (before === null) {
    const rawBytes = listed.reduce((sum, each) => sum + each.rawSegmentSize, 0);
    return listed.length >= worth.segments && rawBytes >= worth.rawBytes;
  }
  if (complete) return !before.complete || before.segments < listed.length;
  const come = listed.filter(({ indexInView }) => indexInView > before.through);
  const bytes = come.reduce((sum, each) => sum + each.compressedSegmentSize, 0);
  // The last keyframe has all strings of the view, and is written each time.
  return bytes >= Math.max(growthBytes, before.entries.at(-1)?.bytes ?? 0);
}

/** One go at a view. */
class ViewMaking {
  readonly #parts: MakerParts;
  readonly #view: ViewKey;
  readonly #listed: ListedView;

  constructor(parts: MakerParts, view: ViewKey, listed: ListedView) {
    this.#parts = parts;
    this.#view = view;
    this.#listed = listed;
  }

  /** Goes on with what was made. False where that cannot be read, or fails: then all is to be made anew. */
  async goOn(from: KeptList, signal: AbortSignal): Promise<boolean> {
    try {
      const resume = await this.#resume(from, signal);
      if (resume === null) return false;
      await this.run(from, resume, signal);
      return true;
    } catch (error) {
      if (error instanceof ScanFailure) return false;
      throw error;
    }
  }

  /** Makes what follows `from`, going on as `resume` says; null: all, from the view's start. */
  async run(from: KeptList | null, resume: Resume | null, signal: AbortSignal): Promise<void> {
    const { program, limits } = this.#parts;
    const timeOut = AbortSignal.timeout(limits.viewMs);
    const thread = new ScanThread(program, limits, AbortSignal.any([signal, timeOut]));
    try {
      await thread.begin(this.#view.viewId, limits.spacing, resume);
      await this.#scan(thread, from, resume?.after ?? -1, signal);
    } catch (error) {
      if (timeOut.aborted && !signal.aborted)
        throw new ScanFailure(`it took longer than ${limits.viewMs} ms`, { cause: error });
      throw error;
    } finally {
      await thread.close();
    }
  }

  async #scan(thread: ScanThread, from: KeptList | null, after: number, signal: AbortSignal): Promise<void> {
    const { complete, span } = this.#listed;
    const { batchBytes, stepBytes } = this.#parts.limits;
    const read: SegmentReader = (indexes, reading) => this.#parts.readSegments(this.#view, indexes, reading);
    let list = from;
    let through = after;
    let fed = 0;
    for await (const items of feedOf(this.#listed, after + 1, batchBytes, read, signal)) {
      if (fed >= stepBytes) {
        list = await this.#keep(list, through, false, await thread.report(false, span), signal);
        fed = 0;
      }
      await thread.feed(items);
      for (const item of items) {
        through = item.kind === "segment" ? item.index : item.last;
        fed += item.kind === "segment" ? item.bytes.length : 0;
      }
    }
    await this.#keep(list, through, complete, await thread.report(complete, span), signal);
  }

  #keep(
    before: KeptList | null,
    through: number,
    complete: boolean,
    { state, ...report }: ThreadReport,
    signal: AbortSignal,
  ): Promise<KeptList> {
    const segments = this.#listed.listed.filter(({ indexInView }) => indexInView <= through).length;
    const resume = state && deflateSync(serialize(state));
    const made = { ...report, through, segments, complete, resume };
    return this.#parts.derived.publish(this.#view, before, made, signal);
  }

  /** Null where it cannot be read: then all is made anew. */
  async #resume({ entries, resume }: KeptList, signal: AbortSignal): Promise<Resume | null> {
    const { derived } = this.#parts;
    const last = entries.at(-1);
    if (resume === null || last === undefined) return null;
    const checkpoint = await derived.bytes(this.#view, last, signal);
    const state = await derived.bytes(this.#view, resume, signal);
    if (checkpoint === null || state === null) return null;
    const { after, at } = last;
    return { after, at, checkpoint, state: deserialize(inflateSync(state)) as ScanState };
  }
}
