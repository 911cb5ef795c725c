import { ListPlusIcon, ListXIcon, XIcon } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { countText } from "../../ui/quantities.ts";
import { PlaylistMenu } from "../playlists/playlist-menu.tsx";
import type { Selection } from "./use-selection.ts";

interface SelectionBarProps {
  readonly selection: Selection;
  readonly source: string | undefined;
  /** Takes the sessions out of the playlist that is shown, where one is. */
  readonly onTakeOut?: (() => void) | undefined;
  readonly onDone: () => void;
}

/** What can be done with the rows that are picked. */
export function SelectionBar({ selection, source, onTakeOut, onDone }: SelectionBarProps) {
  const { sessions } = selection;
  const isEmpty = sessions.length === 0;
  return (
    <div
      role="group"
      aria-label="Selected sessions"
      className="flex flex-wrap items-center gap-2 rounded-lg border border-accent/40 bg-accent-soft px-3 py-2"
    >
      <p role="status" className="mr-auto font-medium tabular-nums">
        {isEmpty ? "Select sessions below" : `${countText(sessions.length, "session")} selected`}
      </p>
      <PlaylistMenu sessions={sessions} source={source} onDone={onDone}>
        <Button size="sm" variant="primary" disabled={isEmpty}>
          <ListPlusIcon aria-hidden /> Add to playlist
        </Button>
      </PlaylistMenu>
      {onTakeOut === undefined ? null : (
        <Button size="sm" disabled={isEmpty} onClick={onTakeOut}>
          <ListXIcon aria-hidden /> Remove
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onDone}>
        <XIcon aria-hidden /> <span className="max-sm:sr-only">Cancel</span>
      </Button>
    </div>
  );
}
