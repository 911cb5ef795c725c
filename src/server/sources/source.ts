import type { Facets, SessionDetail, SessionPage, SessionQuery } from "../../wire/session.ts";
import type { RumEventPage, RumEventQuery } from "../../wire/rum-event.ts";
import type { SegmentIndex } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";

// The one port that the viewer's routes know. The embedded store and each Datadog site are its drivers.

/** Where sessions come from. Every method rejects with `SourceError` where it cannot answer. */
export interface ReplaySource {
  /** `local`, or the Datadog site: the value of `source=` in addresses. */
  readonly id: string;
  /** For people: "Embedded store", "Datadog EU". */
  readonly title: string;

  /** Sessions that match, page by page. */
  searchSessions(query: SessionQuery, signal: AbortSignal): Promise<SessionPage>;

  /** Values that the filters can take. */
  facets(signal: AbortSignal): Promise<Facets>;

  /** A session and its views; null when there is none of that id. */
  getSession(sessionId: string, signal: AbortSignal): Promise<SessionDetail | null>;

  /** RUM events of a session in order of date; null when there is no such session. */
  getRumEvents(sessionId: string, query: RumEventQuery, signal: AbortSignal): Promise<RumEventPage | null>;

  /** What segments a view has; null when there is no such view. */
  getSegmentIndex(sessionId: string, viewId: string, signal: AbortSignal): Promise<SegmentIndex | null>;

  /** The segments with `first` ≤ index ≤ `last` that there are, in order, as recorded. */
  getSegments(
    sessionId: string,
    viewId: string,
    range: { readonly first: number; readonly last: number },
    signal: AbortSignal,
  ): Promise<readonly SegmentFrame[]>;
}

/** Why a source did not answer. `status` is what the route answers with; `message` is for a person. */
export class SourceError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 429 | 502 | 503;

  constructor(status: SourceError["status"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SourceError";
    this.status = status;
  }
}
