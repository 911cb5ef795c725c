import type { ReactNode } from "react";
import type { FromStage, ToStage } from "../../wire/stage.ts";
import { PlaybackStore, type PlayerView } from "./playback-store.ts";
import { Player } from "./player.ts";
import { PlayerContext } from "./use-playback.ts";

/** For tests: a session of 100 seconds in three pages, paused at its start. */
export function playerFixture() {
  const start = Date.UTC(2026, 0, 1, 12);
  const views: readonly PlayerView[] = [
    ["home", 0, 40_000],
    ["cart", 40_000, 70_000],
    ["done", 70_000, 100_000],
  ].map(([id, from, to]) => ({
    id: String(id),
    url: `https://shop.example/${id}`,
    start: start + Number(from),
    end: start + Number(to),
    hasReplay: true,
  }));
  const sent: ToStage[] = [];
  const session = { start, end: start + 100_000, live: false, views };
  const initial = { session, ts: start, viewId: "home", url: "", speed: 1, pinned: undefined };
  const playback = new PlaybackStore(initial, () => 0);
  const player = new Player(playback, (message) => sent.push(message));
  const state = (rest: Partial<Extract<FromStage, { type: "replay:state" }>>) =>
    playback.apply({
      type: "replay:state",
      state: "paused",
      ts: start,
      start,
      end: session.end,
      view: "home",
      url: "https://shop.example/home",
      speed: 1,
      skipping: false,
      ...rest,
    });
  state({});
  const provide = (children: ReactNode) => <PlayerContext value={player}>{children}</PlayerContext>;
  return { start, player, playback, sent, state, provide };
}
