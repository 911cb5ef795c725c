import { useQuery } from "@tanstack/react-query";
import { PlusIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { playlistsQuery, sessionPlaylistsQuery } from "../../api/playlists.ts";
import type { SessionSummary } from "../../../wire/session.ts";
import {
  Menu,
  MenuCheckboxItem,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from "../../ui/menu.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { PlaylistDialog } from "./playlist-dialog.tsx";
import { usePlaylistChanges } from "./use-playlist-changes.ts";

interface PlaylistMenuProps {
  /** What is added. With a single session the menu says what it is in, and takes it out too. */
  readonly sessions: readonly SessionSummary[];
  readonly source: string | undefined;
  readonly onDone?: (() => void) | undefined;
  /** The button that opens it. */
  readonly children: ReactNode;
}

/** A menu of the playlists: adds sessions to one of them, or to a new one. */
export function PlaylistMenu({ sessions, source, onDone, children }: PlaylistMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [isCreating, setCreating] = useState(false);
  const { create } = usePlaylistChanges(source);
  return (
    <>
      <Menu open={isOpen} onOpenChange={setOpen}>
        <MenuTrigger asChild>{children}</MenuTrigger>
        <MenuContent align="end" className="max-h-96 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto">
          <MenuLabel>Add to a playlist</MenuLabel>
          <PlaylistItems sessions={sessions} source={source} onDone={onDone} />
          <MenuSeparator />
          <MenuItem onSelect={() => setCreating(true)}>
            <PlusIcon aria-hidden /> New playlist…
          </MenuItem>
        </MenuContent>
      </Menu>
      <PlaylistDialog
        open={isCreating}
        onOpenChange={setCreating}
        title="New playlist"
        action="Create and add"
        onSubmit={async (text) => {
          const isDone = await create(text, sessions);
          if (isDone) onDone?.();
          return isDone;
        }}
      />
    </>
  );
}

type PlaylistItemsProps = Pick<PlaylistMenuProps, "sessions" | "source" | "onDone">;

function PlaylistItems({ sessions, source, onDone }: PlaylistItemsProps) {
  const playlists = useQuery(playlistsQuery(source));
  const only = sessions.length === 1 ? sessions[0] : undefined;
  const holding = useQuery({
    ...sessionPlaylistsQuery(only?.id ?? "", source),
    enabled: only !== undefined,
  });
  const { add, takeOut } = usePlaylistChanges(source);
  if (playlists.isPending || (only !== undefined && holding.isPending))
    return (
      <p className="px-2 py-1.5">
        <Spinner label="Loading the playlists" />
      </p>
    );
  if (playlists.error !== null)
    return <p className="px-2 py-1.5 text-danger">They cannot be loaded: {playlists.error.message}</p>;
  if (playlists.data.length === 0) return <p className="px-2 py-1.5 text-muted">There is none yet.</p>;
  const holders = only === undefined ? undefined : holding.data?.playlistIds;
  return playlists.data.map((playlist) => {
    const name = <span className="min-w-0 flex-1 truncate">{playlist.name}</span>;
    if (holders === undefined)
      return (
        <MenuItem
          key={playlist.id}
          onSelect={() => void add(playlist, sessions).then((isDone) => isDone && onDone?.())}
        >
          {name}
          <span className="text-xs text-faint tabular-nums">{playlist.sessionCount}</span>
        </MenuItem>
      );
    const isIn = holders.includes(playlist.id);
    return (
      <MenuCheckboxItem
        key={playlist.id}
        checked={isIn}
        onCheckedChange={() => void (isIn ? takeOut : add)(playlist, sessions)}
      >
        {name}
      </MenuCheckboxItem>
    );
  });
}
