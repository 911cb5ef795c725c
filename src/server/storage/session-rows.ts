import { type SessionClaims, mergeClaims } from "./claims.ts";
import { changedColumns, type Columns } from "./changed-columns.ts";
import type { SqlValue, Transaction } from "./database.ts";
import { foldText } from "./fold-text.ts";

/** At most so many page paths are listed with a session. */
const MAX_PAGES = 20;

interface Totals {
  readonly start_at: number;
  readonly end_at: number;
  readonly view_count: number;
  readonly open_view_count: number;
  readonly error_count: number;
  readonly frustration_count: number;
  readonly action_count: number;
  readonly segment_count: number;
  readonly bytes: number;
  readonly last_received_at: number;
}

const TOTALS = `
  SELECT min(start_at) AS start_at, max(end_at) AS end_at, count(*) AS view_count,
    sum(ended = 0) AS open_view_count, sum(error_count) AS error_count,
    sum(frustration_count) AS frustration_count, sum(action_count) AS action_count,
    sum(segment_count) AS segment_count, sum(bytes) AS bytes, max(last_received_at) AS last_received_at
  FROM views WHERE session_id = ?`;

const PAGES = `
  SELECT page FROM views WHERE session_id = ? AND page <> ''
  GROUP BY page ORDER BY min(start_at), page LIMIT ${MAX_PAGES}`;

/** Columns of the indexes of `sessions`; `end_at` is not among them, since it changes with nearly each put. */
const INDEXED: ReadonlySet<string> = new Set([
  "application_id",
  "start_at",
  "error_count",
  "frustration_count",
  "replayed",
  "service",
  "env",
  "browser_name",
  "device_type",
]);

interface HeldSession extends Record<string, SqlValue> {
  readonly application_id: string;
  readonly claims: string;
}

const HELD = `SELECT claims, ${[...INDEXED].join(", ")} FROM sessions WHERE id = ?`;

/**
 * Brings a session's row up to date with its views, and with what else is claimed of it. The views must be
 * saved already.
 */
export function saveSession(
  transaction: Transaction,
  sessionId: string,
  applicationId: string,
  fresh: SessionClaims,
): void {
  const held = transaction.all<HeldSession>(HELD, [sessionId])[0];
  const claims = mergeClaims(held ? (JSON.parse(held.claims) as SessionClaims) : {}, fresh);
  const totals = transaction.all<Totals>(TOTALS, [sessionId])[0];
  const pages = transaction.all<{ page: string }>(PAGES, [sessionId]).map(({ page }) => page);
  const application = held?.application_id ?? applicationId;
  const columns: Columns = {
    application_id: application,
    claims: JSON.stringify(claims),
    pages: JSON.stringify(pages),
    ...totals,
    replayed: (totals?.segment_count ?? 0) > 0 ? 1 : 0,
    ...claimColumns(claims),
    fold_id: foldText(sessionId),
    fold_application: foldText(application),
  };
  const names = held ? changedColumns(columns, held, INDEXED) : Object.keys(columns);
  const values = names.map((name) => columns[name] ?? null);
  transaction.run(
    held
      ? `UPDATE sessions SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`
      : `INSERT INTO sessions (${names.join(", ")}, id) VALUES (${names.map(() => "?").join(", ")}, ?)`,
    [...values, sessionId],
  );
}

function claimColumns(claims: SessionClaims): Columns {
  const user = claims.user?.value;
  const anonymousId = claims.anonymousId?.value;
  const browser = claims.browser?.value;
  const os = claims.os?.value;
  return {
    user_id: user?.id ?? null,
    user_name: user?.name ?? null,
    user_email: user?.email ?? null,
    user_anonymous_id: anonymousId ?? null,
    browser_name: browser?.name ?? null,
    browser_version: browser?.version ?? null,
    os_name: os?.name ?? null,
    os_version: os?.version ?? null,
    device_type: claims.deviceType?.value ?? null,
    country: claims.country?.value ?? null,
    service: claims.service?.value ?? null,
    env: claims.env?.value ?? null,
    version: claims.version?.value ?? null,
    sdk_version: claims.sdkVersion?.value ?? null,
    fold_user: foldText(user?.id, user?.name, user?.email, anonymousId),
    fold_browser: foldText(browser?.name),
    fold_device: foldText(claims.deviceType?.value),
    fold_country: foldText(claims.country?.value),
    fold_service: foldText(claims.service?.value),
    fold_env: foldText(claims.env?.value),
  };
}
