import type { ToStage } from "../../wire/stage.ts";
import type { PlaybackStore, PlayedSession } from "./playback-store.ts";
import { sessionTabs } from "./tabs.ts";

/** The speeds that the controls offer. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;

/** Nearer to the start of a view than this, "previous view" means the one before. */
const RESTART_MS = 2000;

/** What a person can do to the playback. Each command shows at once in the store and is sent to the stage. */
export class Player {
  readonly playback: PlaybackStore;
  readonly #send: (message: ToStage) => void;

  constructor(playback: PlaybackStore, send: (message: ToStage) => void) {
    this.playback = playback;
    this.#send = send;
  }

  get #session(): PlayedSession {
    return this.playback.get().session;
  }

  readonly play = (): void => {
    if (this.playback.get().state === "ended") this.seek(this.#session.start);
    this.playback.wantPlay(true);
    this.#send({ type: "replay:play" });
  };

  readonly pause = (): void => {
    this.playback.wantPlay(false);
    this.#send({ type: "replay:pause" });
  };

  readonly toggle = (): void => {
    if (this.playback.get().wantsPlay) this.pause();
    else this.play();
  };

  /** Goes to an epoch time, kept within the session. */
  readonly seek = (ts: number): void => {
    const target = Math.min(Math.max(ts, this.#session.start), this.#session.end);
    this.playback.seeking(target);
    this.#send({ type: "replay:seek", ts: target });
  };

  readonly seekBy = (ms: number): void => this.seek(this.playback.get().ts + ms);

  /** Goes to a view by hand, at its start or at `ts`. Where another tab is pinned, the view's tab is from now on. */
  readonly openView = (viewId: string, ts?: number): void => {
    const view = this.#session.views.find((other) => other.id === viewId);
    if (view === undefined) return;
    const { pinned } = this.playback.get();
    const { numberOf } = sessionTabs(this.#session.views);
    if (pinned !== undefined && numberOf(pinned) !== numberOf(viewId)) this.#pin(viewId);
    this.playback.seeking(ts ?? view.start);
    this.#send({ type: "stage:view", viewId, ...(ts === undefined ? {} : { ts }) });
  };

  /**
   * Shows a tab (counted from 0) wherever it is open, and goes to `at` if that is given. Where it is not open then,
   * goes to where it is next, else to where it was last.
   */
  readonly chooseTab = (number: number, at?: number): void => {
    const views = sessionTabs(this.#session.views).tracks[number]?.views ?? [];
    const ts = at ?? this.playback.get().ts;
    const open = views.find(({ start, end }) => start <= ts && ts <= end);
    const target = open ?? views.find(({ start }) => start > ts) ?? views.at(-1);
    if (target === undefined) return;
    this.#pin(target.id);
    if (open === undefined) this.openView(target.id);
    else if (at !== undefined) this.seek(at);
  };

  /** Shows at each time the tab that had the focus. */
  readonly followFocus = (): void => this.#pin(undefined);

  #pin(viewId: string | undefined): void {
    this.playback.pin(viewId);
    this.#send({ type: "stage:pin", viewId: viewId ?? null });
  }

  readonly previousView = (): void => {
    const { viewId, ts } = this.playback.get();
    const at = this.#session.views.findIndex((view) => view.id === viewId);
    const current = this.#session.views[at];
    const target =
      current !== undefined && ts - current.start > RESTART_MS ? current : this.#session.views[at - 1];
    if (target !== undefined) this.openView(target.id);
  };

  readonly nextView = (): void => {
    const at = this.#session.views.findIndex((view) => view.id === this.playback.get().viewId);
    const target = this.#session.views[at + 1];
    if (target !== undefined) this.openView(target.id);
  };

  readonly setSpeed = (speed: number): void => {
    this.playback.speedChosen(speed);
    this.#send({ type: "replay:speed", speed });
  };

  /** The next faster (1) or slower (−1) of the offered speeds. */
  readonly stepSpeed = (direction: 1 | -1): void => {
    const now = this.playback.get().speed;
    const next =
      direction > 0 ? SPEEDS.find((speed) => speed > now) : SPEEDS.findLast((speed) => speed < now);
    if (next !== undefined) this.setSpeed(next);
  };

  readonly setSkipInactivity = (on: boolean): void => this.#send({ type: "stage:skip-inactivity", on });
}
