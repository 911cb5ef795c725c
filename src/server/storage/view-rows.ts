import { changedColumns, type Columns } from "./changed-columns.ts";
import { foldText } from "./fold-text.ts";
import type { Queries, Transaction } from "./database.ts";
import type { ViewKey } from "./stored-segment.ts";
import type { ViewFacts } from "./rum-document.ts";

/**
 * A row of `views`: what segments, RUM events and the merged document each say of a view. `saveView` derives
 * from that what the view is taken to be.
 */
export interface ViewRow extends DerivedColumns {
  readonly view_key: number;
  readonly session_id: string;
  readonly view_id: string;
  readonly application_id: string;
  document_url: string | null;
  event_url: string | null;
  meta_url: string | null;
  name: string | null;
  tab_id: string | null;
  loading_type: string | null;
  /** JSON of `PageState`s; null where the document has none. */
  page_states: string | null;
  ended: number;
  document_start: number | null;
  document_end: number | null;
  segment_start: number | null;
  segment_end: number | null;
  event_start: number | null;
  event_end: number | null;
  document_errors: number;
  event_errors: number;
  document_frustrations: number;
  event_frustrations: number;
  document_actions: number;
  event_actions: number;
  segment_count: number;
  /** 1 when bytes of some of its segments are in the event platform, else 0. */
  unpacked: number;
  bytes: number;
  last_received_at: number;
  last_segment_at: number | null;
}

interface DerivedColumns {
  readonly url: string;
  readonly page: string;
  readonly fold_page: string;
  readonly start_at: number;
  readonly end_at: number;
  readonly error_count: number;
  readonly frustration_count: number;
  readonly action_count: number;
}

/** The row of a view, if there is one. */
export const findView = (queries: Queries, key: ViewKey): ViewRow | undefined =>
  queries.all<ViewRow>("SELECT * FROM views WHERE session_id = ? AND view_id = ?", [
    key.sessionId,
    key.viewId,
  ])[0];

/** The row of a view, made where there is none. */
export function loadView(transaction: Transaction, key: ViewKey, applicationId: string): ViewRow {
  const found = findView(transaction, key);
  if (found) return found;
  const [made] = transaction.all<ViewRow>(
    "INSERT INTO views (session_id, view_id, application_id) VALUES (?, ?, ?) RETURNING *",
    [key.sessionId, key.viewId, applicationId],
  );
  if (!made) throw new Error(`view ${key.viewId} could not be stored`);
  return made;
}

/** Takes over what the merged document says. */
export function applyViewFacts(row: ViewRow, facts: ViewFacts): void {
  row.document_url = facts.url;
  row.name = facts.name;
  row.tab_id = facts.tabId ?? row.tab_id;
  row.loading_type = facts.loadingType;
  row.page_states = facts.pageStates.length === 0 ? null : JSON.stringify(facts.pageStates);
  row.ended = facts.ended ? 1 : 0;
  row.document_start = facts.start;
  row.document_end = facts.end;
  row.document_errors = facts.errors;
  row.document_frustrations = facts.frustrations;
  row.document_actions = facts.actions;
}

/** Columns of the indexes of `views`. */
const INDEXED: ReadonlySet<string> = new Set(["session_id", "view_id", "fold_page", "unpacked"]);

/** Writes a row back, with what follows from it. `held` is the row as it is stored. */
export function saveView(transaction: Transaction, row: ViewRow, held: ViewRow): void {
  const { view_key: key, ...stored } = held;
  const columns: Columns = { ...row, ...derive(row) };
  const names = changedColumns(columns, stored, INDEXED).filter((name) => name !== "view_key");
  transaction.run(`UPDATE views SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE view_key = ?`, [
    ...names.map((name) => columns[name] ?? null),
    key,
  ]);
}

function derive(row: ViewRow): DerivedColumns {
  const url = row.document_url ?? row.event_url ?? row.meta_url ?? "";
  const page = pagePath(url);
  const known = row.document_start !== null || row.segment_start !== null;
  const segments = soundSegmentTimes(row);
  const starts = known ? [row.document_start, segments.start] : [row.event_start];
  const ends = known ? [row.document_end, segments.end] : [row.event_end];
  return {
    url,
    page,
    fold_page: foldText(page),
    start_at: lowest(starts) ?? 0,
    end_at: highest(ends) ?? 0,
    // A document lags behind the events of a view that goes on, or whose last document was lost.
    error_count: Math.max(row.document_errors, row.event_errors),
    frustration_count: Math.max(row.document_frustrations, row.event_frustrations),
    action_count: Math.max(row.document_actions, row.event_actions),
  };
}

/** Records of a view begin with the view; the clock may be set in that moment. */
const EARLIEST_MS = 60_000;
/** A machine may have been asleep since the last RUM event, but not for long. */
const LATEST_MS = 7 * 24 * 3_600_000;

/** When a view's segments began and ended; null where RUM events say that one of their records has a wrong time. */
function soundSegmentTimes(row: ViewRow): { readonly start: number | null; readonly end: number | null } {
  const { document_start: begin, segment_start: start, segment_end: end } = row;
  const last = highest([row.document_end, row.event_end]);
  const isEarly = begin !== null && start !== null && start < begin - EARLIEST_MS;
  const isLate = begin !== null && end !== null && last !== null && end > last + LATEST_MS;
  return { start: isEarly ? null : start, end: isLate ? null : end };
}

/** The path of an address; of one that cannot be parsed, what stands before its query. */
const pagePath = (url: string): string =>
  URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/, 1)[0] ?? "");

/** The lowest of the numbers that there are. */
export function lowest(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** The highest of the numbers that there are. */
export function highest(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : Math.max(...numbers);
}
