import { EmptyState } from "../../ui/empty-state.tsx";

/** The session picker. */
export function SessionsPage() {
  return <EmptyState title="The session picker is not built yet" text="It follows." />;
}
