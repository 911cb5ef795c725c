import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListVideoIcon } from "lucide-react";
import { playlistQuery } from "../../api/playlists.ts";
import type { SourceItem } from "../../../wire/source.ts";
import { buttonStyle } from "../../ui/button-style.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { usePlaylistChanges } from "../playlists/use-playlist-changes.ts";
import { PlaylistHeading } from "./playlist-heading.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { SessionList } from "./session-list.tsx";
import { listingOf, type SessionSearch } from "./session-search.ts";
import { useIntent } from "./use-intent.ts";
import { useSelection } from "./use-selection.ts";
import { useSessionList } from "./use-session-list.ts";
import { useWatched } from "./use-watched.ts";

interface PlaylistSessionsProps {
  readonly playlistId: string;
  readonly search: SessionSearch;
  readonly sources: readonly SourceItem[];
  /** Whether the source keeps who watched what. */
  readonly keepsWatches: boolean;
}

/** The sessions of a playlist in its order: the picker without its filters. */
export function PlaylistSessions({ playlistId, search, sources, keepsWatches }: PlaylistSessionsProps) {
  const { source } = search;
  const model = useSessionList(listingOf(search));
  const watched = useWatched(model.list.data?.pages, source, keepsWatches);
  const { selection, start, stop } = useSelection();
  const { data: playlist } = useQuery(playlistQuery(playlistId, source));
  const { takeOut } = usePlaylistChanges(source);
  const namesSource = sources.length > 1;
  const onIntent = useIntent(namesSource);
  const takeOutPicked = () => {
    if (playlist === undefined || selection === undefined) return;
    void takeOut(playlist, selection.sessions).then((isDone) => isDone && stop());
  };
  const hasRows = model.rows.length > 0;
  return (
    <main className="flex h-full flex-col gap-3 px-4 pt-4 sm:px-6">
      <title>Playlist · rum-replay</title>
      <PlaylistHeading
        playlistId={playlistId}
        source={source}
        onSelect={hasRows && selection === undefined ? start : undefined}
      />
      {selection === undefined ? null : (
        <SelectionBar selection={selection} source={source} onTakeOut={takeOutPicked} onDone={stop} />
      )}
      <section
        aria-label="Sessions"
        className="min-h-0 flex-1 overflow-hidden rounded-t-lg border border-b-0 border-line bg-surface max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
      >
        <SessionList
          model={model}
          nothing={<EmptyPlaylist source={source} />}
          namesSource={namesSource}
          onIntent={onIntent}
          selection={selection}
          watched={watched}
        />
      </section>
    </main>
  );
}

function EmptyPlaylist({ source }: { readonly source: string | undefined }) {
  return (
    <EmptyState
      icon={<ListVideoIcon aria-hidden />}
      title="This playlist is empty"
      text="Add a session from its replay, or select several in the list of sessions."
    >
      <Link to="/" search={{ source }} className={buttonStyle({ variant: "primary" })}>
        See all sessions
      </Link>
    </EmptyState>
  );
}
