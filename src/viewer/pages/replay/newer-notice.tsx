import { RotateCwIcon } from "lucide-react";
import type { SessionDetail } from "../../../wire/session.ts";
import { Button } from "../../ui/button.tsx";

interface NewerNoticeProps {
  readonly opened: SessionDetail;
  readonly latest: SessionDetail;
  readonly onReopen: () => void;
}

/** Less than this is not worth opening the session anew. */
const WORTH_MS = 5000;

/** A session that is still being recorded has become longer than what is open. */
export function NewerNotice({ opened, latest, onReopen }: NewerNoticeProps) {
  const pages = latest.views.length - opened.views.length;
  const isLonger = latest.session.end - opened.session.end >= WORTH_MS;
  if (pages <= 0 && !isLonger) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-accent-soft px-3 py-1.5"
    >
      <p className="min-w-0 flex-1 text-xs text-ink">
        {pages > 0
          ? `${pages} more ${pages === 1 ? "page was" : "pages were"} recorded meanwhile.`
          : "More was recorded meanwhile."}
      </p>
      <Button size="sm" onClick={onReopen}>
        <RotateCwIcon aria-hidden /> Show it
      </Button>
    </div>
  );
}
