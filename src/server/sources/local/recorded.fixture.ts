import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { epochMs } from "../../../base/time.ts";
import type { Store } from "../../storage/driver.ts";
import type { IncomingRumEvent } from "../../storage/stored-rum-event.ts";
import type { IncomingSegment } from "../../storage/stored-segment.ts";
import type { ClientHints } from "../../storage/stored-session.ts";
import { startPacker } from "../../storage/packer.ts";

// Real recordings in a real store, for tests of what reads them.

const RECORDINGS = new URL("../../../../e2e/fixtures/recordings/", import.meta.url);

/** What the SDK sends beside a segment. */
interface SegmentEvent {
  readonly application: { readonly id: string };
  readonly session: { readonly id: string };
  readonly view: { readonly id: string };
  readonly source: string;
  readonly creation_reason: string;
  readonly start: number;
  readonly end: number;
  readonly index_in_view: number;
  readonly records_count: number;
  readonly has_full_snapshot: boolean;
  readonly raw_segment_size: number;
  readonly compressed_segment_size: number;
}

/** A recording as the intake would hand it over: segments by view in order of index, and RUM events. */
export interface Recorded {
  readonly sessionId: string;
  readonly viewIds: readonly string[];
  /** Of all views, in order. */
  readonly segments: readonly IncomingSegment[];
  readonly rumEvents: readonly IncomingRumEvent[];
}

/** The view with most segments, and these. */
export function longestView({ sessionId, viewIds, segments }: Recorded) {
  const [longest] = viewIds
    .map((viewId) => ({ viewId, sent: segments.filter((segment) => segment.meta.viewId === viewId) }))
    .toSorted((a, b) => b.sent.length - a.sent.length);
  if (longest === undefined) throw new Error("a recording without views");
  return { sessionId, ...longest };
}

export function readRecorded(name: string): Recorded {
  const folder = new URL(`${name}/`, RECORDINGS);
  const text = (file: string) => readFileSync(new URL(file, folder), "utf8");
  const { sessionId, views } = JSON.parse(text("recording.json")) as {
    readonly sessionId: string;
    readonly views: readonly { readonly id: string }[];
  };
  const files = readdirSync(new URL("segments/", folder)).filter((file) => file.endsWith(".bin"));
  const inOrder = files.toSorted(new Intl.Collator("en", { numeric: true }).compare);
  return {
    sessionId,
    viewIds: views.map((view) => view.id),
    segments: inOrder.map((file) => {
      const event = text(`segments/${file.replace(".bin", ".event.json")}`);
      return incoming(JSON.parse(event) as SegmentEvent, readFileSync(new URL(`segments/${file}`, folder)));
    }),
    rumEvents: text("rum-events.ndjson").trim().split("\n").map(incomingRumEvent),
  };
}

function incoming(event: SegmentEvent, bytes: Uint8Array): IncomingSegment {
  return {
    meta: {
      applicationId: event.application.id,
      sessionId: event.session.id,
      viewId: event.view.id,
      source: event.source,
      creationReason: event.creation_reason,
      start: epochMs(event.start),
      end: epochMs(event.end),
      indexInView: event.index_in_view,
      recordsCount: event.records_count,
      hasFullSnapshot: event.has_full_snapshot,
      rawSegmentSize: event.raw_segment_size,
      compressedSegmentSize: event.compressed_segment_size,
      sdkVersion: "7.16.2",
      sha256: createHash("sha256").update(bytes).digest("hex"),
    },
    bytes,
  };
}

function incomingRumEvent(document: string): IncomingRumEvent {
  const event = JSON.parse(document) as Omit<SegmentEvent, "start"> & {
    readonly type: string;
    readonly date: number;
    readonly _dd: { readonly document_version?: number };
  };
  const { _dd: internal } = event;
  return {
    type: event.type,
    sessionId: event.session.id,
    viewId: event.view.id,
    applicationId: event.application.id,
    date: epochMs(event.date),
    documentVersion: internal.document_version ?? 0,
    document,
  };
}

export const hintsAt = (receivedAt: number): ClientHints => ({
  receivedAt: epochMs(receivedAt),
  browser: { name: "Chrome", version: "156" },
  os: { name: "Linux" },
  deviceType: "desktop",
});

/** Puts a recording in. `receivedAt`: when, epoch milliseconds. */
export async function putRecorded(store: Store, recorded: Recorded, receivedAt = 0): Promise<void> {
  await store.events.putSegments(recorded.segments, hintsAt(receivedAt));
  await store.events.putRumEvents(recorded.rumEvents, hintsAt(receivedAt));
}

/** Packs every view as it is, as if nothing more would come, and removes the blobs that were replaced. */
export async function packNow(store: Store, signal: AbortSignal): Promise<void> {
  const packer = startPacker(store, {
    endedQuietMs: 0,
    idleMs: 0,
    keepReplacedMs: 0,
    intervalMs: 2 ** 30,
    onError: (message, cause) => {
      throw new Error(message, { cause });
    },
  });
  await packer.runOnce(signal);
  // What a pass replaces, the next one removes.
  await packer.runOnce(signal);
  await packer.stop();
}
