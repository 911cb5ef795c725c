import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouter } from "@tanstack/react-router";
import { VideoOffIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SessionDetail } from "../../../wire/session.ts";
import { followedSessionQuery } from "../../api/followed-session.ts";
import { buttonStyle } from "../../ui/button-style.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SourceWaitNotice } from "../sources/source-wait.tsx";
import { failureWords } from "./failure-words.ts";
import { ReplaySkeleton } from "./replay-skeleton.tsx";
import { replaySearchSchema } from "./replay-search.ts";
import { type Place, ReplaySession } from "./replay-session.tsx";
import { useReplayState } from "./use-replay-state.ts";

/** `/sessions/:sessionId`: one session's replay. */
export function ReplayPage() {
  const { sessionId = "" } = useParams({ strict: false });
  return <ReplayOf key={sessionId} sessionId={sessionId} />;
}

function ReplayOf({ sessionId }: { readonly sessionId: string }) {
  const router = useRouter();
  // Where the address says to begin. Afterwards the address follows the playback, not the other way.
  const [search] = useState(() => replaySearchSchema.parse(router.state.location.search));
  const session = useQuery(followedSessionQuery(sessionId, search.source));
  if (session.data !== undefined) {
    const place = { viewId: search.view, ts: search.ts, tab: search.tab };
    return <OpenedReplay detail={session.data} source={search.source} place={place} />;
  }
  if (session.error !== null) {
    return (
      <NoReplay>
        <ErrorState
          {...failureWords(session.error, "this session")}
          onRetry={() => void session.refetch()}
          retrying={session.isFetching}
        >
          <AllSessions source={search.source} />
        </ErrorState>
      </NoReplay>
    );
  }
  return (
    <div className="relative h-full">
      <ReplaySkeleton />
      <div className="absolute inset-x-3 top-3 flex justify-center">
        <SourceWaitNotice source={search.source} className="max-w-xl" />
      </div>
    </div>
  );
}

interface OpenedReplayProps {
  readonly detail: SessionDetail;
  readonly source: string | undefined;
  readonly place: Place;
}

/** The session on a stage; on another one when it is opened anew. */
function OpenedReplay({ detail, source, place }: OpenedReplayProps) {
  const [opened, setOpened] = useState({ place, count: 0 });
  if (!detail.views.some((view) => view.segmentCount > 0)) {
    return (
      <NoReplay>
        <EmptyState
          icon={<VideoOffIcon />}
          title="This session has no recording"
          text="It is known from events only. The recorder may not have been running for this visitor (see the SDK's sessionReplaySampleRate), or the recording has expired."
        >
          <AllSessions source={source} />
        </EmptyState>
      </NoReplay>
    );
  }
  const reopen = (at: Place) => setOpened({ place: at, count: opened.count + 1 });
  return (
    <ReplaySession
      key={opened.count}
      detail={detail}
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

function AllSessions({ source }: { readonly source: string | undefined }) {
  return (
    <Link to="/" search={{ source }} className={buttonStyle({ variant: "primary" })}>
      See all sessions
    </Link>
  );
}
