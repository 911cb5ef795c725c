import { type ReactNode, useMemo, useState } from "react";
import type { SessionDetail } from "../../../wire/session.ts";
import type { WatcherItem } from "../../../wire/viewership.ts";
import { EventsPanel } from "../../panels/events-panel.tsx";
import { InfoPanel } from "../../panels/info-panel.tsx";
import { problemList } from "../../panels/problem-list.ts";
import { unfoundViews } from "../../panels/unfound-views.ts";
import { ProblemsPanel } from "../../panels/problems-panel.tsx";
import { ViewsPanel } from "../../panels/views-panel.tsx";
import type { ViewFacts } from "../../player/playback-store.ts";
import type { SessionEvent } from "../../player/session-events.ts";
import { usePlayback } from "../../player/use-playback.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { failureWords } from "./failure-words.ts";
import type { RumEventsStatus } from "./use-session-events.ts";

interface SidePanelsProps {
  readonly detail: SessionDetail;
  readonly events: readonly SessionEvent[];
  readonly status: RumEventsStatus;
  readonly views: ReadonlyMap<string, ViewFacts>;
  /** The source is to look again for what it could not find of a view. */
  readonly onLookAgain: (viewId: string) => void;
  /** Who watched it; undefined while that is not known, or nobody keeps it. */
  readonly watchers: readonly WatcherItem[] | undefined;
}

type PanelId = "events" | "pages" | "session" | "problems";

/** What is known of the session besides the picture. */
export function SidePanels({ detail, events, status, views, watchers, onLookAgain }: SidePanelsProps) {
  const sessionViews = usePlayback(({ session }) => session.views);
  const assets = usePlayback((playback) => playback.assets);
  const sourcing = usePlayback((playback) => playback.sourcing);
  const unfound = useMemo(() => unfoundViews(sessionViews, sourcing), [sessionViews, sourcing]);
  const stopped = unfound.filter(({ isStopped }) => isStopped).length;
  const [shown, setShown] = useState<PanelId>("events");
  const problems = useMemo(() => problemList(sessionViews, views), [sessionViews, views]);
  const tabs: readonly { id: PanelId; label: ReactNode; content: ReactNode }[] = [
    {
      id: "events",
      label: "Events",
      content: <EventsPanel events={events} notice={<EventsNotice status={status} />} />,
    },
    {
      id: "pages",
      label: (
        <>
          Pages <Badge>{sessionViews.length}</Badge>
        </>
      ),
      content: <ViewsPanel counts={detail.views} events={events} />,
    },
    { id: "session", label: "Session", content: <InfoPanel session={detail.session} watchers={watchers} /> },
    {
      id: "problems",
      label: (
        <>
          Problems <ProblemsBadge damaged={problems.length + stopped} unloaded={assets?.failed.length ?? 0} />
        </>
      ),
      content: (
        <ProblemsPanel problems={problems} unfound={unfound} assets={assets} onLookAgain={onLookAgain} />
      ),
    },
  ];
  return <Tabs label="About the session" tabs={tabs} value={shown} onChange={setShown} className="h-full" />;
}

/** Damage to the recording is a warning; what could not be fetched is not. */
function ProblemsBadge({ damaged, unloaded }: { readonly damaged: number; readonly unloaded: number }) {
  if (damaged + unloaded === 0) return null;
  return <Badge tone={damaged > 0 ? "warn" : "neutral"}>{damaged + unloaded}</Badge>;
}

function EventsNotice({ status }: { readonly status: RumEventsStatus }) {
  if (status.kind === "complete") return null;
  if (status.kind === "failed") return <EventsFailure {...status} />;
  return (
    <p className="flex items-center gap-2 border-b border-line px-3 py-2 text-xs text-muted">
      {status.kind === "loading" ? (
        <>
          <Spinner label="Loading events" /> Loading errors and requests…
        </>
      ) : (
        "This session has more events than can be listed; the first ones are shown."
      )}
    </p>
  );
}

function EventsFailure({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { title, advice } = failureWords(error, "the events of this session");
  return (
    <div
      role="alert"
      className="flex items-center gap-2 border-b border-line bg-danger-soft px-3 py-2 text-xs"
    >
      <p className="min-w-0 flex-1">
        <span className="font-medium text-danger">{title}.</span> Errors and requests are not listed; what is
        listed comes from the recording itself. {advice}
      </p>
      <Button size="sm" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
