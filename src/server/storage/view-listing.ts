import type { ViewKey } from "./stored-segment.ts";

// Views by size, for what is derived from long ones.

/** What a view must have at least. */
export interface ViewSize {
  /** Of its segments, as stored. */
  readonly bytes: number;
  readonly segments: number;
}

/** A page of the store's views, the newest first. */
export interface ViewListing {
  /** The `next` of the page before; null for the first. */
  readonly before: number | null;
  /** Most views that are looked at. */
  readonly limit: number;
}

/** Those of the views that were looked at which are large enough. */
export interface ViewPage {
  readonly views: readonly ViewKey[];
  /** Null: this page is the last. */
  readonly next: number | null;
}
