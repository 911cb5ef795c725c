import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { ChevronDownIcon, ChevronUpIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { SessionSummary } from "../../../wire/session.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { personOf } from "../sessions/person.ts";
import { useListedPlaylist, useNeighbours } from "./use-neighbours.ts";

interface NeighbourButtonsProps {
  readonly sessionId: string;
  readonly source: string | undefined;
}

/** To the session above and below in the list. "Back" still leads to the list. */
export function NeighbourButtons({ sessionId, source }: NeighbourButtonsProps) {
  const { previous, next } = useNeighbours(sessionId, source);
  const isPlaylist = useListedPlaylist() !== undefined;
  const where = isPlaylist ? "in playlist" : "session";
  if (previous === undefined && next === undefined) return null;
  return (
    <div className={clsx("flex shrink-0", !isPlaylist && "max-sm:hidden")}>
      <NeighbourButton label={`Previous ${where}`} session={previous} source={source}>
        <ChevronUpIcon />
      </NeighbourButton>
      <NeighbourButton label={`Next ${where}`} session={next} source={source}>
        <ChevronDownIcon />
      </NeighbourButton>
    </div>
  );
}

interface NeighbourButtonProps {
  readonly label: string;
  readonly session: SessionSummary | undefined;
  readonly source: string | undefined;
  readonly children: ReactNode;
}

function NeighbourButton({ label, session, source, children }: NeighbourButtonProps) {
  const navigate = useNavigate();
  const open = (sessionId: string) =>
    void navigate({
      to: "/sessions/$sessionId",
      params: { sessionId },
      search: { source },
      replace: true,
      state: true,
    });
  return (
    <IconButton
      label={session === undefined ? label : `${label}: ${personOf(session).name}`}
      size="sm"
      disabled={session === undefined}
      onClick={() => session && open(session.id)}
    >
      {children}
    </IconButton>
  );
}
