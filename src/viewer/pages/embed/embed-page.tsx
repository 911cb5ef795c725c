import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { SessionDetail } from "../../../wire/session.ts";
import { followedSessionQuery } from "../../api/followed-session.ts";
import { StageFrame } from "../../player/stage-frame.tsx";
import { failureWords } from "../replay/failure-words.ts";
import { StageSession } from "../replay/stage-session.ts";
import { useReplayState, useReplayStateOf } from "../replay/use-replay-state.ts";
import { type EmbedSearch, embedSearchSchema } from "./embed-search.ts";
import { postFailure, relay } from "./relay.ts";

/** `/embed/sessions/:sessionId`: only the recorded page, driven by messages. */
export function EmbedPage() {
  const { sessionId = "" } = useParams({ strict: false });
  const router = useRouter();
  const [search] = useState(() => embedSearchSchema.parse(router.state.location.search));
  const session = useQuery(followedSessionQuery(sessionId, search.source));
  if (session.data !== undefined) return <EmbeddedStage detail={session.data} search={search} />;
  if (session.error === null) return <Waiting />;
  const { title, detail, advice } = failureWords(session.error, "this session");
  return <Failed words={[title, detail, advice].filter(Boolean).join(" ")} />;
}

interface EmbeddedStageProps {
  /** What the server said last; it grows while the session is being recorded. */
  readonly detail: SessionDetail;
  readonly search: EmbedSearch;
}

function EmbeddedStage({ detail, search }: EmbeddedStageProps) {
  const queryClient = useQueryClient();
  const [session] = useState(
    () =>
      new StageSession({
        queryClient,
        detail,
        source: search.source,
        at: search.ts,
        viewId: search.view,
        tab: search.tab ?? "of-view",
        speed: 1,
        skipInactivity: false,
        pointer: search.pointer === "1",
        fit: "actual",
      }),
  );
  useEffect(() => session.grow(detail), [session, detail]);
  useReplayStateOf(session.playback);
  useEffect(() => relay(session), [session]);
  return (
    <main className="h-full overflow-hidden">
      <StageFrame attach={session.attach} />
    </main>
  );
}

function Waiting() {
  useReplayState("loading");
  return <main aria-busy aria-label="Loading the recorded page" className="h-full" />;
}

function Failed({ words }: { readonly words: string }) {
  useReplayState("error");
  useEffect(() => postFailure(), []);
  return (
    <main className="grid h-full place-items-center p-6 text-center text-muted">
      <p role="alert" className="max-w-xl text-pretty">
        {words}
      </p>
    </main>
  );
}
