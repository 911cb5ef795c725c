import { epochMs } from "../../base/time.ts";
import type { Queries } from "./database.ts";
import type { RumEventPosition, StoredRumEvent } from "./stored-rum-event.ts";
import type { ViewKey } from "./stored-segment.ts";
import type { NamedVersion, PageState, StoredSession, StoredView } from "./stored-session.ts";
import { mergedDocument } from "./view-versions.ts";
import { findView, type ViewRow } from "./view-rows.ts";

/** The columns of `sessions` that make a `StoredSession`. */
export interface SessionRow {
  readonly id: string;
  readonly application_id: string;
  readonly start_at: number;
  readonly end_at: number;
  readonly duration: number;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly user_email: string | null;
  readonly user_anonymous_id: string | null;
  readonly browser_name: string | null;
  readonly browser_version: string | null;
  readonly os_name: string | null;
  readonly os_version: string | null;
  readonly device_type: string | null;
  readonly country: string | null;
  readonly service: string | null;
  readonly env: string | null;
  readonly version: string | null;
  readonly sdk_version: string | null;
  readonly pages: string;
  readonly view_count: number;
  readonly open_view_count: number;
  readonly error_count: number;
  readonly frustration_count: number;
  readonly action_count: number;
  readonly segment_count: number;
  readonly bytes: number;
  readonly last_received_at: number;
}

/** A session and its views in order of start. */
export function readSession(
  queries: Queries,
  sessionId: string,
): { readonly session: StoredSession; readonly views: readonly StoredView[] } | null {
  const session = queries.all<SessionRow>("SELECT * FROM sessions WHERE id = ?", [sessionId])[0];
  if (!session) return null;
  const views = queries.all<ViewRow>("SELECT * FROM views WHERE session_id = ? ORDER BY start_at, view_key", [
    sessionId,
  ]);
  return {
    session: toSession(session),
    views: views.map(toView),
  };
}

/** A view; null when nothing of it has arrived. */
export function readView(queries: Queries, view: ViewKey): StoredView | null {
  const row = findView(queries, view);
  return row ? toView(row) : null;
}

/** What is selected of RUM events in order of date, with each view once, at the date of its document. */
const listing = (ofEvents: string, ofViews: string) => `
  SELECT date, id, ${ofEvents} FROM rum_events WHERE session_id = ?1 AND (date, id) > (?2, ?3)
  UNION ALL
  SELECT coalesce(document_start, start_at) AS date, view_id AS id, ${ofViews} FROM views
    WHERE session_id = ?1 AND (coalesce(document_start, start_at), view_id) > (?2, ?3)
      AND EXISTS (SELECT 1 FROM view_versions WHERE view_versions.view_key = views.view_key)
  ORDER BY date, id LIMIT ?4`;

const DOCUMENTS = listing("type, view_id, document, NULL AS view_key", "'view', view_id, NULL, view_key");

const SIZES = listing(
  "octet_length(document) AS bytes",
  "(SELECT sum(octet_length(document)) FROM view_versions WHERE view_versions.view_key = views.view_key)",
);

/** See `EventPlatform.listRumEvents`. */
export function listRumEvents(
  queries: Queries,
  sessionId: string,
  page: {
    readonly after?: RumEventPosition | undefined;
    readonly limit: number;
    readonly maxBytes?: number;
  },
): StoredRumEvent[] {
  const after = page.after ?? { date: Number.MIN_SAFE_INTEGER, id: "" };
  const from = [sessionId, after.date, after.id];
  let { limit } = page;
  if (page.maxBytes !== undefined) {
    // Before any of them is read.
    const sizes = queries.all<{ readonly bytes: number }>(SIZES, [...from, limit]);
    limit = countUpTo(page.maxBytes, sizes);
  }
  return queries.all<EventRow>(DOCUMENTS, [...from, limit]).map((row) => ({
    id: row.id,
    type: row.type,
    viewId: row.view_id,
    date: epochMs(row.date),
    document: row.document ?? (row.view_key === null ? null : mergedDocument(queries, row.view_key)) ?? "{}",
    position: { date: row.date, id: row.id },
  }));
}

/** How many of them it takes to come to `maxBytes`; all where they do not. */
function countUpTo(maxBytes: number, sizes: readonly { readonly bytes: number }[]): number {
  let sum = 0;
  let count = 0;
  for (const { bytes } of sizes) {
    if (sum >= maxBytes) break;
    sum += bytes;
    count += 1;
  }
  return count;
}

interface EventRow {
  readonly date: number;
  readonly id: string;
  readonly type: string;
  readonly view_id: string;
  readonly document: string | null;
  readonly view_key: number | null;
}

/** A session from its row. */
export function toSession(row: SessionRow): StoredSession {
  return {
    id: row.id,
    applicationId: row.application_id,
    start: epochMs(row.start_at),
    end: epochMs(row.end_at),
    user: {
      ...(row.user_id === null ? {} : { id: row.user_id }),
      ...(row.user_name === null ? {} : { name: row.user_name }),
      ...(row.user_email === null ? {} : { email: row.user_email }),
      ...(row.user_anonymous_id === null ? {} : { anonymousId: row.user_anonymous_id }),
    },
    browser: toNamedVersion(row.browser_name, row.browser_version),
    os: toNamedVersion(row.os_name, row.os_version),
    deviceType: row.device_type,
    country: row.country,
    service: row.service,
    env: row.env,
    version: row.version,
    sdkVersion: row.sdk_version,
    viewCount: row.view_count,
    openViewCount: row.open_view_count,
    pages: JSON.parse(row.pages) as string[],
    errorCount: row.error_count,
    frustrationCount: row.frustration_count,
    actionCount: row.action_count,
    segmentCount: row.segment_count,
    bytes: row.bytes,
    lastReceivedAt: epochMs(row.last_received_at),
  };
}

const toNamedVersion = (name: string | null, version: string | null): NamedVersion | null =>
  name === null ? null : { name, ...(version === null ? {} : { version }) };

function toView(row: ViewRow): StoredView {
  return {
    sessionId: row.session_id,
    viewId: row.view_id,
    applicationId: row.application_id,
    url: row.url,
    name: row.name,
    tabId: row.tab_id,
    loadingType: row.loading_type,
    pageStates: row.page_states === null ? [] : (JSON.parse(row.page_states) as PageState[]),
    start: epochMs(row.start_at),
    end: epochMs(row.end_at),
    ended: row.ended === 1,
    errorCount: row.error_count,
    frustrationCount: row.frustration_count,
    actionCount: row.action_count,
    segmentCount: row.segment_count,
    bytes: row.bytes,
    lastReceivedAt: epochMs(row.last_received_at),
    packed: row.segment_count > 0 && row.unpacked === 0,
  };
}
