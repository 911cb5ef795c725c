import { inflateSync } from "node:zlib";
import { countBefore } from "../../../base/binary-search.ts";
import type { KeyframeList, SegmentIndexEntry } from "../../../wire/segment-index.ts";
import { viewFactsSchema } from "../../../wire/view-facts.ts";
import { DerivedStore } from "../../keyframes/derived-store.ts";
import type { KeptList } from "../../keyframes/manifest.ts";
import type { Store } from "../../storage/driver.ts";
import type { SegmentEntry, StoreMoment, ViewKey } from "../../storage/stored-segment.ts";
import { assertPageSize } from "../page-limit.ts";
import {
  LARGEST_PAGE_BYTES,
  type ReplaySource,
  type SegmentWalker,
  SourceError,
  type WalkEntry,
  type WalkOptions,
} from "../source.ts";
import { fromCursor, rumEventPositionSchema, toCursor } from "./cursor.ts";
import { createLocalPlaylists } from "./local-playlists.ts";
import { createLocalViewership } from "./local-viewership.ts";
import { rumEventItem } from "./rum-event-item.ts";
import { PackPlaces } from "./pack-places.ts";
import { LONGEST_READ, readPackedRun, readStoredSegments } from "./stored-segments.ts";
import { indexEntry, isComplete, searchOf, sessionSummary, viewSummary } from "./summaries.ts";

const ID = "local";

/** Documents of so many bytes are read for a page of RUM events, however few those are. */
const EVENT_PAGE_BYTES = 4 * 1024 * 1024;

/** Entries of a view's index that are listed at once. */
const INDEX_BATCH = 1000;

/** The embedded store as a source: what the Datadog-compatible API serves as well. */
type LocalSource = ReplaySource & SegmentWalker & Required<Pick<ReplaySource, "playlists" | "viewership">>;

interface SegmentRange {
  readonly first: number;
  readonly last: number;
}

/** The embedded store as a source of replays. `now` (milliseconds since 1970) tells which sessions are live. */
export function createLocalSource(
  store: Pick<Store, "events" | "blobs" | "resources" | "playlists" | "watches" | "keeps">,
  now: () => number = Date.now,
): LocalSource {
  const { events, resources } = store;
  const derived = new DerivedStore(store.blobs);
  const keptList = async (view: ViewKey, id: string, signal: AbortSignal): Promise<KeptList | undefined> => {
    const { list = null, previous = null } = (await derived.read(view, signal)) ?? {};
    return [list, previous].find((each) => each?.id === id) ?? undefined;
  };
  const places = new PackPlaces(events);
  const readKnown = (view: ViewKey, range: SegmentRange, signal: AbortSignal) => {
    const run = places.find(view, range, LONGEST_READ);
    if (run === null) return null;
    return readPackedRun(store.blobs, run, signal).then((frames) => {
      // Packed anew since.
      if (frames === null) places.forget(view, range);
      return frames;
    });
  };
  return {
    id: ID,
    title: "Embedded store",
    playlists: createLocalPlaylists(store.playlists, ID, now),
    viewership: createLocalViewership(store.watches, ID, now),
    filtersWatched: true,

    async searchSessions(query, signal) {
      if (query.rum !== undefined)
        throw new SourceError(400, "rum: the embedded store does not know Datadog's search syntax");
      const page = await events.searchSessions(searchOf(query), signal);
      return {
        sessions: page.sessions.map((session) => sessionSummary(session, ID, now())),
        total: page.total,
        ...(page.next === null ? {} : { cursor: toCursor({ ...page.next, sort: query.sort }) }),
      };
    },

    async facets(signal) {
      const { applications, services, envs, browsers, devices } = await events.facets(signal);
      return {
        applications: [...applications],
        services: [...services],
        envs: [...envs],
        browsers: [...browsers],
        devices: [...devices],
      };
    },

    async getSession(sessionId, signal) {
      const found = await events.getSession(sessionId, signal);
      if (found === null) return null;
      const kept = await store.keeps.get(sessionId);
      return {
        session: sessionSummary(found.session, ID, now()),
        views: found.views.map(viewSummary),
        ...(kept?.keptAt ? { keptFrom: { source: kept.source, at: kept.keptAt } } : {}),
      };
    },

    async getRumEvents(sessionId, { cursor, limit }, signal) {
      const after = fromCursor(cursor, rumEventPositionSchema);
      const found = await events.listRumEvents(
        sessionId,
        { after, limit, maxBytes: EVENT_PAGE_BYTES },
        signal,
      );
      const last = found.at(-1)?.position;
      if (last === undefined && (await events.getSession(sessionId, signal)) === null) return null;
      const next = last && (await events.listRumEvents(sessionId, { after: last, limit: 1 }, signal));
      return {
        // A session's own event, of one that was kept from Datadog, is nothing that happened in it.
        events: found.filter(({ type }) => type !== "session").map(rumEventItem),
        ...(last && next?.length ? { cursor: toCursor(last) } : {}),
      };
    },

    async getSegmentIndex(sessionId, viewId, signal) {
      const key = { sessionId, viewId };
      // The view first: a segment that comes in between makes a complete view longer, never an open one complete.
      const view = await events.getView(key, signal);
      if (view === null) return null;
      const segments = await listIndex(store, key, signal);
      const list = (await derived.read(key, signal))?.list;
      const index = { viewId, segments, complete: isComplete(view) };
      // A segment that came late, before the end of what was made: it is being made anew.
      return list && isTrueOf(list, segments) ? { ...index, keyframes: keyframeList(list) } : index;
    },

    async getKeyframe(sessionId, viewId, keyframe, signal) {
      const view = { sessionId, viewId };
      const list = await keptList(view, keyframe.list, signal);
      const place = list?.entries.find(({ after }) => after === keyframe.after);
      return place ? derived.bytes(view, place, signal) : null;
    },

    async getViewFacts(sessionId, viewId, id, signal) {
      const view = { sessionId, viewId };
      const list = await keptList(view, id, signal);
      const bytes = list && (await derived.bytes(view, list.facts, signal));
      return bytes ? viewFactsSchema.parse(JSON.parse(inflateSync(bytes).toString())) : null;
    },

    async getSegments(sessionId, viewId, range, signal) {
      const view = { sessionId, viewId };
      const known = await readKnown(view, range, signal);
      if (known !== null) return known;
      const { segments, bytes } = await events.sumSegments(view, range, signal);
      if (segments > 1 && bytes > LARGEST_PAGE_BYTES) await refuseLarge(store, view, range, signal);
      if (segments === 0) return [];
      await places.load(view, range, signal);
      return (
        (await readKnown(view, range, signal)) ?? readStoredSegments(store, view, indexesOf(range), signal)
      );
    },

    getKnownSegments: (sessionId, viewId, range, signal) => readKnown({ sessionId, viewId }, range, signal),

    async getResource(sessionId, resourceId, signal) {
      const session = await events.getSession(sessionId, signal);
      for (const applicationId of new Set(session?.views.map((view) => view.applicationId))) {
        const found = await resources.get(applicationId, resourceId, signal);
        if (found !== null) return { contentType: found.contentType, bytes: found.bytes };
      }
      return null;
    },

    walkSegments: (view, options, signal) => walk(store, view, options, signal),
    readSegments: (view, indexes, signal) => readStoredSegments(store, view, indexes, signal),
  };
}

