import { epochMs } from "../../../base/time.ts";
import type { PlaylistStore } from "../../storage/stored-playlist.ts";
import type { Playlists } from "../playlists.ts";
import { SourceError } from "../source.ts";
import type { PageNumber } from "../viewership.ts";
import { sessionSummary } from "./summaries.ts";

/** The playlists of the embedded store. `now` is in milliseconds since 1970, `source` the store's id. */
export function createLocalPlaylists(store: PlaylistStore, source: string, now: () => number): Playlists {
  const at = () => epochMs(now());
  return {
    async list({ text, creatorUuid, page }, signal) {
      return (await store.list({ text, creatorUuid, ...span(page) }, signal)).playlists;
    },
    get: async (id, signal) => (await store.get(id, signal)) ?? noPlaylist(id),
    create: (text, by) => store.create(text, { uuid: by.uuid, handle: by.handle }, at()),
    update: async (id, text) => (await store.update(id, text, at())) ?? noPlaylist(id),
    async delete(id) {
      if (!(await store.delete(id))) noPlaylist(id);
    },
    async listSessions(id, page, signal) {
      const found = (await store.listSessions(id, span(page), signal)) ?? noPlaylist(id);
      return found.entries.map(({ session, dataSource }) => ({
        id: session.id,
        dataSource,
        summary: sessionSummary(session, source, now()),
      }));
    },
    async addSessions(id, sessions) {
      const { added, unknown } = (await store.addSessions(id, sessions, at())) ?? noPlaylist(id);
      if (unknown.length > 0) throw new SourceError(404, `there is no session ${unknown.join(", ")}`);
      return added;
    },
    removeSessions: async (id, sessionIds) =>
      (await store.removeSessions(id, sessionIds, at())) ?? noPlaylist(id),
    listContaining: (sessionId, signal) => store.listContaining(sessionId, signal),
  };
}

/** The entries of a page. */
export const span = ({ number, size }: PageNumber) => ({ offset: number * size, limit: size });

function noPlaylist(id: string): never {
  throw new SourceError(404, `there is no playlist ${id}`);
}
