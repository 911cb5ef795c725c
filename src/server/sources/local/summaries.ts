import type { SegmentIndexEntry } from "../../../wire/segment-index.ts";
import type { SessionSummary, User, ViewSummary } from "../../../wire/session.ts";
import type { SessionSearch } from "../../storage/session-listing.ts";
import type { IndexedSegment } from "../../storage/stored-segment.ts";
import type { StoredSession, StoredView } from "../../storage/stored-session.ts";
import type { SourceQuery } from "../source.ts";
import { fromCursor, sessionPositionSchema } from "./cursor.ts";

/** A session is live while something of it has come so recently, */
const LIVE_WITHIN_MS = 60_000;
/** unless that was older than the SDK lets a session rest, by the client's clock: then it was imported. */
const EXPIRES_AFTER_MS = 15 * 60_000;

/** The store's search for a query of the picker. */
export function searchOf(query: SourceQuery): SessionSearch {
  const { q, errors, frustrations, cursor, watched, viewer, rum: _otherSources, ...same } = query;
  return {
    ...same,
    text: q,
    withErrors: errors === "1",
    withFrustrations: frustrations === "1",
    watched: watched && viewer && { by: viewer.uuid, is: watched === "1" },
    after: fromCursor(cursor, sessionPositionSchema(query.sort)),
  };
}

/** What the viewer is told of a stored session; `now` tells whether it is live. */
export function sessionSummary(session: StoredSession, source: string, now: number): SessionSummary {
  const { id, applicationId, start, end, viewCount, errorCount, frustrationCount, actionCount } = session;
  const { segmentCount, bytes } = session;
  return {
    id,
    source,
    applicationId,
    start,
    end,
    ...given("user", userOf(session)),
    viewCount,
    pages: [...session.pages],
    errorCount,
    frustrationCount,
    actionCount,
    ...given("browser", session.browser),
    ...given("os", session.os),
    ...given("deviceType", session.deviceType),
    ...given("country", session.country),
    ...given("service", session.service),
    ...given("env", session.env),
    ...given("version", session.version),
    ...given("sdkVersion", session.sdkVersion),
    segmentCount,
    bytes,
    live: isLive(session, now),
  };
}

const isLive = ({ openViewCount, lastReceivedAt, end }: StoredSession, now: number) =>
  openViewCount > 0 && now - lastReceivedAt < LIVE_WITHIN_MS && lastReceivedAt - end < EXPIRES_AFTER_MS;

/** What the viewer is told of a stored view. */
export function viewSummary(view: StoredView): ViewSummary {
  const { viewId, url, start, end, errorCount, frustrationCount, actionCount, segmentCount } = view;
  return {
    id: viewId,
    url,
    ...given("name", view.name),
    ...given("tabId", view.tabId),
    start,
    end,
    ...given("loadingType", view.loadingType),
    ...given("pageStates", view.pageStates.length === 0 ? null : [...view.pageStates]),
    errorCount,
    frustrationCount,
    actionCount,
    segmentCount,
    complete: isComplete(view),
  };
}

/** Whether no more segments are expected: all are packed, or the view ended without any. */
export const isComplete = (view: StoredView): boolean =>
  view.packed || (view.segmentCount === 0 && view.ended);

/** What the viewer is told of a stored segment. */
export const indexEntry = (meta: IndexedSegment): SegmentIndexEntry => ({
  index: meta.indexInView,
  start: meta.start,
  end: meta.end,
  records: meta.recordsCount,
  hasFullSnapshot: meta.hasFullSnapshot,
  bytes: meta.compressedSegmentSize,
});

function userOf({ user }: StoredSession): User | null {
  return Object.values(user).some((value) => value !== undefined) ? { ...user } : null;
}

/** `{[key]: value}`, or nothing for null: the wire leaves out what is not known. */
function given<K extends string, V>(key: K, value: V | null): { readonly [P in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
