import { Link } from "@tanstack/react-router";
import { EllipsisIcon, ListVideoIcon, PencilIcon, Trash2Icon } from "lucide-react";
import type { PlaylistItem } from "../../../wire/playlist.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../../ui/menu.tsx";
import { relativeText } from "../../ui/moments.ts";
import { countText } from "../../ui/quantities.ts";
import { useNow } from "../../ui/use-now.ts";

interface PlaylistListProps {
  readonly playlists: readonly PlaylistItem[];
  readonly source: string | undefined;
  readonly onRename: (playlist: PlaylistItem) => void;
  readonly onDelete: (playlist: PlaylistItem) => void;
}

/** The playlists, each a link to its sessions. */
export function PlaylistList({ playlists, source, onRename, onDelete }: PlaylistListProps) {
  const now = useNow(15_000);
  return (
    <ul>
      {playlists.map((playlist) => (
        <li
          key={playlist.id}
          className="group relative flex min-h-16 items-center gap-4 border-b border-line px-4 py-3 hover:bg-hover has-[a:focus-visible]:bg-hover sm:px-5"
        >
          <span
            aria-hidden
            className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent [&_svg]:size-4"
          >
            <ListVideoIcon />
          </span>
          <div className="min-w-0 flex-1">
            <Link
              to="/"
              search={{ playlist: playlist.id, source }}
              className="block truncate font-semibold text-ink outline-none group-hover:text-accent after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {playlist.name}
            </Link>
            <p className="truncate text-xs text-faint">{aboutText(playlist, now)}</p>
          </div>
          <span className="shrink-0 text-sm text-muted tabular-nums">
            {countText(playlist.sessionCount, "session")}
          </span>
          <Menu>
            <MenuTrigger asChild>
              <IconButton label={`More about ${playlist.name}`} size="sm" className="relative z-10">
                <EllipsisIcon />
              </IconButton>
            </MenuTrigger>
            <MenuContent align="end">
              <MenuItem onSelect={() => onRename(playlist)}>
                <PencilIcon aria-hidden /> Rename…
              </MenuItem>
              <MenuItem onSelect={() => onDelete(playlist)}>
                <Trash2Icon aria-hidden /> Delete…
              </MenuItem>
            </MenuContent>
          </Menu>
        </li>
      ))}
    </ul>
  );
}

function aboutText({ description, createdBy, updatedAt }: PlaylistItem, now: number): string {
  const parts = [
    description,
    createdBy && `by ${createdBy}`,
    updatedAt === undefined ? undefined : `changed ${relativeText(updatedAt, now)}`,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}
