import { createHash } from "node:crypto";
import type { Transaction } from "./database.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import type { ClientHints } from "./stored-session.ts";
import { countFrustrations, parseDocument, readClaims, readViewFacts, readViewUrl } from "./rum-document.ts";
import { UnitOfWork } from "./unit-of-work.ts";
import { type JsonObject, mergeViewVersions } from "./view-document.ts";
import { applyViewFacts, highest, lowest, type ViewRow } from "./view-rows.ts";
import { foldViewVersions, loadViewVersions } from "./view-versions.ts";

/** Stores the RUM events of one upload. */
export function putRumEvents(
  transaction: Transaction,
  events: readonly IncomingRumEvent[],
  hints: ClientHints,
): { readonly stored: number; readonly duplicates: number } {
  const work = new UnitOfWork(transaction, hints);
  const changedViews = new Set<ViewRow>();
  let stored = 0;
  for (const event of events) {
    const document = parseDocument(event.document);
    const row = work.view(event, event.applicationId);
    work.claim(row, readClaims(document));
    const isView = event.type === "view" || event.type === "view_update";
    const isNew = isView
      ? putViewVersion(transaction, row, event)
      : putEvent(transaction, row, event, document);
    if (!isNew) continue;
    stored += 1;
    row.event_start = lowest([row.event_start, event.date]);
    row.event_end = highest([row.event_end, event.date]);
    if (isView) changedViews.add(row);
  }
  for (const row of changedViews) {
    const versions = loadViewVersions(transaction, row.view_key);
    const merged = mergeViewVersions(versions);
    if (!merged) continue;
    foldViewVersions(transaction, row.view_key, versions, merged);
    applyViewFacts(row, readViewFacts(merged));
    work.claim(row, readClaims(merged));
  }
  work.save();
  return { stored, duplicates: events.length - stored };
}

/** Whether it was new. What a later full view supersedes is not kept. */
function putViewVersion(transaction: Transaction, row: ViewRow, event: IncomingRumEvent): boolean {
  const base = transaction.all<{ version: number }>(
    "SELECT version FROM view_versions WHERE view_key = ? AND kind = 'view'",
    [row.view_key],
  )[0];
  const version = event.documentVersion;
  if (base && (event.type === "view" ? version < base.version : version <= base.version)) return false;
  // Two documents of one version should not be; the same one of them stays whatever order they come in.
  const changed = transaction.run(
    `INSERT INTO view_versions (view_key, version, kind, document) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET document = excluded.document WHERE excluded.document > document`,
    [row.view_key, version, event.type, event.document],
  );
  if (changed === 0) return false;
  if (event.type === "view") {
    transaction.run(
      "DELETE FROM view_versions WHERE view_key = ? AND (version < ? OR (version = ? AND kind <> 'view'))",
      [row.view_key, version, version],
    );
  }
  return true;
}

/** Whether it was new. */
function putEvent(
  transaction: Transaction,
  row: ViewRow,
  event: IncomingRumEvent,
  document: JsonObject,
): boolean {
  const changed = transaction.run(
    "INSERT OR IGNORE INTO rum_events (session_id, date, id, type, view_id, document) VALUES (?, ?, ?, ?, ?, ?)",
    [event.sessionId, event.date, documentId(event.document), event.type, event.viewId, event.document],
  );
  if (changed === 0) return false;
  row.event_url ??= readViewUrl(document);
  if (event.type === "error") row.event_errors += 1;
  if (event.type === "action") {
    row.event_actions += 1;
    row.event_frustrations += countFrustrations(document);
  }
  return true;
}

/** The same document has the same id; half a SHA-256 is plenty. */
const documentId = (document: string): string =>
  createHash("sha256").update(document).digest("hex").slice(0, 32);
