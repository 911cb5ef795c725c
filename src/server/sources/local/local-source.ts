import type { SegmentIndexEntry } from "../../../wire/segment-index.ts";
import type { Store } from "../../storage/driver.ts";
import type { SegmentEntry, StoreMoment, ViewKey } from "../../storage/stored-segment.ts";
import type { ReplaySource, SegmentWalker, WalkEntry, WalkOptions } from "../source.ts";
import { fromCursor, rumEventPositionSchema, toCursor } from "./cursor.ts";
import { rumEventItem } from "./rum-event-item.ts";
import { readStoredSegments } from "./stored-segments.ts";
import { indexEntry, isComplete, searchOf, sessionSummary, viewSummary } from "./summaries.ts";

const ID = "local";

/** Documents of so many bytes are read for a page of RUM events, however few those are. */
const EVENT_PAGE_BYTES = 4 * 1024 * 1024;

/** Entries of a view's index that are listed at once. */
const INDEX_BATCH = 1000;

/** The embedded store as a source of replays. `now` (milliseconds since 1970) tells which sessions are live. */
export function createLocalSource(
  store: Pick<Store, "events" | "blobs" | "resources">,
  now: () => number = Date.now,
): ReplaySource & SegmentWalker {
  const { events, resources } = store;
  return {
    id: ID,
    title: "Embedded store",

    async searchSessions(query, signal) {
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
      return { session: sessionSummary(found.session, ID, now()), views: found.views.map(viewSummary) };
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
        events: found.map(rumEventItem),
        ...(last && next?.length ? { cursor: toCursor(last) } : {}),
      };
    },

    async getSegmentIndex(sessionId, viewId, signal) {
      const key = { sessionId, viewId };
      // The view first: a segment that comes in between makes a complete view longer, never an open one complete.
      const view = await events.getView(key, signal);
      if (view === null) return null;
      return { viewId, segments: await listIndex(store, key, signal), complete: isComplete(view) };
    },

    getSegments(sessionId, viewId, { first, last }, signal) {
      const indexes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
      return readStoredSegments(store, { sessionId, viewId }, indexes, signal);
    },

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
    const batch = await store.events.listSegments(view, { afterIndex, limit: INDEX_BATCH }, signal);
    segments.push(...batch.map((entry) => indexEntry(entry.meta)));
    if (batch.length < INDEX_BATCH) return segments;
  }
}

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
