import type { Playlist, Playlists, PlaylistText } from "../../playlists.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import {
  type PlaylistData,
  playlistAnswerSchema,
  playlistsAnswerSchema,
  playlistSessionsAnswerSchema,
} from "./curation-answers.ts";
import { askJson, pageQuery, playlistRequest, REPLAY_PATH } from "./curation-request.ts";
import { summariesOf } from "./session-summaries.ts";

const PLAYLISTS = `${REPLAY_PATH}/playlists`;
const pathOf = (id: string) => `${PLAYLISTS}/${encodeURIComponent(id)}`;
const sessionPath = (id: string, sessionId: string) =>
  `${pathOf(id)}/sessions/${encodeURIComponent(sessionId)}`;

const bodyOf = ({ name, description }: PlaylistText) => ({
  data: {
    type: "rum_replay_playlist",
    attributes: { ...(description === null ? {} : { description }), name },
  },
});

/** The playlists of a Datadog account. Whatever is done is done by the owner of the application key. */
export function createSitePlaylists(client: SiteClient, clock: Clock): Playlists {
  return {
    async list({ creatorUuid, text, page }, signal) {
      const query = {
        ...(creatorUuid === undefined ? {} : { "filter[created_by_uuid]": creatorUuid }),
        ...(text === undefined ? {} : { "filter[query]": text }),
        ...pageQuery(page),
      };
      const request = playlistRequest({
        what: "the list of playlists",
        method: "GET",
        path: PLAYLISTS,
        query,
      });
      return (await askJson(client, request, playlistsAnswerSchema, signal)).data.map(playlist);
    },
    async get(id, signal) {
      const request = playlistRequest({ what: "the playlist", method: "GET", path: pathOf(id) });
      return playlist((await askJson(client, request, playlistAnswerSchema, signal)).data);
    },
    async create(text, _by, signal) {
      const request = playlistRequest({
        what: "a new playlist",
        method: "POST",
        path: PLAYLISTS,
        body: bodyOf(text),
      });
      return playlist((await askJson(client, request, playlistAnswerSchema, signal)).data);
    },
    async update(id, text, signal) {
      const what = "the change of the playlist";
      const request = playlistRequest({ what, method: "PUT", path: pathOf(id), body: bodyOf(text) });
      return playlist((await askJson(client, request, playlistAnswerSchema, signal)).data);
    },
    async delete(id, signal) {
      const what = "the end of the playlist";
      await client.ask(playlistRequest({ what, method: "DELETE", path: pathOf(id), accept: "*/*" }), signal);
    },
    async listSessions(id, page, signal) {
      const path = `${pathOf(id)}/sessions`;
      const what = "the sessions of the playlist";
      const request = playlistRequest({ what, method: "GET", path, query: pageQuery(page) });
      const { data } = await askJson(client, request, playlistSessionsAnswerSchema, signal);
      const listed = data.map((each) => ({ id: each.id, event: each.attributes.session_event }));
      const summaries = await summariesOf(client, clock, listed, signal);
      return data.map((each) => ({
        id: each.id,
        dataSource: each.attributes.track,
        summary: summaries.get(each.id),
      }));
    },
    async addSessions(id, sessions, signal) {
      const added: string[] = [];
      // Datadog takes one at a time, and keeps them in the order in which they come.
      for (const { id: sessionId, ts, dataSource } of sessions) {
        const request = playlistRequest({
          what: "a session for the playlist",
          method: "PUT",
          path: sessionPath(id, sessionId),
          query: { data_source: dataSource, ts: String(ts) },
        });
        if ((await client.ask(request, signal)).status === 201) added.push(sessionId);
      }
      return added;
    },
    async removeSessions(id, sessionIds, signal) {
      const data = sessionIds.map((sessionId) => ({ id: sessionId, type: "rum_replay_session" }));
      const request = playlistRequest({
        what: "the removal of sessions from the playlist",
        method: "DELETE",
        path: `${pathOf(id)}/sessions`,
        accept: "*/*",
        body: { data },
      });
      await client.ask(request, signal);
      return undefined;
    },
    // There is no route for it.
    listContaining: () => Promise.resolve(null),
  };
}

const playlist = ({ id, attributes }: PlaylistData): Playlist => {
  const { name, description, session_count: sessionCount, created_by: by } = attributes;
  return {
    id,
    name,
    description: description ?? null,
    sessionCount,
    createdBy:
      by === undefined ? null : { uuid: by.uuid, handle: by.handle, ...(by.name ? { name: by.name } : {}) },
    createdAt: attributes.created_at ?? null,
    updatedAt: attributes.updated_at ?? null,
  };
};
