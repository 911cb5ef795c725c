import type { EpochMs } from "../../base/time.ts";
import type { FinishedPack, PackingAge } from "./pack.ts";
import type { SessionFacets, SessionSearch, StoredSessionPage } from "./session-listing.ts";
import type { KeepStore } from "./stored-keep.ts";
import type { PlaylistStore } from "./stored-playlist.ts";
import type { ResourceEntry, ResourceStore } from "./stored-resource.ts";
import type { IncomingRumEvent, RumEventPosition, StoredRumEvent } from "./stored-rum-event.ts";
import type {
  IncomingSegment,
  IndexedSegment,
  PutSegmentResult,
  SegmentContent,
  SegmentEntry,
  SegmentListing,
  SegmentPlace,
  SegmentSum,
  StoreMoment,
  ViewKey,
} from "./stored-segment.ts";
import type { ClientHints, StoredSession, StoredView } from "./stored-session.ts";
import type { WatchStore } from "./stored-watch.ts";
import type { ViewListing, ViewPage, ViewSize } from "./view-listing.ts";

// The two storage ports. Fresh segments and all RUM events live in the event platform; when a view is
// complete, its segments are packed into one blob and leave the event platform. Both are so narrow that
// other engines (PostgreSQL, an S3-compatible store) are further drivers, held to the same contract tests.

/**
 * Fresh segments, all RUM events, and what is known of sessions, views and packs. A put resolves when it is
 * durable; if it rejects, nothing of it is stored. Concurrent puts may share a transaction, but one that
 * fails does not fail its neighbours.
 */
export interface EventPlatform {
  /** Stores all of the segments, or none where one is a conflict; one result each, in order. */
  putSegments(segments: readonly IncomingSegment[], hints: ClientHints): Promise<readonly PutSegmentResult[]>;

  /** Stores RUM events; an event whose document is there already counts as a duplicate. */
  putRumEvents(
    events: readonly IncomingRumEvent[],
    hints: ClientHints,
  ): Promise<{ readonly stored: number; readonly duplicates: number }>;

  /** Sessions with at least one segment that match, page by page. */
  searchSessions(search: SessionSearch, signal: AbortSignal): Promise<StoredSessionPage>;

  /** Values that sessions with at least one segment have. */
  facets(signal: AbortSignal): Promise<SessionFacets>;

  /** A session and its views in order of start; null when nothing of that id has arrived. */
  getSession(
    sessionId: string,
    signal: AbortSignal,
  ): Promise<{ readonly session: StoredSession; readonly views: readonly StoredView[] } | null>;

  /** A view; null when nothing of it has arrived. */
  getView(view: ViewKey, signal: AbortSignal): Promise<StoredView | null>;

  /**
   * RUM events of a session in order of date, those after `after`: at most `limit`, and none after the one with
   * which what is stored of them comes to `maxBytes`.
   */
  listRumEvents(
    sessionId: string,
    page: {
      readonly after?: RumEventPosition | undefined;
      readonly limit: number;
      readonly maxBytes?: number;
    },
    signal: AbortSignal,
  ): Promise<readonly StoredRumEvent[]>;

  /** The store's present moment. */
  moment(): Promise<StoreMoment>;

  /** Segments of a view in order of index, wherever their bytes are. */
  listSegments(view: ViewKey, listing: SegmentListing, signal: AbortSignal): Promise<readonly SegmentEntry[]>;

  /** The same as its index has it: lean, for views of thousands. */
  listIndex(
    view: ViewKey,
    listing: { readonly afterIndex: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<readonly IndexedSegment[]>;

  /** How many segments of a view have an index from `first` to `last`, and how many bytes those have, compressed. */
  sumSegments(
    view: ViewKey,
    range: { readonly first: number; readonly last: number },
    signal: AbortSignal,
  ): Promise<SegmentSum>;

  /**
   * Those of the segments with these indexes that there are, in order of index, each with its bytes or the
   * place where they are. One consistent look: none is missing because it is being packed.
   */
  readSegments(
    view: ViewKey,
    indexes: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly SegmentContent[]>;

  /** Places of those of a view's segments that are packed and have an index from `first` to `last`, in no order. */
  listPlaces(
    view: ViewKey,
    range: { readonly first: number; readonly last: number },
    signal: AbortSignal,
  ): Promise<readonly SegmentPlace[]>;

  /** Complete views with segments that are not packed yet, longest waiting first. */
  listPackable(age: PackingAge, limit: number, signal: AbortSignal): Promise<readonly ViewKey[]>;

  /** Views of at least that size with segments that are not packed yet, to which one has come since then. */
  listGrowing(since: EpochMs, size: ViewSize, signal: AbortSignal): Promise<readonly ViewKey[]>;

  /** Views of at least that size, page by page, the newest first. */
  listViews(page: ViewListing, size: ViewSize, signal: AbortSignal): Promise<ViewPage>;

  /**
   * Makes a durable blob the place of its segments, in one transaction: from then on their bytes are gone
   * from the event platform. Returns the blobs that no segment is in any more.
   */
  commitPack(pack: FinishedPack): Promise<readonly string[]>;

  /** Which of these blobs hold segments or resources. */
  knownBlobs(blobKeys: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;

  putResourceEntry(resource: ResourceEntry): Promise<void>;
  getResourceEntry(applicationId: string, id: string): Promise<ResourceEntry | null>;

  /** 32 random bytes, made at the first call with that name and the same ever after. */
  getSecret(name: string): Promise<Uint8Array>;

  /** Rejects when the store cannot be read. */
  check(): Promise<void>;

  /** Finishes the puts in hand, then closes. Later calls reject. */
  close(): Promise<void>;
}

/** Whole values under keys. A put is durable and visible at once and completely, or not at all. */
export interface BlobStore {
  /** Stores a value, replacing one of that key. An abort or a failing source leaves no trace. */
  put(
    key: string,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void>;

  /** Bytes from `offset`, fewer than `length` where the value ends before; null when there is no such key. */
  read(
    key: string,
    range: { readonly offset: number; readonly length: number },
    signal: AbortSignal,
  ): Promise<Uint8Array | null>;

  /** Length in bytes; null when there is no such key. */
  size(key: string, signal: AbortSignal): Promise<number | null>;

  /** Removes a value; no error when there is none. */
  delete(key: string): Promise<void>;

  /** All keys that begin with `prefix`, in no particular order. */
  list(prefix: string, signal: AbortSignal): AsyncIterable<string>;
}

/** An open store: what `openStore` gives. */
export interface Store {
  readonly events: EventPlatform;
  readonly blobs: BlobStore;
  readonly resources: ResourceStore;
  readonly playlists: PlaylistStore;
  readonly watches: WatchStore;
  readonly keeps: KeepStore;
  /** Finishes the puts in hand, then closes. */
  close(): Promise<void>;
}
