import type { StoredSession } from "./stored-session.ts";

// Looking for sessions, page by page.

/**
 * Where a page of sessions ended: plain JSON, for a cursor. `keys` are what the order sorts by: the start for
 * `newest`; the figure and the start for the others.
 */
export interface SessionPosition {
  readonly keys: readonly number[];
  readonly id: string;
}

/** Which sessions, in which order. Texts match anywhere, without regard to case. */
export interface SessionSearch {
  /** Session id, user, or page path. */
  readonly text?: string | undefined;
  readonly user?: string | undefined;
  readonly page?: string | undefined;
  readonly application?: string | undefined;
  readonly service?: string | undefined;
  readonly env?: string | undefined;
  readonly browser?: string | undefined;
  readonly device?: string | undefined;
  readonly country?: string | undefined;
  /** Start of the session, epoch milliseconds, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Milliseconds, both inclusive. */
  readonly minDuration?: number | undefined;
  readonly maxDuration?: number | undefined;
  readonly withErrors?: boolean | undefined;
  readonly withFrustrations?: boolean | undefined;
  /** Whether a viewer, named by the uuid, has watched it. */
  readonly watched?: { readonly by: string; readonly is: boolean } | undefined;
  readonly sort: "newest" | "longest" | "errors" | "frustrations";
  readonly after?: SessionPosition | undefined;
  readonly limit: number;
}

export interface StoredSessionPage {
  readonly sessions: readonly StoredSession[];
  readonly total: number;
  /** Where the next page begins; null on the last. */
  readonly next: SessionPosition | null;
}

/** Values that sessions have, most frequent first, at most 50 each. */
export interface SessionFacets {
  readonly applications: readonly string[];
  readonly services: readonly string[];
  readonly envs: readonly string[];
  readonly browsers: readonly string[];
  readonly devices: readonly string[];
}
