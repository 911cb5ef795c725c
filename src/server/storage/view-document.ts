// What a view's document is merged from: full `view` events and, from SDK 7.4 on, `view_update` events that
// carry only what changed. Rules: a full view supersedes all before it; updates with a higher version are laid
// over it in order of version, whatever order they arrived in; numbers may be skipped.

/** A view event as received. `version` is `_dd.document_version`. */
export interface ViewVersion {
  readonly kind: "view" | "view_update";
  readonly version: number;
  readonly document: JsonObject;
}

export interface JsonObject {
  readonly [key: string]: unknown;
}

/** Objects that an update replaces as a whole rather than merges into. */
const REPLACED_WHOLE = new Set([
  "view.custom_timings",
  "context",
  "connectivity",
  "usr",
  "device",
  "privacy",
]);

/** A list to which an update adds. */
const APPENDED = "_dd.page_states";

/** Whether a parsed JSON value is an object. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The document of a view: the full one of the highest version with all later updates laid over it. Updates
 * without a full view give a partial document. Null when there are no versions at all.
 */
export function mergeViewVersions(versions: readonly ViewVersion[]): JsonObject | null {
  const base = versions
    .filter((version) => version.kind === "view")
    .reduce<ViewVersion | null>(
      (best, version) => (best && best.version >= version.version ? best : version),
      null,
    );
  const updates = versions
    .filter(({ kind, version }) => kind === "view_update" && version > (base?.version ?? -1))
    .toSorted((a, b) => a.version - b.version);
  if (!base && updates.length === 0) return null;
  const merged = updates.reduce<JsonObject>(
    (document, update) => merge(document, update.document, ""),
    base?.document ?? {},
  );
  return updates.length === 0 ? merged : { ...merged, type: "view" };
}

/** Lays `change` over `target`; neither is changed. Entries, not assignment: a key may be `__proto__`. */
function merge(target: JsonObject, change: JsonObject, path: string): JsonObject {
  const entries = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(change)) {
    if (value === null) entries.delete(key);
    else entries.set(key, mergeValue(entries.get(key), value, path === "" ? key : `${path}.${key}`));
  }
  return Object.fromEntries(entries);
}

function mergeValue(target: unknown, change: unknown, path: string): unknown {
  if (path === APPENDED && Array.isArray(target) && Array.isArray(change)) return [...target, ...change];
  if (!isJsonObject(change) || REPLACED_WHOLE.has(path)) return change;
  return merge(isJsonObject(target) ? target : {}, change, path);
}
