import { queryOptions } from "@tanstack/react-query";
import {
  playlistPath,
  playlistSessionsPath,
  PLAYLISTS_PATH,
  sessionPlaylistsPath,
} from "../../wire/paths.ts";
import {
  playlistSchema,
  playlistsSchema,
  type PlaylistText,
  sessionPlaylistsSchema,
} from "../../wire/playlist.ts";
import { change, getJson } from "./request.ts";

/** The playlists of a source, those changed last first. */
export const playlistsQuery = (source?: string) =>
  queryOptions({
    queryKey: ["playlists", source] as const,
    queryFn: async ({ signal }) =>
      (await getJson(PLAYLISTS_PATH, { source }, playlistsSchema, signal)).playlists,
  });

/** One playlist. */
export const playlistQuery = (id: string, source?: string) =>
  queryOptions({
    queryKey: ["playlist", id, source] as const,
    queryFn: ({ signal }) => getJson(playlistPath(id), { source }, playlistSchema, signal),
  });

/** Ids of the playlists that a session is in; undefined where the source cannot say. */
export const sessionPlaylistsQuery = (sessionId: string, source?: string) =>
  queryOptions({
    queryKey: ["session-playlists", sessionId, source] as const,
    queryFn: ({ signal }) =>
      getJson(sessionPlaylistsPath(sessionId), { source }, sessionPlaylistsSchema, signal),
  });

/** What a change of a playlist makes old. */
export const PLAYLIST_KEYS = ["playlists", "playlist", "session-playlists"] as const;

export const createPlaylist = (text: PlaylistText, source?: string) =>
  change("POST", PLAYLISTS_PATH, { source }, text, playlistSchema);

/** Replaces name and description. */
export const updatePlaylist = (id: string, text: PlaylistText, source?: string) =>
  change("PUT", playlistPath(id), { source }, text, playlistSchema);

export const deletePlaylist = (id: string, source?: string) => change("DELETE", playlistPath(id), { source });

/** Adds sessions at the end; those that are in it stay where they are. */
export const addToPlaylist = (
  id: string,
  sessions: readonly { readonly id: string; readonly start: number }[],
  source?: string,
) =>
  change(
    "POST",
    playlistSessionsPath(id),
    { source },
    {
      sessions: sessions.map((session) => ({ id: session.id, start: session.start })),
    },
  );

export const removeFromPlaylist = (id: string, ids: readonly string[], source?: string) =>
  change("DELETE", playlistSessionsPath(id), { source }, { ids });
