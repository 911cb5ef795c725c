import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from "react";
import { assert } from "../../base/assert.ts";
import type { Playback } from "./playback-store.ts";
import type { Player } from "./player.ts";

export const PlayerContext = createContext<Player | null>(null);

/** The player of the page. */
export function usePlayer(): Player {
  const player = useContext(PlayerContext);
  assert(player, "a component that uses the player is inside PlayerContext");
  return player;
}

/**
 * The part of the playback that `select` picks. The component renders again only when that part is another
 * one, so `select` must return the same thing for the same playback: a primitive, or a part of it.
 */
export function usePlayback<T>(select: (playback: Playback) => T): T {
  const { playback } = usePlayer();
  return useSyncExternalStore(playback.subscribe, () => select(playback.get()));
}

/** Calls `show` with the playhead (epoch ms) now and whenever it moves, without rendering. */
export function useEachTick(show: (ts: number) => void): void {
  const { playback } = usePlayer();
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
    show(playback.get().ts);
  }, [playback, show]);
  useEffect(() => playback.subscribe(() => latest.current(playback.get().ts)), [playback]);
}
