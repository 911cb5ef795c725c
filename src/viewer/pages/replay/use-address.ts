import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Playback, PlaybackStore } from "../../player/playback-store.ts";
import { placeInReplay } from "./replay-search.ts";

const PLAYING_MS = 2000;
const SETTLED_MS = 250;
/** What stays as it is: the entry in the history with its state, and where the page is scrolled to. */
const KEEPING = { replace: true, state: true, resetScroll: false } as const;

/**
 * Keeps the address at the view and time that are shown, so that a reload or a copied address comes back to
 * them. The entry in the history is replaced, and not often.
 */
export function useAddress(playback: PlaybackStore, source: string | undefined): void {
  const navigate = useNavigate();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = Infinity;
    let written = keyOf(playback.get());
    const write = () => {
      pause = Infinity;
      const now = playback.get();
      if (keyOf(now) === written || now.state === "loading" || now.state === "error") return;
      written = keyOf(now);
      void navigate({ to: ".", search: placeInReplay(source, now), ...KEEPING });
    };
    const stop = playback.subscribe(() => {
      const { state } = playback.get();
      if (keyOf(playback.get()) === written) return;
      const wanted = state === "playing" ? PLAYING_MS : SETTLED_MS;
      if (wanted >= pause) return;
      clearTimeout(timer);
      pause = wanted;
      timer = setTimeout(write, pause);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [playback, source, navigate]);
}

const keyOf = ({ viewId, ts, pinned }: Playback) => `${viewId} ${Math.floor(ts)} ${pinned}`;
