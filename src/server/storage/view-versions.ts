import type { Queries, Transaction } from "./database.ts";
import { parseDocument } from "./rum-document.ts";
import { type JsonObject, mergeViewVersions, type ViewVersion } from "./view-document.ts";

/** The SDK sends a full view after 100 updates at the latest; more than so many are folded into one document. */
const MOST_VERSIONS = 200;

/** Characters of a folded document; updates that make it longer are dropped. */
const LONGEST_FOLDED = 1 << 22;

interface VersionRow {
  readonly view_key: number;
  readonly version: number;
  readonly kind: ViewVersion["kind"];
  readonly document: string;
}

/** What a view's document is merged from. */
export const loadViewVersions = (queries: Queries, viewKey: number): ViewVersion[] =>
  queries
    .all<VersionRow>("SELECT * FROM view_versions WHERE view_key = ? ORDER BY version", [viewKey])
    .map(parseVersion);

/**
 * Keeps a view's versions few, whatever its sender does, since every put of the view reads all of them:
 * replaces too many by `merged`, their merged document.
 */
export function foldViewVersions(
  transaction: Transaction,
  viewKey: number,
  versions: readonly ViewVersion[],
  merged: JsonObject,
): void {
  if (versions.length <= MOST_VERSIONS) return;
  const text = JSON.stringify(merged);
  const highest = versions.reduce((most, { version }) => Math.max(most, version), 0);
  const full = versions.some(({ kind }) => kind === "view");
  if (text.length > LONGEST_FOLDED) {
    transaction.run("DELETE FROM view_versions WHERE view_key = ? AND kind = 'view_update'", [viewKey]);
    return;
  }
  transaction.run("DELETE FROM view_versions WHERE view_key = ?", [viewKey]);
  // Without a full view it stays an update, which a late full view can still be laid under.
  transaction.run("INSERT INTO view_versions (view_key, version, kind, document) VALUES (?, ?, ?, ?)", [
    viewKey,
    highest,
    full ? "view" : "view_update",
    text,
  ]);
}

/** The merged document of a view as JSON text; null when no version of it has arrived. */
export const mergedDocument = (queries: Queries, viewKey: number): string | null =>
  mergedText(
    queries.all<VersionRow>("SELECT * FROM view_versions WHERE view_key = ? ORDER BY version", [viewKey]),
  );

function mergedText(rows: readonly VersionRow[]): string | null {
  const [only] = rows;
  // As received, without parsing it: by far the most views.
  if (only?.kind === "view" && rows.length === 1) return only.document;
  const merged = mergeViewVersions(rows.map(parseVersion));
  return merged && JSON.stringify(merged);
}

const parseVersion = ({ kind, version, document }: VersionRow): ViewVersion => ({
  kind,
  version,
  document: parseDocument(document),
});
