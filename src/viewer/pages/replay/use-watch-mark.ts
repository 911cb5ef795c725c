import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { recordWatch, WATCH_KEYS } from "../../api/viewership.ts";
import type { SessionSummary } from "../../../wire/session.ts";
import type { PlaybackStore } from "../../player/playback-store.ts";
import { WatchMeter } from "./watch-meter.ts";

/** Says once to the source that the session is watched, when it has really been played. */
export function useWatchMark(
  playback: PlaybackStore,
  { id, applicationId }: Pick<SessionSummary, "id" | "applicationId">,
  source: string | undefined,
  isKept: boolean,
): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isKept) return undefined;
    const meter = new WatchMeter(() => performance.now());
    let isSaid = false;
    const say = async (viewId: string) => {
      await recordWatch(id, { applicationId, viewId }, source);
      await Promise.all(WATCH_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] })));
    };
    return playback.subscribe(() => {
      const { state, viewId } = playback.get();
      if (!meter.hear(state) || isSaid || viewId === "") return;
      isSaid = true;
      say(viewId).catch(() => {
        // It is played on: there will be another occasion.
        isSaid = false;
        meter.reset();
      });
    });
  }, [playback, id, applicationId, source, isKept, client]);
}
