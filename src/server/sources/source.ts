import type { Facets, SessionDetail, SessionPage, SessionQuery } from "../../wire/session.ts";
import type { RumEventPage, RumEventQuery } from "../../wire/rum-event.ts";
import type { SegmentIndex } from "../../wire/segment-index.ts";
import type { SourceWait } from "../../wire/source.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import type { SegmentMeta, SegmentStorage, ViewKey } from "../storage/stored-segment.ts";
import type { Playlists } from "./playlists.ts";
import type { SessionFeed } from "./session-feed.ts";
import type { Viewer, Viewership } from "./viewership.ts";

// The one port that the viewer's routes know. The embedded store and each Datadog site are its drivers.

/** Most bytes of segments that are asked for at once; a larger one comes by itself. They are held in memory. */
export const LARGEST_PAGE_BYTES = 32 * 1024 * 1024;

/** What is searched for, and who asks: whose watches `watched` is about. */
export interface SourceQuery extends SessionQuery {
  readonly viewer?: Viewer | undefined;
}

/** Where sessions come from. Every method rejects with `SourceError` where it cannot answer. */
export interface ReplaySource {
  /** `local`, or the Datadog site: the value of `source=` in addresses. */
  readonly id: string;
  /** For people: "Embedded store", "Datadog EU". */
  readonly title: string;

  /** What people gather of its sessions; absent where it keeps none. */
  readonly playlists?: Playlists;

  /** Who watched its sessions; absent where it does not keep that. */
  readonly viewership?: Viewership;

  /** It can search by `watched`. */
  readonly filtersWatched?: boolean;

  /** Sessions that match, page by page. */
  searchSessions(query: SourceQuery, signal: AbortSignal): Promise<SessionPage>;

  /** Values that the filters can take. */
  facets(signal: AbortSignal): Promise<Facets>;

  /** A session and its views; null when there is none of that id. */
  getSession(sessionId: string, signal: AbortSignal): Promise<SessionDetail | null>;

  /** RUM events of a session in order of date; null when there is no such session. */
  getRumEvents(sessionId: string, query: RumEventQuery, signal: AbortSignal): Promise<RumEventPage | null>;

  /**
   * What segments a view has, and what keyframes the source has made of it, if it has; null when there is no such
   * view. `known`: how many of its segments whoever asks knows; a source that finds them out by and by answers when it
   * knows of more (`SegmentIndex.loading`).
   */
  getSegmentIndex(
    sessionId: string,
    viewId: string,
    signal: AbortSignal,
    known?: number,
  ): Promise<SegmentIndex | null>;

  /**
   * The segments with `first` ≤ index ≤ `last` that there are, in order, as recorded. Status 400, naming `last`, when
   * those are several and come to more than `LARGEST_PAGE_BYTES`.
   */
  getSegments(
    sessionId: string,
    viewId: string,
    range: { readonly first: number; readonly last: number },
    signal: AbortSignal,
  ): Promise<readonly SegmentFrame[]>;

  /**
   * The same without a look into a database, where the source knows of all segments of the range where they are; null,
   * at once or later, where it does not.
   */
  readonly getKnownSegments?: (
    sessionId: string,
    viewId: string,
    range: { readonly first: number; readonly last: number },
    signal: AbortSignal,
  ) => Promise<readonly SegmentFrame[] | null> | null;

  /**
   * The keyframe that is `after` a segment, of the list with the id `list` (`SegmentIndex.keyframes`): a checkpoint's
   * JSON, deflated. Null when there is no such list (any more), or none of it there. A list's keyframes never change.
   */
  getKeyframe(
    sessionId: string,
    viewId: string,
    keyframe: { readonly list: string; readonly after: number },
    signal: AbortSignal,
  ): Promise<Uint8Array | null>;

  /** What a view's records say, as far as that list goes; null when there is no such list (any more). */
  getViewFacts(
    sessionId: string,
    viewId: string,
    list: string,
    signal: AbortSignal,
  ): Promise<ViewFacts | null>;

  /**
   * An image that the session's records refer to by this id; null when there is no such image of the session's
   * applications, no such session, or the source keeps none.
   */
  getResource(sessionId: string, resourceId: string, signal: AbortSignal): Promise<ReplayResource | null>;

  /** How its sessions can be kept elsewhere; absent where there is no need to. */
  readonly feed?: SessionFeed;

  /** Of a source that asks another server: how that goes. */
  readonly upstream?: SourceUpstream;
}

/** The server that a source asks. */
export interface SourceUpstream {
  /** What is waited for at this moment; times are epoch milliseconds by this server's clock. */
  waits(): readonly SourceWait[];
  /** An answer that could not be read, as it came; null when it is not kept any more. */
  rawAnswer(answerId: string): RawAnswer | null;
}

/** An answer that could not be read, for a bug report. */
export interface RawAnswer {
  /** A file's name for it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An image as it was uploaded. `contentType` is what the uploader said. */
export interface ReplayResource {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * Where a walk over a view's segments is: plain JSON. `sequence` and `generation` are the store's moment at
 * the first page, so that the walk yields exactly what was there then; a segment that the packer moves
 * meanwhile stays in the storage where it was at that moment.
 */
export interface WalkPosition {
  readonly sequence: number;
  readonly generation: number;
  /** Index of the last segment yielded. */
  readonly afterIndex: number;
}

/** One segment of a walk. `position` goes on after it. */
export interface WalkEntry {
  readonly segment: SegmentMeta;
  /** Where it was at the walk's first page. */
  readonly storage: SegmentStorage;
  readonly position: WalkPosition;
}

export interface WalkOptions {
  /** Only segments of one storage; both when absent. Must be the same for all pages of a walk. */
  readonly storage?: SegmentStorage | undefined;
  /** The position of the last segment taken; absent for the first page. */
  readonly after?: WalkPosition | undefined;
  /** Most entries at once. */
  readonly limit: number;
}

/** What the Datadog-compatible API needs of a source beside the viewer's needs. */
export interface SegmentWalker {
  /**
   * The next segments of a walk in order of index; `more` is false when the last entry is the walk's last.
   * Null when there is no such view. Going on from any entry's position yields every segment that was there
   * at the first page exactly once, also while new ones arrive and while segments are packed.
   */
  walkSegments(
    view: ViewKey,
    options: WalkOptions,
    signal: AbortSignal,
  ): Promise<{ readonly entries: readonly WalkEntry[]; readonly more: boolean } | null>;

  /** Those of the segments with these indexes that there are, in order of index, as recorded. */
  readSegments(
    view: ViewKey,
    indexes: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly SegmentFrame[]>;
}

interface SourceErrorFacts extends ErrorOptions {
  /** Id of the answer that could not be read (`SourceUpstream.rawAnswer`). */
  readonly answerId?: string;
}

/** Why a source did not answer. `status` is what the route answers with; `message` is for a person. */
export class SourceError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 429 | 502 | 503;
  readonly answerId: string | undefined;

  constructor(status: SourceError["status"], message: string, facts: SourceErrorFacts = {}) {
    super(message, facts);
    this.name = "SourceError";
    this.status = status;
    this.answerId = facts.answerId;
  }
}
