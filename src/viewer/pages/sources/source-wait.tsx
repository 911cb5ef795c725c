import { clsx } from "clsx";
import { HourglassIcon, RotateCwIcon } from "lucide-react";
import { sourceTitle } from "../../../wire/datadog-site.ts";
import { useNow } from "../../ui/use-now.ts";
import { waitWords } from "./wait-words.ts";
import { useSourceWait, type WaitHere } from "./use-source-wait.ts";

const TICK_MS = 250;

interface SourceWaitNoticeProps {
  /** Id of the source that this page asks. */
  readonly source: string | undefined;
  readonly className?: string;
}

/** While a source has to wait before it can ask on: for what, and how long still. Nothing has to be done. */
export function SourceWaitNotice({ source, className }: SourceWaitNoticeProps) {
  const wait = useSourceWait(source);
  if (wait === undefined || source === undefined) return null;
  return <Notice wait={wait} title={sourceTitle(source)} className={className} />;
}

interface NoticeProps {
  readonly wait: WaitHere;
  readonly title: string;
  readonly className: string | undefined;
}

function Notice({ wait, title, className }: NoticeProps) {
  const now = useNow(TICK_MS);
  const { what, left } = waitWords(wait, title, Math.max(0, wait.until - now));
  return (
    <div
      role="status"
      aria-label="What is waited for"
      className={clsx(
        "flex animate-appear items-start gap-2.5 rounded-lg border border-line bg-raised/95 px-3 py-2 text-xs text-ink shadow-raised",
        className,
      )}
    >
      {wait.reason === "rate-limit" ? (
        <HourglassIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      ) : (
        <RotateCwIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      )}
      <p className="min-w-0 text-pretty">
        {what} {/* Read out once, not every second. */}
        <span aria-live="off" className="font-semibold whitespace-nowrap tabular-nums">
          {left}
        </span>
      </p>
    </div>
  );
}
