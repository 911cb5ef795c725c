import type { Dispatcher } from "undici";
import type { Inflater } from "../../../replay/segment/inflater.ts";
import type { SegmentIndex } from "../../../wire/segment-index.ts";
import { siteTitle } from "../../../wire/datadog-site.ts";
import { rawAnswerPath } from "../../../wire/paths.ts";
import { type ReplaySource, SourceError } from "../source.ts";
import { createSitePlaylists } from "./curation/site-playlists.ts";
import { createSiteViewership } from "./curation/site-viewership.ts";
import type { Clock } from "./http/clock.ts";
import { SiteClient } from "./http/site-client.ts";
import { nameOf } from "./http/site-refusal.ts";
import { feedRumEvents, listRumEvents } from "./search/event-list.ts";
import { FacetBook } from "./search/facets.ts";
import { SessionBook } from "./search/session-book.ts";
import { SessionList } from "./search/session-list.ts";
import { type AllowedHosts, fetchAddress } from "./segments/address-fetcher.ts";
import { RawAnswers } from "./segments/raw-answers.ts";
import type { SegmentCache } from "./segments/segment-cache.ts";
import { ViewBook } from "./segments/view-book.ts";
import type { WalkState } from "./segments/view-walk.ts";
import type { DatadogSite } from "./site.ts";

export interface DatadogSourceOptions {
  readonly site: DatadogSite;
  /** Object stores that segments may be fetched from; null: none but the site's own hosts. */
  readonly blobHosts: AllowedHosts | null;
  readonly inflater: Inflater;
  readonly clock: Clock;
  readonly cache: SegmentCache;
  /** Connections; closed with the source. */
  readonly dispatcher: Dispatcher;
  /** Value of `User-Agent`. */
  readonly agent: string;
}

/** A source that has connections to close. */
export interface DatadogSource extends ReplaySource {
  close(): Promise<void>;
}

/** A Datadog site as a source of replays. */
export function createDatadogSource(options: DatadogSourceOptions): DatadogSource {
  const { site, clock, dispatcher, agent } = options;
  const client = new SiteClient({ site, clock, dispatcher, agent });
  const rawAnswers = new RawAnswers();
  const book = new SessionBook(client, clock);
  const sessions = new SessionList(client, clock);
  const facets = new FacetBook(client, clock);
  const fetcher = { client, clock, dispatcher, agent, hosts: options.blobHosts };
  const views = new ViewBook({
    book,
    clock,
    cache: options.cache,
    endpoint: {
      client,
      rawAnswers,
      inflater: options.inflater,
      fetchAddress: (address, signal) => fetchAddress(address, fetcher, signal),
    },
  });
  const waits = () => client.waiting();

  return {
    id: site.site,
    title: siteTitle(site.site),
    playlists: createSitePlaylists(client, clock),
    viewership: createSiteViewership(client, clock),
    upstream: { waits, rawAnswer: (id) => rawAnswers.get(id) },
    searchSessions: (query, signal) => sessions.page(query, signal),
    facets: (signal) => facets.get(signal),

    async getSession(sessionId, signal) {
      const known = await book.lookUp(sessionId, signal);
      if (known !== null) return known.detail;
      throw new SourceError(
        404,
        `${nameOf(site)} has no session ${sessionId}. It may have expired: replays are kept for 30 days unless more is paid for`,
      );
    },

    async getRumEvents(sessionId, query, signal) {
      const known = await book.recall(sessionId, signal);
      return known && listRumEvents(sessionId, known, query, { client, clock }, signal);
    },

    async getSegmentIndex(sessionId, viewId, signal, known) {
      const walk = await views.walk({ sessionId, viewId }, signal);
      if (walk === null) return null;
      const state = await walk.index(known, signal);
      if (state.segments.length > 0) return indexOf(viewId, state, waits(), site.site);
      if (state.stage === "failed") throw state.failure;
      if (state.stage === "settled" && state.complete)
        throw new SourceError(
          404,
          `${nameOf(site)} has no segments of view ${viewId}, neither in the event platform nor in the blob storage. They may have expired: replays are kept for 30 days unless more is paid for`,
        );
      return indexOf(viewId, state, waits(), site.site);
    },

    async getSegments(sessionId, viewId, range, signal) {
      const walk = await views.walk({ sessionId, viewId }, signal);
      return walk === null ? [] : walk.read(range, signal);
    },

    feed: {
      async rumEvents(sessionId, after, signal) {
        const known = await book.recall(sessionId, signal);
        return known && feedRumEvents(sessionId, known, after, { client, clock }, signal);
      },
      segments: (view, start, signal) => views.feed(view, start, signal),
      expectedSegments: (view, signal) => views.expectedSegments(view, signal),
    },

    // What decoding finds out is kept in the viewer's browser; images are not served by Datadog's documented API.
    getKeyframe: () => Promise.resolve(null),
    getViewFacts: () => Promise.resolve(null),
    getResource: () => Promise.resolve(null),

    async close() {
      views.stop();
      await client.close();
    },
  };
}

function indexOf(
  viewId: string,
  { segments, stage, complete, failure, notes }: WalkState,
  waits: ReturnType<SiteClient["waiting"]>,
  source: string,
): SegmentIndex {
  return {
    viewId,
    segments: segments.map(({ index, start, end, records, hasFullSnapshot, place }) => ({
      index,
      start,
      end,
      records,
      hasFullSnapshot,
      bytes: place.length,
    })),
    complete,
    ...(stage === "settled" ? {} : { loading: loadingOf(stage, failure, waits, source) }),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
  };
}

function loadingOf(
  stage: "reading" | "failed",
  failure: unknown,
  [wait]: ReturnType<SiteClient["waiting"]>,
  source: string,
): NonNullable<SegmentIndex["loading"]> {
  if (stage === "failed") {
    const answerId = failure instanceof SourceError ? failure.answerId : undefined;
    return {
      state: "stopped",
      message: failure instanceof SourceError ? failure.message : "something went wrong in the server",
      ...(answerId === undefined ? {} : { rawAnswer: `${rawAnswerPath(answerId)}?source=${source}` }),
    };
  }
  return wait === undefined
    ? { state: "reading" }
    : { state: "waiting", message: wait.about, until: wait.until };
}