async function listIndex(store: Pick<Store, "events">, view: ViewKey, signal: AbortSignal) {
  const segments: SegmentIndexEntry[] = [];
  for (;;) {
    const afterIndex = segments.at(-1)?.index ?? -1;
    const batch = await store.events.listIndex(view, { afterIndex, limit: INDEX_BATCH }, signal);
    segments.push(...batch.map(indexEntry));
    if (batch.length < INDEX_BATCH) return segments;
  }
}

const indexesOf = ({ first, last }: SegmentRange): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** @throws {SourceError} 400 which says of several segments that come to more than a page may which of them are one. */
async function refuseLarge(
  { events }: Pick<Store, "events">,
  view: ViewKey,
  { first, last }: SegmentRange,
  signal: AbortSignal,
): Promise<void> {
  const listing = { afterIndex: first - 1, limit: last - first + 1 };
  const listed = await events.listIndex(view, listing, signal);
  assertPageSize(listed.map((each) => ({ index: each.indexInView, bytes: each.compressedSegmentSize })));
}

/** Whether what was made is of the view as it is now, as far as it goes. */
const isTrueOf = (list: KeptList, segments: readonly SegmentIndexEntry[]): boolean =>
  countBefore(segments, ({ index }) => index <= list.through) === list.segments;

const keyframeList = ({ id, through, firstPictureAt, url, entries }: KeptList): KeyframeList => ({
  id,
  through,
  firstPictureAt,
  url,
  entries: entries.map(({ after, at, bytes }) => ({ after, at, bytes })),
});

async function walk(
  { events }: Pick<Store, "events">,
  view: ViewKey,
  { storage, after, limit }: WalkOptions,
  signal: AbortSignal,
) {
  if ((await events.getView(view, signal)) === null) return null;
  const at: StoreMoment = after ?? (await events.moment());
  const listing = {
    afterIndex: after?.afterIndex ?? -1,
    limit: limit + 1,
    at: { sequence: at.sequence, generation: at.generation },
    ...(storage === undefined ? {} : { storage }),
  };
  const found = await events.listSegments(view, listing, signal);
  return {
    entries: found.slice(0, limit).map((entry) => walkEntry(entry, at)),
    more: found.length > limit,
  };
}

function walkEntry({ meta, generation }: SegmentEntry, at: StoreMoment): WalkEntry {
  const packed = generation !== null && generation <= at.generation;
  return {
    segment: meta,
    storage: packed ? "blob" : "event_platform",
    position: { sequence: at.sequence, generation: at.generation, afterIndex: meta.indexInView },
  };
}
