import { LinkIcon, XIcon } from "lucide-react";
import { IconButton } from "../../ui/icon-button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { LinkOpener } from "./use-open-link.ts";

/** What became of a link that was pasted. */
export function LinkNoticeBar({ notice, dismiss }: LinkOpener) {
  if (notice === undefined) return null;
  return (
    <div
      role={notice.isBusy ? "status" : "alert"}
      className="flex animate-appear items-center gap-3 rounded-lg border border-line bg-surface py-1.5 pr-1.5 pl-3"
    >
      {notice.isBusy ? (
        <Spinner label="Looking" />
      ) : (
        <LinkIcon aria-hidden className="size-4 shrink-0 text-warn" />
      )}
      <p className="min-w-0 flex-1 text-pretty break-words">{notice.text}</p>
      <IconButton label="Dismiss" size="sm" onClick={dismiss}>
        <XIcon />
      </IconButton>
    </div>
  );
}
