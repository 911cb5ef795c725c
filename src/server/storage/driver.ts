import type { EpochMs } from "../../base/time.ts";

// The two storage ports. Fresh segments and all RUM events live in the event platform; when a view is
// complete, its segments are packed into one blob and leave the event platform. Both are so narrow that
// other engines (PostgreSQL, an S3-compatible store) are further drivers, held to the same contract tests.

/** A view of a session: what segments are filed under. */
export interface ViewKey {
  readonly sessionId: string;
  readonly viewId: string;
}

/** What is known of a stored segment without inflating it. Field by field what the SDK's `event` part says. */
export interface SegmentMeta extends ViewKey {
  readonly applicationId: string;
  /** `browser` from the browser SDK; an open set. */
  readonly source: string;
  readonly creationReason: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** `index_in_view`; where the SDK sends none, the order of arrival (assigned by the driver). */
  readonly indexInView: number;
  readonly recordsCount: number;
  readonly hasFullSnapshot: boolean;
  readonly rawSegmentSize: number;
  readonly compressedSegmentSize: number;
  /** `dd-evp-origin-version` of the upload, "" when it was not said. */
  readonly sdkVersion: string;
  /** Hex SHA-256 of the bytes: the same segment sent twice is stored once. */
  readonly sha256: string;
}

/** A segment as the intake hands it over; `indexInView` null where the SDK sent none. */
export interface IncomingSegment {
  readonly meta: Omit<SegmentMeta, "indexInView"> & { readonly indexInView: number | null };
  /** As received. */
  readonly bytes: Uint8Array;
  /** `href` of the segment's first Meta record, where the intake has seen one: for views without RUM events. */
  readonly pageUrl?: string;
}

/**
 * `stored`: durable now. `duplicate`: the same bytes were there already, wherever they live now (a packed
 * view included). `conflict`: other bytes are there under the same index, or in the same put. `dropped`: could
 * have been stored, but another segment of the same put is a conflict, and then nothing of the put is stored.
 */
export type PutSegmentResult = "stored" | "duplicate" | "conflict" | "dropped";

/** One RUM event as received; `document` is the whole JSON text. */
export interface IncomingRumEvent {
  /** `view`, `view_update`, `action`, … */
  readonly type: string;
  readonly sessionId: string;
  readonly viewId: string;
  readonly applicationId: string;
  readonly date: EpochMs;
  /** `_dd.document_version` of views and view updates, else 0. */
  readonly documentVersion: number;
  readonly document: string;
}

/**
 * What an upload's request said beside its body: kept with the session. The SDK sends no browser, system or
 * device; the intake reads them from the user agent.
 */
export interface ClientHints {
  readonly receivedAt: EpochMs;
  readonly browser: NamedVersion | null;
  readonly os: NamedVersion | null;
  /** `desktop`, `mobile`, `tablet`, `tv` or `bot`. */
  readonly deviceType: string | null;
}

