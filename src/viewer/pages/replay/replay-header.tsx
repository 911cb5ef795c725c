import { Link, useCanGoBack, useRouter } from "@tanstack/react-router";
import { ArrowLeftIcon, ListPlusIcon, RadioIcon } from "lucide-react";
import { type MouseEvent, useEffect, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import type { SessionDetail } from "../../../wire/session.ts";
import { PlaylistMenu } from "../playlists/playlist-menu.tsx";
import { SessionOrigin } from "../sources/session-origin.tsx";
import { personOf } from "../sessions/person.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { wallClockText } from "../../ui/moments.ts";
import { durationText } from "../../ui/quantities.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Badge } from "../../ui/badge.tsx";
import { KeepControl } from "./keep-control.tsx";
import { NeighbourButtons } from "./neighbour-buttons.tsx";
import { useListedPlaylist } from "./use-neighbours.ts";

// The place is there when the page is, and stays; it is looked up once both are in the document.
const never = () => () => undefined;
const headerPlace = () => document.getElementById("page-header");

interface ReplayHeaderProps extends Pick<SessionDetail, "session" | "keptFrom"> {
  readonly source: string | undefined;
  readonly hasPlaylists: boolean;
}

/** Who and when, in the header that all pages share, and the way back to the list. */
export function ReplayHeader({ session, keptFrom, source, hasPlaylists }: ReplayHeaderProps) {
  const place = useSyncExternalStore(never, headerPlace);
  const person = personOf(session);
  const user = person.name;
  useEffect(() => {
    const before = document.title;
    document.title = `${user} · rum-replay`;
    return () => {
      document.title = before;
    };
  }, [user]);
  if (place === null) return null;
  return createPortal(
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <BackLink />
      <span className="max-sm:hidden">
        <Avatar initials={person.initials} hue={person.hue} />
      </span>
      <h1 className="min-w-0 truncate font-semibold text-ink">{user}</h1>
      {session.live ? (
        <Badge tone="danger">
          <RadioIcon aria-hidden /> Live
        </Badge>
      ) : null}
      <span className="hidden min-w-0 truncate text-xs text-faint md:inline">
        {wallClockText(session.start)} · {durationText(session.end - session.start)}
      </span>
      <span className="flex-1" />
      <SessionOrigin session={session} />
      <KeepControl session={session} keptFrom={keptFrom} />
      {hasPlaylists ? (
        <PlaylistMenu sessions={[session]} source={source}>
          <IconButton label="Playlists of this session" size="sm">
            <ListPlusIcon />
          </IconButton>
        </PlaylistMenu>
      ) : null}
      <NeighbourButtons sessionId={session.id} source={source} />
    </div>,
    place,
  );
}

/** Back to the list as it was left, filters and all, where that is where one came from. */
function BackLink() {
  const playlist = useListedPlaylist();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const goBack = (click: MouseEvent) => {
    const isPlain = click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey;
    if (!canGoBack || !isPlain) return;
    click.preventDefault();
    router.history.back();
  };
  return (
    <Link
      to="/"
      search={playlist === undefined ? {} : { playlist }}
      onClick={goBack}
      className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-muted hover:bg-hover hover:text-ink"
    >
      <ArrowLeftIcon aria-hidden className="size-4" />
      <span className="max-sm:sr-only">{playlist === undefined ? "Sessions" : "Playlist"}</span>
    </Link>
  );
}
