import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import type { SessionSummary } from "../../../wire/session.ts";
import { rumEventsQuery } from "../../api/rum-events.ts";
import type { ViewFacts } from "../../player/playback-store.ts";
import { type SessionEvent, sessionEvents } from "../../player/session-events.ts";

/** How far the session's RUM events are known. */
export type RumEventsStatus =
  | { readonly kind: "loading" | "complete" | "too-many" }
  | { readonly kind: "failed"; readonly error: Error; readonly retry: () => void };

interface SessionEvents {
  /** In order of time; from the records alone while RUM events are not there. */
  readonly events: readonly SessionEvent[];
  readonly status: RumEventsStatus;
}

const LIVE_REFRESH_MS = 10_000;
const NONE: never[] = [];

/** Everything that happened, from RUM events and from what the stage found in the records. */
export function useSessionEvents(
  session: SessionSummary,
  source: string | undefined,
  views: ReadonlyMap<string, ViewFacts>,
): SessionEvents {
  const rum = useQuery({
    ...rumEventsQuery(session.id, source),
    refetchInterval: session.live ? LIVE_REFRESH_MS : false,
  });
  const rumEvents = rum.data?.events ?? NONE;
  // While a view is decoded its facts change several times a second; the lists may lag behind.
  const facts = useDeferredValue(views);
  const events = useMemo(() => sessionEvents(rumEvents, facts), [rumEvents, facts]);
  const { error, refetch } = rum;
  const kind = rum.data === undefined ? "loading" : rum.data.complete ? "complete" : "too-many";
  const failed = rum.data === undefined && error !== null;
  return {
    events,
    status: failed ? { kind: "failed", error, retry: () => void refetch() } : { kind },
  };
}
