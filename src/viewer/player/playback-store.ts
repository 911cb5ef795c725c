import { unreachable } from "../../base/assert.ts";
import type { UnloadedAssets } from "../../wire/assets.ts";
import type { PageState } from "../../wire/page-state.ts";
import type { IndexLoading } from "../../wire/segment-index.ts";
import type { FromStage, ReplayState } from "../../wire/stage.ts";
import type { StageDiagnostic, TimelineFact } from "../../wire/view-facts.ts";

/** What the stage has found in one view so far. Times are epoch ms. */
export interface ViewFacts {
  readonly decodedUntil: number;
  /** Time of the first picture; null while none is known. */
  readonly firstPictureAt: number | null;
  readonly facts: readonly TimelineFact[];
  readonly idle: readonly { readonly start: number; readonly end: number }[];
  readonly gaps: readonly { readonly start: number; readonly end: number }[];
  readonly diagnostics: readonly StageDiagnostic[];
}

/** How far the source is with finding out what it has of a view. */
export interface ViewSourcing {
  /** Absent: it has told all that it has by now. */
  readonly loading?: IndexLoading | undefined;
  /** What a person who looks for a fault should know of how the source got it. */
  readonly notes: readonly string[];
  /** How far what is known goes, epoch ms; undefined while nothing is. */
  readonly until: number | undefined;
}

/** A view as far as the controls must know it. Times are epoch ms. */
export interface PlayerView {
  readonly id: string;
  readonly url: string;
  readonly name?: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly tabId?: string | undefined;
  /** What RUM events say of the page being seen. */
  readonly pageStates?: readonly PageState[] | undefined;
  readonly hasReplay: boolean;
}

/** The session as it is known; it grows while it is being recorded. Times are epoch ms. */
export interface PlayedSession {
  readonly start: number;
  readonly end: number;
  /** It is being recorded. */
  readonly live: boolean;
  /** In order of start. */
  readonly views: readonly PlayerView[];
}

/** What is on the stage now. Parts that did not change keep their identity. */
export interface Playback {
  readonly session: PlayedSession;
  readonly state: ReplayState;
  /** Whether it plays, or will as soon as the picture is there. */
  readonly wantsPlay: boolean;
  /** A person has played it, or gone to another time, since it was opened. */
  readonly isTouched: boolean;
  /** The playhead, epoch ms. */
  readonly ts: number;
  readonly viewId: string;
  /** Address of the recorded page. */
  readonly url: string;
  readonly speed: number;
  readonly skipping: boolean;
  /** With the state `error`: what to tell the person. */
  readonly message: string | undefined;
  /** The connection is lost; what is missing is asked for until it comes, and the playback goes on then. */
  readonly reconnects: boolean;
  /** Recorded viewport, CSS pixels. */
  readonly viewport: { readonly width: number; readonly height: number } | undefined;
  readonly views: ReadonlyMap<string, ViewFacts>;
  /** By view, as far as the source was asked. */
  readonly sourcing: ReadonlyMap<string, ViewSourcing>;
  /** Which view is shown when. */
  readonly programme: readonly { readonly viewId: string; readonly start: number; readonly end: number }[];
  /** A view of the tab that the person chose; undefined while the tab with the focus is followed. */
  readonly pinned: string | undefined;
  /** What the recorded pages name and do not show; undefined while nothing is said of it. */
  readonly assets: UnloadedAssets | undefined;
}

/** A seek is answered by a state near its target; after this long, by any. */
const SEEK_PATIENCE_MS = 2000;
const SEEK_TOLERANCE_MS = 500;

/**
 * The playback as an external store: messages of the stage go in, React components subscribe to the part
 * they show (`usePlayback`), so that the clock rerenders nothing that does not show it.
 */
export class PlaybackStore {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #playback: Playback;
  #seek: { readonly ts: number; readonly since: number } | undefined;

