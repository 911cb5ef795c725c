import { isConnectionLost } from "../../api/retry.ts";
import { StageFeed } from "../../pager/stage-feed.ts";
import { wait } from "../../pager/wait.ts";
import { type PlayedSession, PlaybackStore } from "../../player/playback-store.ts";
import { Player } from "../../player/player.ts";
import { sessionTabs } from "../../player/tabs.ts";
import { StageClient } from "../../player/stage-client.ts";
import type { StageKeys } from "../../player/use-shortcuts.ts";
import type { SessionDetail } from "../../../wire/session.ts";
import type { FromStage, ToStage } from "../../../wire/stage.ts";
import { onConnectionSigns } from "./connection-signs.ts";
import { failureText } from "./failure-words.ts";
import { HeldMessages } from "./held-messages.ts";
import { playedSession, stageView } from "./played-session.ts";
import { type OpenSession, sessionSources } from "./session-sources.ts";

export interface StageSessionOptions extends OpenSession {
  /** Where to be first: epoch ms, and the view where several are open at that time. */
  readonly at: number | undefined;
  readonly viewId: string | undefined;
  /** The tab that is pinned, counted from 1; `of-view`: that of the view. Else the one with the focus is shown. */
  readonly tab: number | "of-view" | undefined;
  readonly speed: number;
  readonly skipInactivity: boolean;
  /** Draw the recorded pointer. */
  readonly pointer: boolean;
  readonly fit: "contain" | "actual";
}

/** A stage document that is silent for so long after it was asked for does not work. */
const STAGE_PATIENCE_MS = 20_000;

/**
 * One session on one stage: joins the frame, what feeds it and the player that drives it. Each
 * `stage:ready` opens the session anew, where the playhead is, so that a stage document may come and go.
 * What the first will need is got while its document still comes.
 */
export class StageSession implements StageKeys {
  readonly player: Player;
  readonly playback: PlaybackStore;
  readonly #options: StageSessionOptions;
  readonly #listeners = new Set<(message: FromStage) => void>();
  #skipInactivity: boolean;
  /** The view to open with: the asked one, then the one that is shown. */
  #viewId: string | undefined;
  #client: StageClient | undefined;
  #feed: StageFeed | undefined;
  /** What was got for a stage document that has not said that it is ready. */
  #held: HeldMessages | undefined;

