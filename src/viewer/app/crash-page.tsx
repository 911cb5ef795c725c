import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../ui/error-state.tsx";

/** Stands in for a page that threw. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  return (
    <main className="grid min-h-full place-items-center p-6">
      <ErrorState
        title="This page has stopped working"
        detail={error instanceof Error ? error.message : String(error)}
        advice="Try again; if it happens again, reload the page and pass on the words above."
        onRetry={reset}
      />
    </main>
  );
}
