import { createHash } from "node:crypto";
import { epochMs } from "../../base/time.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import type { IncomingSegment, ViewKey } from "./stored-segment.ts";
import type { ClientHints } from "./stored-session.ts";

// Builders of what an intake hands over, for the contract tests. Times count up from T0.

export const T0 = 1_700_000_000_000;
export const VIEW: ViewKey = { sessionId: "session-1", viewId: "view-1" };
export const APPLICATION = "app-1";

export function hints(overrides: Partial<ClientHints> = {}): ClientHints {
  return { receivedAt: epochMs(T0), browser: null, os: null, deviceType: null, ...overrides };
}

export interface SegmentOptions extends Partial<ViewKey> {
  readonly index: number | null;
  /** Bytes differ by this; by the index where absent. */
  readonly content?: string;
  readonly start?: number;
  readonly end?: number;
  readonly pageUrl?: string;
  readonly sdkVersion?: string;
  readonly applicationId?: string;
}

export function segment(options: SegmentOptions): IncomingSegment {
  const {
    index,
    sessionId = VIEW.sessionId,
    viewId = VIEW.viewId,
    start = T0 + (index ?? 0) * 1000,
  } = options;
  const bytes = new TextEncoder().encode(options.content ?? `${sessionId} ${viewId} segment ${index}`);
  return {
    meta: {
      sessionId,
      viewId,
      applicationId: options.applicationId ?? APPLICATION,
      source: "browser",
      creationReason: "segment_duration_limit",
      start: epochMs(start),
      end: epochMs(options.end ?? start + 900),
      indexInView: index,
      recordsCount: 7,
      hasFullSnapshot: index === 0,
      rawSegmentSize: 1000,
      compressedSegmentSize: bytes.length,
      sdkVersion: options.sdkVersion ?? "7.16.2",
      sha256: createHash("sha256").update(bytes).digest("hex"),
    },
    bytes,
    ...(options.pageUrl === undefined ? {} : { pageUrl: options.pageUrl }),
  };
}

/** A RUM event; `fields` are laid over the common ones of its document. */
export function rumEvent(
  type: string,
  options: Partial<ViewKey> & { readonly date?: number; readonly version?: number } = {},
  fields: Readonly<Record<string, unknown>> = {},
): IncomingRumEvent {
  const { sessionId = VIEW.sessionId, viewId = VIEW.viewId, date = T0, version = 0 } = options;
  const document = {
    type,
    date,
    application: { id: APPLICATION },
    session: { id: sessionId, type: "user" },
    _dd: { format_version: 2, ...(version > 0 ? { document_version: version } : {}) },
    ...fields,
    view: { id: viewId, url: "https://shop.test/", ...(fields["view"] as object | undefined) },
  };
  return {
    type,
    sessionId,
    viewId,
    applicationId: APPLICATION,
    date: epochMs(date),
    documentVersion: version,
    document: JSON.stringify(document),
  };
}
