import { epochMs } from "../../../base/time.ts";
import type { WatchStore } from "../../storage/stored-watch.ts";
import { SourceError } from "../source.ts";
import type { Viewership } from "../viewership.ts";
import { span } from "./local-playlists.ts";
import { sessionSummary } from "./summaries.ts";

/** Who watched what of the embedded store. `now` is in milliseconds since 1970, `source` the store's id. */
export function createLocalViewership(store: WatchStore, source: string, now: () => number): Viewership {
  return {
    async record({ at, ...watch }, { uuid, handle }) {
      const id = await store.add({ ...watch, viewer: { uuid, handle }, at: epochMs(at) });
      return id ?? noSession(watch.sessionId);
    },
    async forget(sessionId, { uuid }) {
      if (!(await store.forget(sessionId, uuid))) noSession(sessionId);
    },
    listWatchers: async (sessionId, page, signal) =>
      (await store.listWatchers(sessionId, span(page), signal)) ?? noSession(sessionId),
    async listWatched({ page, viewerUuid, ...query }, asking, signal) {
      const search = { ...query, ...span(page), viewerUuid: viewerUuid ?? asking.uuid };
      const found = await store.listWatched(search, signal);
      return found.map(({ session, lastWatchedAt, eventId, dataSource }) => ({
        id: session.id,
        lastWatchedAt,
        eventId,
        dataSource,
        summary: sessionSummary(session, source, now()),
      }));
    },
  };
}

function noSession(sessionId: string): never {
  throw new SourceError(404, `there is no session ${sessionId}`);
}
