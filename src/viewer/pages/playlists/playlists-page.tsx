import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { ListVideoIcon, PlusIcon } from "lucide-react";
import { useState } from "react";
import { adviceFor } from "../../api/advice.ts";
import { playlistsQuery } from "../../api/playlists.ts";
import type { PlaylistItem } from "../../../wire/playlist.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { DeletePlaylistDialog } from "./delete-playlist-dialog.tsx";
import { PlaylistDialog } from "./playlist-dialog.tsx";
import { PlaylistList } from "./playlist-list.tsx";
import { usePlaylistChanges } from "./use-playlist-changes.ts";

/** What a window is open for. */
type Doing =
  | { readonly kind: "create" }
  | { readonly kind: "rename" | "delete"; readonly playlist: PlaylistItem };

/** `/playlists`: the lists of sessions that people made. */
export function PlaylistsPage() {
  const { source } = useSearch({ from: "/shell/playlists" });
  const playlists = useQuery(playlistsQuery(source));
  const [doing, setDoing] = useState<Doing>();
  return (
    <main className="flex h-full flex-col gap-3 px-4 pt-4 sm:px-6">
      <title>Playlists · rum-replay</title>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <nav aria-label="Breadcrumb">
          <Link to="/" search={{ source }} className="text-muted hover:text-ink hover:underline">
            Sessions
          </Link>
          <span aria-hidden className="pl-3 text-faint">
            /
          </span>
        </nav>
        <h1 className="text-xl font-semibold tracking-tight">Playlists</h1>
        <Button variant="primary" size="sm" className="ml-auto" onClick={() => setDoing({ kind: "create" })}>
          <PlusIcon aria-hidden /> New playlist
        </Button>
      </div>
      <section
        aria-label="Playlists"
        className="min-h-0 flex-1 overflow-y-auto rounded-t-lg border border-b-0 border-line bg-surface max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
      >
        {playlists.isPending ? (
          <p className="grid place-items-center py-16">
            <Spinner label="Loading the playlists" />
          </p>
        ) : playlists.error === null ? (
          <Listed
            playlists={playlists.data}
            source={source}
            onRename={(playlist) => setDoing({ kind: "rename", playlist })}
            onDelete={(playlist) => setDoing({ kind: "delete", playlist })}
          />
        ) : (
          <ErrorState
            title="The playlists cannot be loaded"
            detail={playlists.error.message}
            advice={adviceFor(playlists.error)}
            onRetry={() => void playlists.refetch()}
            retrying={playlists.isFetching}
          />
        )}
      </section>
      <Windows doing={doing} source={source} onClose={() => setDoing(undefined)} />
    </main>
  );
}

interface WindowsProps {
  readonly doing: Doing | undefined;
  readonly source: string | undefined;
  readonly onClose: () => void;
}

/** The windows for what is done to playlists, at most one of them open. */
function Windows({ doing, source, onClose }: WindowsProps) {
  const { create, update, remove } = usePlaylistChanges(source);
  const renamed = doing?.kind === "rename" ? doing.playlist : undefined;
  return (
    <>
      <PlaylistDialog
        open={doing?.kind === "create"}
        onOpenChange={onClose}
        title="New playlist"
        action="Create"
        onSubmit={(text) => create(text)}
      />
      <PlaylistDialog
        open={renamed !== undefined}
        onOpenChange={onClose}
        title="Change the playlist"
        action="Save"
        initial={renamed}
        onSubmit={async (text) => renamed !== undefined && (await update(renamed.id, text))}
      />
      <DeletePlaylistDialog
        playlist={doing?.kind === "delete" ? doing.playlist : undefined}
        onCancel={onClose}
        onDelete={(playlist) => void remove(playlist).then(onClose)}
      />
    </>
  );
}

interface ListedProps {
  readonly playlists: readonly PlaylistItem[];
  readonly source: string | undefined;
  readonly onRename: (playlist: PlaylistItem) => void;
  readonly onDelete: (playlist: PlaylistItem) => void;
}

function Listed({ playlists, ...rest }: ListedProps) {
  if (playlists.length > 0) return <PlaylistList playlists={playlists} {...rest} />;
  return (
    <EmptyState
      icon={<ListVideoIcon aria-hidden />}
      title="No playlists yet"
      text="A playlist keeps sessions together, to watch them one after the other or to show them to others. Make one here, or add a session to one from its replay or from the list."
    />
  );
}
