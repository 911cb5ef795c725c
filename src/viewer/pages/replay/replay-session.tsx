import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { SessionDetail } from "../../../wire/session.ts";
import type { SourceItem } from "../../../wire/source.ts";
import { watchersQuery } from "../../api/viewership.ts";
import { Controls } from "../../player/controls.tsx";
import { playerPreferences } from "../../player/preferences.ts";
import { ShortcutHelp } from "../../player/shortcut-help.tsx";
import { StageArea } from "../../player/stage-area.tsx";
import { ThumbnailsContext } from "../../player/thumbnails.ts";
import { PlayerContext, usePlayback } from "../../player/use-playback.ts";
import { useShortcuts } from "../../player/use-shortcuts.ts";
import { Timeline } from "../../timeline/timeline.tsx";
import { timelineModel } from "../../timeline/timeline-model.ts";
import { SourceWaitNotice } from "../sources/source-wait.tsx";
import { AddressBar } from "./address-bar.tsx";
import { ReplayHeader } from "./replay-header.tsx";
import { ReplayLayout } from "./replay-layout.tsx";
import { placeInReplay } from "./replay-search.ts";
import { SidePanels } from "./side-panels.tsx";
import { StageSession } from "./stage-session.ts";
import { savesData } from "./saves-data.ts";
import { ThumbnailSession } from "./thumbnail-session.ts";
import { useAddress } from "./use-address.ts";
import { useCommands } from "./use-commands.ts";
import { useCopyLink } from "./use-copy-link.ts";
import { useFullscreen } from "./use-fullscreen.ts";
import { useKeeps } from "./use-keeps.ts";
import { useReplayStateOf } from "./use-replay-state.ts";
import { useSessionEvents } from "./use-session-events.ts";
import { useWatchMark } from "./use-watch-mark.ts";

/** Where to begin: a view, and a time in epoch ms. */
export interface Place {
  readonly viewId: string | undefined;
  readonly ts: number | undefined;
  /** The pinned tab, counted from 1. */
  readonly tab: number | undefined;
}

interface ReplaySessionProps {
  /** What the server said last; it grows while the session is being recorded. */
  readonly detail: SessionDetail;
  readonly source: string | undefined;
  readonly place: Place;
  /** Begins anew with a fresh stage. */
  readonly onReopen: (place: Place) => void;
}

/** One session, open on a stage. */
export function ReplaySession(props: ReplaySessionProps) {
  const { detail, source, place } = props;
  const queryClient = useQueryClient();
  const [session] = useState(() => {
    const { speed, skipInactivity } = playerPreferences();
    const { viewId, ts: at, tab } = place;
    const look = { pointer: true, fit: "contain" } as const;
    return new StageSession({ queryClient, detail, source, at, viewId, tab, speed, skipInactivity, ...look });
  });
  const [thumbnails] = useState(() =>
    savesData()
      ? undefined
      : new ThumbnailSession({ queryClient, detail, source, playback: session.playback }),
  );
  useEffect(() => session.grow(detail), [session, detail]);
  useReplayStateOf(session.playback);
  useAddress(session.playback, source);
  const keeps = useKeeps(source);
  useWatchMark(session.playback, detail.session, source, keeps.includes("watches"));
  return (
    <PlayerContext value={session.player}>
      <ThumbnailsContext value={thumbnails}>
        <ReplayBody {...props} session={session} keeps={keeps} />
      </ThumbnailsContext>
    </PlayerContext>
  );
}

function ReplayBody(
  props: ReplaySessionProps & { readonly session: StageSession; readonly keeps: SourceItem["keeps"] },
) {
  const { detail, source, onReopen, session, keeps } = props;
  const watchers = useQuery({
    ...watchersQuery(detail.session.id, source),
    enabled: keeps.includes("watches"),
  }).data;
  const played = usePlayback((playback) => playback.session);
  const views = usePlayback((playback) => playback.views);
  const { events, status } = useSessionEvents(detail.session, source, views);
  const programme = usePlayback((playback) => playback.programme);
  const sourcing = usePlayback((playback) => playback.sourcing);
  const model = useMemo(
    () => timelineModel(played, played.views, views, programme, sourcing),
    [played, views, programme, sourcing],
  );
  const root = useRef<HTMLElement>(null);
  const fullscreen = useFullscreen(root);
  const [helpIsOpen, setHelpIsOpen] = useState(false);
  const [actions] = useState(() => ({ showHelp: () => setHelpIsOpen(true) }));
  const copyLink = useCopyLink(session.playback, detail.session.id, source);
  const run = useCommands(session.player, events, {
    ...actions,
    copyLink,
    toggleFullscreen: fullscreen.toggle,
  });
  useShortcuts(session, run);
  const reopen = () => {
    const { view, ts, tab } = placeInReplay(source, session.playback.get());
    onReopen({ viewId: view, ts, tab });
  };
  return (
    <main ref={root} className="flex h-full flex-col bg-canvas">
      <ReplayHeader
        session={detail.session}
        keptFrom={detail.keptFrom}
        source={source}
        hasPlaylists={keeps.includes("playlists")}
      />
      <ReplayLayout
        isFullscreen={fullscreen.isFullscreen}
        stage={
          <div className="flex h-full flex-col">
            {fullscreen.isFullscreen ? null : <AddressBar />}
            <div className="min-h-0 flex-1">
              <StageArea
                attach={session.attach}
                run={run}
                onRetry={reopen}
                onReconnect={session.reconnect}
                notice={<SourceWaitNotice source={source} className="max-w-xl" />}
              />
            </div>
          </div>
        }
        panels={
          <SidePanels
            detail={detail}
            events={events}
            status={status}
            views={views}
            watchers={watchers}
            onLookAgain={session.lookAgain}
          />
        }
        bar={
          <>
            <div className="px-3 pt-1 sm:px-4">
              <Timeline model={model} events={events} />
            </div>
            <Controls run={run} />
          </>
        }
      />
      <ShortcutHelp open={helpIsOpen} onOpenChange={setHelpIsOpen} />
    </main>
  );
}
