import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import {
  addToPlaylist,
  createPlaylist,
  deletePlaylist,
  PLAYLIST_KEYS,
  removeFromPlaylist,
  updatePlaylist,
} from "../../api/playlists.ts";
import type { PlaylistItem, PlaylistText } from "../../../wire/playlist.ts";
import type { SessionListing } from "../../api/sessions.ts";
import { countText } from "../../ui/quantities.ts";
import { toast } from "../../ui/toast.ts";

type Sessions = readonly { readonly id: string; readonly start: number }[];
type Named = Pick<PlaylistItem, "id" | "name">;

/** What people do to playlists. Each says how it went; the result tells whether it went well. */
export interface PlaylistChanges {
  /** Makes one, with these sessions in it. */
  readonly create: (text: PlaylistText, sessions?: Sessions) => Promise<boolean>;
  readonly update: (id: string, text: PlaylistText) => Promise<boolean>;
  readonly remove: (playlist: Named) => Promise<boolean>;
  readonly add: (playlist: Named, sessions: Sessions) => Promise<boolean>;
  readonly takeOut: (playlist: Named, sessions: Sessions) => Promise<boolean>;
}

export function usePlaylistChanges(source: string | undefined): PlaylistChanges {
  const client = useQueryClient();
  return useMemo(() => changesOf(client, source), [client, source]);
}

function changesOf(client: QueryClient, source: string | undefined): PlaylistChanges {
  const attempt = async (what: string, change: () => Promise<string | undefined>): Promise<boolean> => {
    try {
      const done = await change();
      await refresh(client);
      if (done !== undefined) toast(done);
      return true;
    } catch (error) {
      toast.error(what, { description: error instanceof Error ? error.message : String(error) });
      return false;
    }
  };
  return {
    create: (text, sessions = []) =>
      attempt("The playlist could not be made", async () => {
        const made = await createPlaylist(text, source);
        if (sessions.length > 0) await addToPlaylist(made.id, sessions, source);
        return sessions.length === 0 ? undefined : addedText(sessions, made.name);
      }),
    update: (id, text) =>
      attempt("The playlist could not be changed", async () => {
        await updatePlaylist(id, text, source);
        return undefined;
      }),
    remove: ({ id, name }) =>
      attempt("The playlist could not be deleted", async () => {
        await deletePlaylist(id, source);
        return `Playlist “${name}” is deleted`;
      }),
    add: ({ id, name }, sessions) =>
      attempt(`Nothing could be added to “${name}”`, async () => {
        await addToPlaylist(id, sessions, source);
        return addedText(sessions, name);
      }),
    takeOut: ({ id, name }, sessions) =>
      attempt(`Nothing could be removed from “${name}”`, async () => {
        const ids = sessions.map((session) => session.id);
        await removeFromPlaylist(id, ids, source);
        return `${countText(ids.length, "session")} removed from “${name}”`;
      }),
  };
}

const addedText = (sessions: Sessions, name: string) =>
  `${countText(sessions.length, "session")} added to “${name}”`;

async function refresh(client: QueryClient): Promise<void> {
  await Promise.all([
    ...PLAYLIST_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] })),
    client.invalidateQueries({
      queryKey: ["sessions"],
      predicate: ({ queryKey }) => (queryKey[1] as SessionListing).playlist !== undefined,
    }),
  ]);
}
