import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListChecksIcon, PencilIcon } from "lucide-react";
import { useState } from "react";
import { playlistQuery } from "../../api/playlists.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { countText } from "../../ui/quantities.ts";
import { PlaylistDialog } from "../playlists/playlist-dialog.tsx";
import { usePlaylistChanges } from "../playlists/use-playlist-changes.ts";

interface PlaylistHeadingProps {
  readonly playlistId: string;
  readonly source: string | undefined;
  /** Begins to pick rows; undefined while rows are picked, or there are none. */
  readonly onSelect: (() => void) | undefined;
}

/** Which playlist's sessions these are. */
export function PlaylistHeading({ playlistId, source, onSelect }: PlaylistHeadingProps) {
  const { data: playlist } = useQuery(playlistQuery(playlistId, source));
  const { update } = usePlaylistChanges(source);
  const [isChanging, setChanging] = useState(false);
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <nav aria-label="Breadcrumb" className="flex gap-3 text-muted">
          <Link to="/" search={{ source }} className="hover:text-ink hover:underline max-sm:hidden">
            Sessions
          </Link>
          <span aria-hidden className="text-faint max-sm:hidden">
            /
          </span>
          <Link to="/playlists" search={{ source }} className="hover:text-ink hover:underline">
            Playlists
          </Link>
          <span aria-hidden className="text-faint">
            /
          </span>
        </nav>
        <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">
          {playlist?.name ?? "Playlist"}
        </h1>
        {playlist === undefined ? null : (
          <>
            <title>{`${playlist.name} · rum-replay`}</title>
            <IconButton label="Rename the playlist" size="sm" onClick={() => setChanging(true)}>
              <PencilIcon />
            </IconButton>
            <p className="text-muted tabular-nums">{countText(playlist.sessionCount, "session")}</p>
          </>
        )}
        {onSelect === undefined ? null : (
          <Button size="sm" className="ml-auto" onClick={onSelect}>
            <ListChecksIcon aria-hidden /> Select
          </Button>
        )}
      </div>
      {playlist?.description === undefined ? null : (
        <p className="mt-1 line-clamp-2 text-muted">{playlist.description}</p>
      )}
      <PlaylistDialog
        open={isChanging}
        onOpenChange={setChanging}
        title="Change the playlist"
        action="Save"
        initial={playlist}
        onSubmit={(text) => update(playlistId, text)}
      />
    </div>
  );
}
