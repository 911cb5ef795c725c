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
  if (updates.length === 0) return base?.document ?? null;
  return new Merging(base?.document ?? {}).of(updates.map(({ document }) => document));
}

/**
 * Lays changes over a document. None of what goes in is changed: objects and lists are copied when they are
 * first written to, and written to in place from then on, so that the work grows with what is laid on, not with
 * what lies there.
 */
class Merging {
  readonly #base: JsonObject;
  readonly #copies = new WeakSet<object>();

  constructor(base: JsonObject) {
    this.#base = base;
  }

  of(changes: readonly JsonObject[]): JsonObject {
    const merged = this.#writable(this.#base);
    for (const change of changes) this.#lay(merged, change, "");
    merged["type"] = "view";
    return merged;
  }

  #lay(target: Record<string, unknown>, change: JsonObject, path: string): void {
    for (const [key, value] of Object.entries(change)) {
      if (value === null) delete target[key];
      else target[key] = this.#merged(target[key], value, path === "" ? key : `${path}.${key}`);
    }
  }

  #merged(target: unknown, change: unknown, path: string): unknown {
    if (path === APPENDED && Array.isArray(target) && Array.isArray(change)) {
      return this.#appended(target, change);
    }
    if (!isJsonObject(change) || REPLACED_WHOLE.has(path)) return change;
    const merged = this.#writable(isJsonObject(target) ? target : {});
    this.#lay(merged, change, path);
    return merged;
  }

  #appended(list: unknown[], more: readonly unknown[]): unknown[] {
    const copy = this.#copies.has(list) ? list : [...list];
    this.#copies.add(copy);
    for (const item of more) copy.push(item);
    return copy;
  }

  #writable(object: JsonObject): Record<string, unknown> {
    if (this.#copies.has(object)) return object;
    // Without a prototype, a key `__proto__` is one like the others.
    const copy = Object.assign(Object.create(null) as Record<string, unknown>, object);
    this.#copies.add(copy);
    return copy;
  }
}
