import { useEffect } from "react";
import type { ReplayState } from "../../../wire/stage.ts";
import type { PlaybackStore } from "../../player/playback-store.ts";

const { dataset } = document.documentElement;

/**
 * Says on `<html data-replay-state>` what is on screen, for tests and for programs that drive the page. It
 * changes with the store itself, not with the next rendering.
 */
export function useReplayStateOf(playback: PlaybackStore): void {
  useEffect(() => {
    const show = () => {
      dataset["replayState"] = playback.get().state;
    };
    show();
    const stop = playback.subscribe(show);
    return () => {
      stop();
      delete dataset["replayState"];
    };
  }, [playback]);
}

/** The same while there is no playback yet, or none to come. */
export function useReplayState(state: ReplayState): void {
  useEffect(() => {
    dataset["replayState"] = state;
    return () => {
      delete dataset["replayState"];
    };
  }, [state]);
}
