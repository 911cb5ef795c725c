import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArchiveIcon, CheckIcon, SquareIcon } from "lucide-react";
import { useState } from "react";
import { unreachable } from "../../../base/assert.ts";
import { sourceTitle } from "../../../wire/datadog-site.ts";
import type { KeepStatus } from "../../../wire/keep.ts";
import type { SessionDetail } from "../../../wire/session.ts";
import { beginToKeep, keepQuery, stopKeeping } from "../../api/keep.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { buttonStyle } from "../../ui/button-style.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { countText } from "../../ui/quantities.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { toast } from "../../ui/toast.ts";

const LOCAL = "local";

/** Saves a session of another source to this server, and says how far that is; of a saved one, where it is from. */
export function KeepControl({ session, keptFrom }: Pick<SessionDetail, "session" | "keptFrom">) {
  if (session.source !== LOCAL) return <Keeping sessionId={session.id} source={session.source} />;
  if (keptFrom === undefined) return null;
  return <Badge className="max-md:hidden">Saved from {sourceTitle(keptFrom.source)}</Badge>;
}

interface KeepingProps {
  readonly sessionId: string;
  readonly source: string;
}

const onError = ({ message }: Error) => void toast.error(message);

function Keeping({ sessionId, source }: KeepingProps) {
  const query = keepQuery(sessionId, source);
  const { data: status } = useQuery(query);
  const queryClient = useQueryClient();
  const onSuccess = (now: KeepStatus) => queryClient.setQueryData(query.queryKey, now);
  const begin = useMutation({ mutationFn: () => beginToKeep(sessionId, source), onSuccess, onError });
  const stop = useMutation({ mutationFn: () => stopKeeping(sessionId, source), onSuccess, onError });
  const save = () => begin.mutate();
  switch (status?.state) {
    case undefined:
      return null;
    case "none":
      return <SaveButton label="Save to this server" onSave={save} disabled={begin.isPending} />;
    case "waiting":
    case "keeping":
      return <Progress status={status} onStop={() => stop.mutate()} />;
    case "stopped":
      return <Incomplete title="Not saved completely" lines={[status.message]} onSave={save} />;
    case "kept":
      return <Kept sessionId={sessionId} missing={status.missing} onSave={save} />;
    default:
      return unreachable(status);
  }
}

function SaveButton({ label, onSave, disabled = false }: SaveButtonProps) {
  return (
    <Button size="sm" onClick={onSave} disabled={disabled} className="shrink-0">
      <ArchiveIcon aria-hidden className="size-4" />
      <span className="max-md:sr-only">{label}</span>
    </Button>
  );
}

interface SaveButtonProps {
  readonly label: string;
  readonly onSave: () => void;
  readonly disabled?: boolean;
}

interface ProgressProps {
  readonly status: Extract<KeepStatus, { readonly state: "waiting" | "keeping" }>;
  readonly onStop: () => void;
}

function Progress({ status, onStop }: ProgressProps) {
  return (
    <span className="flex shrink-0 items-center gap-2 text-xs text-muted">
      <Spinner label="Saving to this server" />
      <span className="max-md:sr-only">{progressText(status)}</span>
      <IconButton label="Stop saving" size="sm" onClick={onStop}>
        <SquareIcon />
      </IconButton>
    </span>
  );
}

function progressText(status: ProgressProps["status"]): string {
  if (status.state === "waiting") return `${countText(status.ahead, "session")} to be saved first`;
  const { segments } = status.progress;
  if (status.wait !== undefined) return `Saving, waits: ${status.wait.about}`;
  return `Saving, ${segments.done} of ${segments.known} segments`;
}

interface KeptProps {
  readonly sessionId: string;
  readonly missing: readonly string[];
  readonly onSave: () => void;
}

function Kept({ sessionId, missing, onSave }: KeptProps) {
  return (
    <span className="flex shrink-0 items-center gap-2">
      {missing.length === 0 ? null : (
        <Incomplete title="Saved, with something missing" lines={missing} onSave={onSave} />
      )}
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId }}
        search={{ source: LOCAL }}
        reloadDocument
        className={buttonStyle({ variant: "ghost", size: "sm" })}
      >
        <CheckIcon aria-hidden className="size-4" />
        <span className="max-md:sr-only">Saved: open the copy</span>
      </Link>
    </span>
  );
}

interface IncompleteProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly onSave: () => void;
}

function Incomplete({ title, lines, onSave }: IncompleteProps) {
  const [isOpen, setIsOpen] = useState(false);
  const saveAgain = () => {
    setIsOpen(false);
    onSave();
  };
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)} className="shrink-0 text-warn">
        {title}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={title}
        description="What is on this server already is not fetched again."
        footer={
          <Button variant="primary" onClick={saveAgain}>
            Save the rest
          </Button>
        }
      >
        <ul className="px-5 pb-4">
          {lines.map((line) => (
            <li key={line} className="py-1 break-words">
              {line}
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