/** A canvas or mobile image, addressed by application and id. */
export interface Resource {
  readonly applicationId: string;
  readonly id: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Where a segment is: its bytes in the event platform, or in a blob (a pack of its view). */
export type SegmentStorage = "event_platform" | "blob";

/**
 * A listed segment. `sequence` rises with the order of storing and survives packing. `generation` is that of
 * the packing with which it left the event platform (later packings of the same view do not change it), null
 * while it is still there.
 */
export interface SegmentEntry {
  readonly meta: SegmentMeta;
  readonly sequence: number;
  readonly generation: number | null;
  readonly storage: SegmentStorage;
}

/**
 * A moment of the store. What was there then: `sequence` at most this; and it was in a blob then when its
 * `generation` is at most this one, else in the event platform.
 */
export interface StoreMoment {
  readonly sequence: number;
  readonly generation: number;
}

/** Which segments of a view to list; in order of index. */
export interface SegmentListing {
  /** Only those with a higher index. */
  readonly afterIndex: number;
  readonly limit: number;
  /** Only those that were there at that moment. */
  readonly at?: StoreMoment;
  /** Only those that were in that storage at the moment `at`, or are now. */
  readonly storage?: SegmentStorage;
}

/**
 * Where a packed segment's bytes are. A view that is packed again moves to another blob and the old one goes
 * some time later: a reader that finds no such blob asks `readSegments` again.
 */
export interface PackLocation {
  readonly blobKey: string;
  readonly offset: number;
  readonly length: number;
}

/** A segment's bytes, or the place in a blob where they are. */
export interface SegmentContent {
  readonly entry: SegmentEntry;
  readonly content:
    | { readonly kind: "bytes"; readonly bytes: Uint8Array }
    | ({ readonly kind: "packed" } & PackLocation);
}

/** A finished and durable pack of a view, for the transaction that makes it the place of its segments. */
export interface FinishedPack {
  readonly view: ViewKey;
  readonly blobKey: string;
  readonly segments: readonly {
    readonly sequence: number;
    readonly offset: number;
    readonly length: number;
  }[];
}

/** When a view counts as complete; milliseconds. */
export interface PackingAge {
  readonly now: EpochMs;
  /** The view has ended (`view.is_active` false) and no segment came for so long. */
  readonly endedQuietMs: number;
  /** No segment came for so long, whether it ended or not. */
  readonly idleMs: number;
}

/** A view as the event platform keeps it. Views without segments are known from RUM events only. */
export interface StoredView extends ViewKey {
  readonly applicationId: string;
  /** From the view's merged document, else from a Meta record, else "". */
  readonly url: string;
  readonly name: string | null;
  readonly tabId: string | null;
  readonly loadingType: string | null;
  /** Of the document and the segments together, else of the view's RUM events. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** `view.is_active` of the document was false. */
  readonly ended: boolean;
  readonly errorCount: number;
  readonly frustrationCount: number;
  readonly actionCount: number;
  readonly segmentCount: number;
  readonly bytes: number;
  readonly lastReceivedAt: EpochMs;
  /** It has segments and all of them are in the blob. */
  readonly packed: boolean;
}

/** A name and, where known, a version. */
export interface NamedVersion {
  readonly name: string;
  readonly version?: string;
}

/** A session, summed up from its segments, RUM events and uploads. */
export interface StoredSession {
  readonly id: string;
  readonly applicationId: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly user: {
    readonly id?: string;
    readonly name?: string;
    readonly email?: string;
    readonly anonymousId?: string;
  };
  readonly browser: NamedVersion | null;
  readonly os: NamedVersion | null;
  readonly deviceType: string | null;
  readonly country: string | null;
  readonly service: string | null;
  readonly env: string | null;
  readonly version: string | null;
  readonly sdkVersion: string | null;
  readonly viewCount: number;
  /** Views whose document does not say that they ended. */
  readonly openViewCount: number;
  /** Distinct page paths in order of first visit, at most 20. */
  readonly pages: readonly string[];
  readonly errorCount: number;
  readonly frustrationCount: number;
  readonly actionCount: number;
  readonly segmentCount: number;
  readonly bytes: number;
  readonly lastReceivedAt: EpochMs;
}

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

/** A stored RUM event. A view comes once, as its merged document. */
export interface StoredRumEvent {
  readonly id: string;
  readonly type: string;
  readonly viewId: string;
  readonly date: EpochMs;
  readonly document: string;
  /** Where to go on after this one: plain JSON, for a cursor. */
  readonly position: RumEventPosition;
}

export interface RumEventPosition {
  readonly date: number;
  readonly id: string;
}

/** A stored resource, without its bytes. */
export interface ResourceEntry {
  readonly applicationId: string;
  readonly id: string;
  readonly contentType: string;
  readonly blobKey: string;
  readonly byteLength: number;
}

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

  /** RUM events of a session in order of date, those after `after`. */
  listRumEvents(
    sessionId: string,
    page: { readonly after?: RumEventPosition | undefined; readonly limit: number },
    signal: AbortSignal,
  ): Promise<readonly StoredRumEvent[]>;

  /** The store's present moment. */
  moment(): Promise<StoreMoment>;

  /** Segments of a view in order of index, wherever their bytes are. */
  listSegments(view: ViewKey, listing: SegmentListing, signal: AbortSignal): Promise<readonly SegmentEntry[]>;

  /**
   * Those of the segments with these indexes that there are, in order of index, each with its bytes or the
   * place where they are. One consistent look: none is missing because it is being packed.
   */
  readSegments(
    view: ViewKey,
    indexes: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly SegmentContent[]>;

  /** Complete views with segments that are not packed yet, longest waiting first. */
  listPackable(age: PackingAge, limit: number, signal: AbortSignal): Promise<readonly ViewKey[]>;

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

/** Canvas and mobile images: bytes in the blob store, what is known of them in the event platform. */
export interface ResourceStore {
  /** Resolves when durable. The same application and id again replaces the content. */
  put(resource: Resource, signal: AbortSignal): Promise<void>;
  get(applicationId: string, id: string, signal: AbortSignal): Promise<Resource | null>;
}

/** An open store: what `openStore` gives. */
export interface Store {
  readonly events: EventPlatform;
  readonly blobs: BlobStore;
  readonly resources: ResourceStore;
  /** Finishes the puts in hand, then closes. */
  close(): Promise<void>;
}
