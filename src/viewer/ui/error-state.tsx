import { CircleAlertIcon, RotateCwIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

interface ErrorStateProps {
  /** What could not be done. */
  readonly title: string;
  /** The words that came with it, from the server or the program. */
  readonly detail?: string;
  /** What to do now. */
  readonly advice?: ReactNode;
  readonly onRetry?: () => void;
  readonly retrying?: boolean;
  /** What else can be done: links, buttons. */
  readonly children?: ReactNode;
}

/** Something went wrong: what, in whose words, and what to do. */
export function ErrorState(props: ErrorStateProps) {
  const { title, detail, advice, onRetry, retrying = false, children } = props;
  return (
    <div role="alert" className="mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-12 text-center">
      <span className="mb-1 grid size-12 place-items-center rounded-xl bg-danger-soft text-danger">
        <CircleAlertIcon aria-hidden className="size-6" />
      </span>
      <h2 className="text-lg font-semibold tracking-tight text-balance">{title}</h2>
      {detail === undefined ? null : (
        <p className="max-w-full rounded-md bg-sunken px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap text-muted">
          {detail}
        </p>
      )}
      {advice === undefined ? null : <p className="text-pretty text-muted">{advice}</p>}
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        {children}
        {onRetry === undefined ? null : (
          <Button onClick={onRetry} disabled={retrying}>
            <RotateCwIcon aria-hidden className={retrying ? "animate-spin" : undefined} />
            {retrying ? "Trying again…" : "Try again"}
          </Button>
        )}
      </div>
    </div>
  );
}
