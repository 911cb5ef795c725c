import { Link } from "@tanstack/react-router";
import { buttonStyle } from "../ui/button-style.ts";
import { EmptyState } from "../ui/empty-state.tsx";

/** An address that nothing answers to. */
export function NotFoundPage() {
  return (
    <main className="grid min-h-full place-items-center p-6">
      <EmptyState
        title="There is no page at this address"
        text="Sessions are at /sessions/ followed by the session's id. The list has all of them."
      >
        <Link to="/" className={buttonStyle({ variant: "primary" })}>
          See all sessions
        </Link>
      </EmptyState>
    </main>
  );
}
