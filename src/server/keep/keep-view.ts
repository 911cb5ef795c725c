import type { ViewSummary } from "../../wire/session.ts";
import { DEFAULT_INTAKE_LIMITS } from "../intake/limits.ts";
import { Refusal } from "../intake/refusal.ts";
import { checkRecordedSegment } from "../intake/segment-check.ts";
import type { FedSegment, SegmentFeedPage } from "../sources/session-feed.ts";
import type { IncomingSegment } from "../storage/stored-segment.ts";
import { HeldSegments } from "./held-segments.ts";
import type { Keeping } from "./keep-deps.ts";
import type { KeptImages } from "./kept-images.ts";

/**
 * Keeps a view's segments, from where that was left on. Resolves with what the source did not have, for a person, one
 * line each.
 */
export async function keepView(
  keeping: Keeping,
  view: ViewSummary,
  { images, isOver }: { readonly images: KeptImages; readonly isOver: boolean },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { sessionId, ledger, tally, feed, store } = keeping;
  const key = { sessionId, viewId: view.id };
  const held = await HeldSegments.read(store.events, key, signal);
  tally.addSegments(view.id, held.indexes.size, held.bytes);
  const expected = await feed.expectedSegments(key, signal);
  const faults: string[] = [];
  let { after } = ledger.view(view.id);
  const isWhole = () => (isOver || view.complete) && expected !== undefined && held.isWhole(expected);
  if (!ledger.view(view.id).isDone && !isWhole()) {
    for await (const page of feed.segments(key, { after, held: held.indexes }, signal)) {
      after = page.after ?? after;
      const segments = await newSegments(keeping, view, page, { held, images, faults }, signal);
      await ledger.putSegments(segments, view.id, { after, isDone: false });
      for (const { meta } of segments) held.add(meta.indexInView, meta);
      const bytes = segments.reduce((sum, each) => sum + each.bytes.length, 0);
      tally.addSegments(view.id, segments.length, bytes);
      signal.throwIfAborted();
    }
  }
  await ledger.putSegments([], view.id, { after, isDone: isOver || isWhole() });
  tally.endView(view.id);
  const missing = held.missing(expected);
  return [...(missing === undefined ? [] : [missing]), ...faults].map((line) => `view ${view.id}: ${line}`);
}

interface PageContext {
  readonly held: HeldSegments;
  readonly images: KeptImages;
  readonly faults: string[];
}

/** Those of a page that are not here, checked as the intake checks them; their images are here when it resolves. */
async function newSegments(
  keeping: Keeping,
  view: ViewSummary,
  page: SegmentFeedPage,
  { held, images, faults }: PageContext,
  signal: AbortSignal,
): Promise<readonly IncomingSegment[]> {
  const segments: IncomingSegment[] = [];
  for (const fed of page.segments) {
    if (fed.index !== undefined && held.indexes.has(fed.index)) continue;
    const checked = await check(keeping, view, fed);
    if (checked.kind === "faulty") {
      faults.push(`segment ${fed.index ?? "without an index"} cannot be read: ${checked.fault}`);
      continue;
    }
    const { segment, records } = checked;
    if (held.has(segment.meta.indexInView, segment.meta)) continue;
    await images.keep(records, signal);
    segments.push(segment);
  }
  // The store numbers those without an index in the order in which they are put.
  return segments.toSorted((a, b) => a.meta.start - b.meta.start);
}

async function check(
  { sessionId, applicationId, sdkVersion, inflater }: Keeping,
  view: ViewSummary,
  fed: FedSegment,
) {
  const outside = {
    application: { id: applicationId },
    session: { id: sessionId },
    view: { id: view.id },
    start: fed.start,
    end: fed.end,
    has_full_snapshot: fed.hasFullSnapshot,
    ...(fed.index === undefined ? {} : { index_in_view: fed.index }),
  };
  try {
    const limits = DEFAULT_INTAKE_LIMITS;
    const { segment, records } = await checkRecordedSegment(fed.bytes, outside, sdkVersion, {
      inflater,
      limits,
    });
    return { kind: "good", segment, records } as const;
  } catch (error) {
    if (error instanceof Refusal) return { kind: "faulty", fault: error.message } as const;
    throw error;
  }
}
