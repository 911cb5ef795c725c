import { type FormEvent, useId, useState } from "react";
import { playlistTextSchema, type PlaylistText } from "../../../wire/playlist.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

interface PlaylistDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** Words of the button. */
  readonly action: string;
  readonly initial?: PlaylistText | undefined;
  /** Resolves with whether it went well: then the window closes. */
  readonly onSubmit: (text: PlaylistText) => Promise<boolean>;
}

/** A window for the name and the description of a playlist. */
export function PlaylistDialog({
  open,
  onOpenChange,
  title,
  action,
  initial,
  onSubmit,
}: PlaylistDialogProps) {
  const formId = useId();
  const [isBusy, setBusy] = useState(false);
  const submit = async (text: PlaylistText) => {
    setBusy(true);
    const isDone = await onSubmit(text);
    setBusy(false);
    if (isDone) onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId} disabled={isBusy}>
            {action}
          </Button>
        </>
      }
    >
      <TextForm id={formId} initial={initial} onSubmit={(text) => void submit(text)} />
    </Dialog>
  );
}

interface TextFormProps {
  readonly id: string;
  readonly initial: PlaylistText | undefined;
  readonly onSubmit: (text: PlaylistText) => void;
}

/** Made anew each time the window opens: it begins with what there is. */
function TextForm({ id, initial, onSubmit }: TextFormProps) {
  const [name, setName] = useState(initial?.name ?? "");
  const [description, setDescription] = useState(initial?.description ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = playlistTextSchema.safeParse({ name, description });
    if (text.success) onSubmit(text.data);
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        required
        pattern=".*\S.*"
        maxLength={200}
        autoComplete="off"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the window was opened to type into this field
        autoFocus
      />
      <TextField
        label="Description"
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        maxLength={5000}
        autoComplete="off"
        hint="What its sessions have in common, or what to look at."
      />
    </form>
  );
}