  /** `now` counts milliseconds from anywhere. */
  constructor(
    initial: Pick<Playback, "session" | "ts" | "viewId" | "url" | "speed" | "pinned">,
    now: () => number,
  ) {
    this.#now = now;
    this.#playback = {
      ...initial,
      state: "loading",
      wantsPlay: false,
      isTouched: false,
      skipping: false,
      message: undefined,
      reconnects: false,
      viewport: undefined,
      views: new Map(),
      sourcing: new Map(),
      programme: [],
      assets: undefined,
    };
  }

  readonly get = (): Playback => this.#playback;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes a message of the stage. Those that say nothing about the playback change nothing. */
  apply(message: FromStage): void {
    switch (message.type) {
      case "replay:state":
        this.#applyState(message);
        break;
      case "stage:clock":
        if (!this.#isSeeking(message.ts)) this.#set({ ts: message.ts });
        break;
      case "stage:viewport":
        this.#set({ viewport: { width: message.width, height: message.height } });
        break;
      case "stage:facts": {
        const { type: _, viewId, ...facts } = message;
        this.#set({ views: new Map(this.#playback.views).set(viewId, facts) });
        break;
      }
      case "stage:programme":
        this.#set({ programme: message.spans });
        break;
      case "stage:assets":
        this.#set({ assets: message.assets });
        break;
      case "stage:ready":
      case "stage:need":
      case "stage:need-images":
      case "stage:dropped":
      case "stage:entry-lost":
      case "stage:made-keyframe":
      case "stage:key":
        break;
      default:
        unreachable(message);
    }
  }

  #applyState(message: Extract<FromStage, { type: "replay:state" }>): void {
    const { state, speed, skipping, url, view } = message;
    const settled = state !== "loading";
    // The stage plays on by itself when what is missing has come.
    const isWaiting = !settled || (state === "error" && this.#playback.reconnects);
    const ts = this.#isSeeking(message.ts) ? this.#playback.ts : message.ts;
    if (settled && ts === message.ts) this.#seek = undefined;
    this.#set({
      state,
      ts,
      speed,
      skipping,
      url,
      viewId: view,
      message: message.message,
      isTouched: state === "playing" || this.#playback.isTouched,
      wantsPlay: isWaiting ? this.#playback.wantsPlay : state === "playing",
    });
  }

  /** True while a time that the stage reports may be from before the last seek. */
  #isSeeking(ts: number): boolean {
    const seek = this.#seek;
    if (seek === undefined) return false;
    const late = this.#now() - seek.since > SEEK_PATIENCE_MS;
    return !late && Math.abs(seek.ts - ts) > SEEK_TOLERANCE_MS;
  }

  /**
   * The person asked for another time: the playhead goes there at once, before the stage has. What stood
   * still is loading until the stage says that the picture is there.
   */
  seeking(ts: number): void {
    this.#seek = { ts, since: this.#now() };
    const isTouched = true;
    this.#set(this.#playback.state === "playing" ? { ts, isTouched } : { ts, isTouched, state: "loading" });
  }

  /** The person pressed play or pause. */
  wantPlay(wantsPlay: boolean): void {
    this.#set({ wantsPlay, isTouched: true });
  }

  speedChosen(speed: number): void {
    this.#set({ speed });
  }

  /** The person chose the tab of this view, or to follow the focus again. */
  pin(viewId: string | undefined): void {
    this.#set({ pinned: viewId });
  }

  /** More of the session is known. */
  grow(session: PlayedSession): void {
    this.#set({ session });
  }

  /** The connection is lost and asked for again and again, or there again. */
  reconnecting(isLost: boolean): void {
    this.#set({ reconnects: isLost });
  }

  /** The source told how far it is with a view. */
  sourced(viewId: string, told: ViewSourcing): void {
    const { sourcing } = this.#playback;
    const isNews = JSON.stringify(sourcing.get(viewId)) !== JSON.stringify(told);
    if (isNews) this.#set({ sourcing: new Map(sourcing).set(viewId, told) });
  }

  /** The player cannot go on, for a reason outside the stage. */
  failed(message: string): void {
    this.#set({ state: "error", message, wantsPlay: false });
  }

  #set(change: Partial<Playback>): void {
    const entries = Object.entries(change) as [keyof Playback, unknown][];
    if (entries.every(([key, value]) => Object.is(this.#playback[key], value))) return;
    this.#playback = { ...this.#playback, ...change };
    for (const listener of this.#listeners) listener();
  }
}
