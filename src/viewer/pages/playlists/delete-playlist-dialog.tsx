import type { PlaylistItem } from "../../../wire/playlist.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

interface DeletePlaylistDialogProps {
  /** What is to be deleted; undefined while nothing is. */
  readonly playlist: PlaylistItem | undefined;
  readonly onCancel: () => void;
  readonly onDelete: (playlist: PlaylistItem) => void;
}

/** Asks before a playlist goes: it is everybody's. */
export function DeletePlaylistDialog({ playlist, onCancel, onDelete }: DeletePlaylistDialogProps) {
  return (
    <Dialog
      open={playlist !== undefined}
      onOpenChange={onCancel}
      title="Delete this playlist?"
      footer={
        <>
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
          <Button variant="danger" onClick={() => playlist && onDelete(playlist)}>
            Delete
          </Button>
        </>
      }
    >
      <p className="text-muted">
        “{playlist?.name}” goes for everyone who uses it. Its sessions stay where they are.
      </p>
    </Dialog>
  );
}
