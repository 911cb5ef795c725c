import type { FromStage, ToStage } from "../../../wire/stage.ts";
import { isConnectionLost } from "../../api/retry.ts";
import { momentSources } from "../../pager/moment-sources.ts";
import { StageFeed } from "../../pager/stage-feed.ts";
import { wait } from "../../pager/wait.ts";
import type { PlayedSession, PlaybackStore } from "../../player/playback-store.ts";
import { StageClient } from "../../player/stage-client.ts";
import type { Moment, Thumbnail, Thumbnails } from "../../player/thumbnails.ts";
import { failureText } from "./failure-words.ts";
import { stageView } from "./played-session.ts";
import { type OpenSession, sessionSources } from "./session-sources.ts";

export interface ThumbnailSessionOptions extends OpenSession {
  /** What is played on the other stage of this page: it comes first, and its tabs and views are shown. */
  readonly playback: PlaybackStore;
}

/**
 * Small pictures of a session's moments, on a second stage: the same document under the same policy, which is opened
 * for stills, begins when a frame is attached to it, and gets what it needs one thing at a time while the first waits
 * for nothing.
 */
export class ThumbnailSession implements Thumbnails {
  readonly #options: ThumbnailSessionOptions;
  readonly #listeners = new Set<() => void>();
  #thumbnail: Thumbnail = { wanted: undefined, shown: undefined, failure: undefined, viewport: undefined };
  #client: StageClient | undefined;
  #feed: StageFeed | undefined;
  /** As the stage knows them. */
  #told: { session: PlayedSession; pinned: string | undefined } | undefined;
  #rests = false;
  #wake: (() => void)[] = [];

  constructor(options: ThumbnailSessionOptions) {
    this.#options = options;
  }

  readonly get = (): Thumbnail => this.#thumbnail;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly attach = (frame: HTMLIFrameElement): (() => void) => {
    const client = new StageClient(frame, this.#receive);
    this.#client = client;
    return () => {
      client.close();
      this.#client = undefined;
      this.#close();
    };
  };

  readonly show = (moment: Moment): void => {
    const { wanted, failure } = this.#thumbnail;
    const isSame = isSameMoment(wanted, moment);
    this.#rests = false;
    for (const wake of this.#wake.splice(0)) wake();
    if (!isSame || failure !== undefined) this.#set({ wanted: moment, failure: undefined });
    if (this.#told === undefined) return;
    this.#tellNews(this.#told);
    if (!isSame || failure !== undefined)
      this.#send({ type: "stage:view", viewId: moment.viewId, ts: moment.ts });
    this.#feed?.resume();
  };

  readonly rest = (): void => {
    this.#rests = true;
    this.#feed?.pause();
  };

  readonly #send = (message: ToStage, transfer: ArrayBuffer[] = []): void => {
    this.#client?.send(message, transfer);
  };

  readonly #receive = (message: FromStage): void => {
    if (message.type === "stage:ready") this.#open();
    this.#feed?.receive(message);
    if (message.type === "stage:viewport")
      this.#set({ viewport: { width: message.width, height: message.height } });
    if (message.type === "replay:state") this.#arrived(message);
  };

  #arrived({ state, ts, view, message }: Extract<FromStage, { type: "replay:state" }>): void {
    const { wanted } = this.#thumbnail;
    if (!isSameMoment(wanted, { viewId: view, ts })) return;
    if (state === "error") this.#set({ failure: message ?? "This moment cannot be shown." });
    if (state !== "paused") return;
    this.#set({ shown: wanted, failure: undefined });
    this.#feed?.met();
  }

  /** The stage has begun, or begun anew. */
  #open(): void {
    this.#close();
    const { wanted } = this.#thumbnail;
    if (wanted === undefined) return;
    const { detail, playback } = this.#options;
    const { session, pinned } = playback.get();
    const { segments, images } = momentSources(sessionSources(this.#options, true), (signal) =>
      untilIdle(playback, signal),
    );
    this.#feed = new StageFeed({
      source: segments,
      images,
      views: session.views,
      live: session.live,
      scope: "moment",
      post: this.#send,
      describe: (error) => failureText(error, "this moment"),
      isConnectionLost,
      // The other stage's feed tells the person.
      reconnecting: () => undefined,
      wait: async (ms, signal) => {
        await wait(ms, signal);
        if (this.#rests) await new Promise<void>((resolve) => this.#wake.push(resolve));
        signal.throwIfAborted();
      },
    });
    if (this.#rests) this.#feed.pause();
    this.#told = { session, pinned };
    const { start, end, views } = session;
    this.#send({
      type: "stage:open",
      session: { id: detail.session.id, start, end },
      views: views.map(stageView),
      at: wanted.ts,
      viewId: wanted.viewId,
      ...(pinned === undefined ? {} : { pinned }),
      speed: 1,
      skipInactivity: false,
      pointer: false,
      fit: "contain",
      stills: true,
      assets: detail.assets ?? "off",
    });
  }

  #close(): void {
    this.#feed?.stop();
    this.#feed = undefined;
    this.#told = undefined;
    this.#wake = [];
    this.#set({ shown: undefined, viewport: undefined });
  }

  /** The session may have grown since, and another tab been pinned. */
  #tellNews(told: { session: PlayedSession; pinned: string | undefined }): void {
    const { session, pinned } = this.#options.playback.get();
    if (session !== told.session) {
      const { start, end, views } = session;
      this.#feed?.grow(views);
      this.#send({ type: "stage:grow", session: { start, end }, views: views.map(stageView) });
    }
    if (pinned !== told.pinned) this.#send({ type: "stage:pin", viewId: pinned ?? null });
    this.#told = { session, pinned };
  }

  #set(change: Partial<Thumbnail>): void {
    this.#thumbnail = { ...this.#thumbnail, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const isSameMoment = (a: Moment | undefined, b: Moment) => a?.viewId === b.viewId && a.ts === b.ts;

/** Resolves when the playback waits for nothing; rejects when aborted. */
function untilIdle(playback: PlaybackStore, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const look = () => {
      if (playback.get().state === "loading") return;
      stop();
      signal.removeEventListener("abort", abort);
      resolve();
    };
    const abort = () => {
      stop();
      reject(signal.reason as Error);
    };
    const stop = playback.subscribe(look);
    signal.addEventListener("abort", abort, { once: true });
    look();
  });
}
