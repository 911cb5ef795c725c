import { SearchXIcon, VideoIcon } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { EmptyStore } from "./empty-store.tsx";

interface NoSessionsProps {
  readonly isFiltered: boolean;
  /** The sessions are this server's own: its intake brings in more. */
  readonly isEmbedded: boolean;
  readonly onClearFilters: () => void;
}

/** Why the list is empty: nothing matches, or nothing was recorded. */
export function NoSessions({ isFiltered, isEmbedded, onClearFilters }: NoSessionsProps) {
  if (isFiltered) return <NothingMatches onClear={onClearFilters} />;
  return isEmbedded ? <EmptyStore origin={location.origin} /> : <NothingThere />;
}

function NothingMatches({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchXIcon aria-hidden />}
      title="No session matches"
      text="Every filter must hold. Take one away, search for less, or widen the time range."
    >
      <Button variant="primary" onClick={onClear}>
        Clear all filters
      </Button>
    </EmptyState>
  );
}

function NothingThere() {
  return (
    <EmptyState
      icon={<VideoIcon aria-hidden />}
      title="This source has no sessions with a replay"
      text="Check that session replay is on for the application, and that its replays are not older than they are kept."
    />
  );
}