  constructor(options: StageSessionOptions) {
    this.#options = options;
    this.#skipInactivity = options.skipInactivity;
    const session = playedSession(options.detail);
    const { tab } = options;
    const track = typeof tab === "number" ? sessionTabs(session.views).tracks[tab - 1] : undefined;
    // Just after a tab was chosen the address may still name the view that was shown before.
    const isOfTab = track === undefined || track.views.some(({ id }) => id === options.viewId);
    const named = isOfTab ? options.viewId : undefined;
    const { viewId, at } = firstPlace(session, { at: options.at, viewId: named });
    const asked = session.views.find((view) => view.id === named);
    this.#viewId = asked?.id;
    const pinned = tab === "of-view" ? asked?.id : track?.views[0]?.id;
    const url = session.views.find((view) => view.id === viewId)?.url ?? "";
    const initial = { session, ts: at, viewId, url, speed: options.speed, pinned };
    this.playback = new PlaybackStore(initial, () => performance.now());
    this.player = new Player(this.playback, this.#send);
  }

  /**
   * What is known of the session by now, while it is being recorded. What is on screen stays; a person who
   * has played up to the end sees it go on.
   */
  grow(detail: SessionDetail): void {
    const session = playedSession(detail);
    const { session: known, state } = this.playback.get();
    if (JSON.stringify(session) === JSON.stringify(known)) return;
    this.playback.grow(session);
    this.#feed?.grow(session.views);
    const { start, end, views } = session;
    this.#send({ type: "stage:grow", session: { start, end }, views: views.map(stageView) });
    if (state !== "ended" || end <= known.end) return;
    this.playback.wantPlay(true);
    this.#send({ type: "replay:play" });
  }

  /** Lets a frame show the session; returns what ends that. */
  readonly attach = (frame: HTMLIFrameElement): (() => void) => {
    const client = new StageClient(frame, this.#receive);
    const silence = setTimeout(() => {
      this.playback.failed(
        "The player did not start. Reload the page; if it happens again, an extension or a proxy may block it.",
      );
    }, STAGE_PATIENCE_MS);
    const stopWaiting = this.onMessage(() => clearTimeout(silence));
    this.#client = client;
    const { viewId, ts } = this.playback.get();
    this.#begin().receive({ type: "stage:need", viewId, from: ts, ts });
    const stopRetrying = onConnectionSigns(this.reconnect);
    return () => {
      stopRetrying();
      clearTimeout(silence);
      stopWaiting();
      client.close();
      this.#feed?.stop();
      this.#held = undefined;
      this.#client = undefined;
    };
  };

  /** Asks at once for what could not be got while the connection was lost. */
  readonly reconnect = (): void => this.#feed?.tryNow();

  /** The source is to look again for what it could not find of a view. */
  readonly lookAgain = (viewId: string): void => this.#feed?.lookAgain(viewId);

  /** Every message of the stage, after the player has taken it in. Returns how to stop listening. */
  readonly onMessage = (listener: (message: FromStage) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly onKey: StageKeys["onKey"] = (listener) =>
    this.onMessage((message) => {
      if (message.type === "stage:key") listener(message);
    });

  readonly #send = (message: ToStage, transfer: ArrayBuffer[] = []): void => {
    if (message.type === "stage:skip-inactivity") this.#skipInactivity = message.on;
    this.#client?.send(message, transfer);
  };

  readonly #receive = (message: FromStage): void => {
    if (message.type === "stage:ready") this.#open();
    this.#feed?.receive(message);
    if (message.type === "replay:state" && message.state !== "loading") this.#viewId = message.view;
    this.playback.apply(message);
    for (const listener of this.#listeners) listener(message);
  };

  /** Begins to get what a stage document needs. It is held until {@link HeldMessages.release}. */
  #begin(): StageFeed {
    const { session } = this.playback.get();
    const { segments, images } = sessionSources(this.#options, false);
    this.#feed?.stop();
    this.playback.reconnecting(false);
    const held = new HeldMessages(this.#send);
    this.#held = held;
    this.#feed = new StageFeed({
      source: segments,
      images,
      views: session.views,
      live: session.live,
      post: held.send,
      describe: (error) => failureText(error, "this page of the session"),
      isConnectionLost,
      sourced: (viewId, sourcing) => this.playback.sourced(viewId, sourcing),
      reconnecting: (isLost) => this.playback.reconnecting(isLost),
      wait,
    });
    return this.#feed;
  }

  #open(): void {
    const { detail, pointer, fit } = this.#options;
    if (this.#held === undefined) this.#begin();
    const { session, ts, speed, wantsPlay, pinned } = this.playback.get();
    const { start, end } = session;
    this.#send({
      type: "stage:open",
      session: { id: detail.session.id, start, end },
      views: session.views.map(stageView),
      at: ts,
      ...(this.#viewId === undefined ? {} : { viewId: this.#viewId }),
      ...(pinned === undefined ? {} : { pinned }),
      speed,
      skipInactivity: this.#skipInactivity,
      pointer,
      fit,
      assets: detail.assets ?? "off",
    });
    this.#held?.release();
    this.#held = undefined;
    if (wantsPlay) this.#send({ type: "replay:play" });
  }
}

/** Where to begin: as asked, else at the start of the asked view, else where the first replay begins. */
function firstPlace(
  { start, end, views }: PlayedSession,
  { at, viewId }: Pick<StageSessionOptions, "at" | "viewId">,
): { readonly at: number; readonly viewId: string } {
  const asked = views.find((view) => view.id === viewId);
  const first = asked ?? views.find((view) => view.hasReplay) ?? views[0];
  const ts = Math.min(Math.max(at ?? first?.start ?? start, start), end);
  const holder = asked ?? views.findLast((view) => view.start <= ts && view.hasReplay) ?? first;
  return { at: ts, viewId: holder?.id ?? "" };
}
