import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouter } from "@tanstack/react-router";
import { VideoOffIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SessionDetail } from "../../../wire/session.ts";
import { sessionQuery } from "../../api/sessions.ts";
import { buttonStyle } from "../../ui/button-style.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { failureWords } from "./failure-words.ts";
import { ReplaySkeleton } from "./replay-skeleton.tsx";
import { replaySearchSchema } from "./replay-search.ts";
import { type Place, ReplaySession } from "./replay-session.tsx";
import { useReplayState } from "./use-replay-state.ts";

const LIVE_REFRESH_MS = 5000;

/** `/sessions/:sessionId`: one session's replay. */
export function ReplayPage() {
  const { sessionId = "" } = useParams({ strict: false });
  return <ReplayOf key={sessionId} sessionId={sessionId} />;
}

function ReplayOf({ sessionId }: { readonly sessionId: string }) {
  const router = useRouter();
  // Where the address says to begin. Afterwards the address follows the playback, not the other way.
  const [search] = useState(() => replaySearchSchema.parse(router.state.location.search));
  const session = useQuery({
    ...sessionQuery(sessionId, search.source),
    refetchInterval: ({ state }) => (state.data?.session.live ? LIVE_REFRESH_MS : false),
  });
  if (session.data !== undefined) {
    const place = { viewId: search.view, ts: search.ts };
    return <OpenedReplay latest={session.data} source={search.source} place={place} />;
  }
  if (session.error !== null) {
    return (
      <NoReplay>
        <ErrorState
          {...failureWords(session.error, "this session")}
          onRetry={() => void session.refetch()}
          retrying={session.isFetching}
        />
        <BackToList />
      </NoReplay>
    );
  }
  return <ReplaySkeleton />;
}

interface OpenedReplayProps {
  /** What the server said last; newer than what is open while the session is being recorded. */
  readonly latest: SessionDetail;
  readonly source: string | undefined;
  readonly place: Place;
}

/** Holds on to the session as it was when it was opened, until it is opened anew. */
function OpenedReplay({ latest, source, place }: OpenedReplayProps) {
  const [opened, setOpened] = useState({ detail: latest, place, count: 0 });
  if (!latest.views.some((view) => view.segmentCount > 0)) {
    return (
      <NoReplay>
        <EmptyState
          icon={<VideoOffIcon />}
          title="This session has no recording"
          text="It is known from events only. The recorder may not have been running for this visitor (see the SDK's sessionReplaySampleRate), or the recording has expired."
        >
          <Link to="/" className={buttonStyle({ variant: "primary" })}>
            See all sessions
          </Link>
        </EmptyState>
      </NoReplay>
    );
  }
  const reopen = (at: Place) => setOpened({ detail: latest, place: at, count: opened.count + 1 });
  return (
    <ReplaySession
      key={opened.count}
      detail={opened.detail}
      latest={latest}
      source={source}
      place={opened.place}
      onReopen={reopen}
    />
  );
}

function NoReplay({ children }: { readonly children: ReactNode }) {
  useReplayState("error");
  return (
    <main className="flex h-full flex-col items-center justify-center overflow-y-auto pb-16">{children}</main>
  );
}

function BackToList() {
  return (
    <Link to="/" className={buttonStyle({ variant: "ghost" })}>
      See all sessions
    </Link>
  );
}
