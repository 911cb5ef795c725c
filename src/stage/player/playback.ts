import type { ReplayState, StageView } from "../../wire/stage.ts";
import type { DecodeClient } from "../worker/client.ts";
import type { Announcer, Send } from "./announcer.ts";
import { arrive, isDecided } from "./arrival.ts";
import type { CanvasImages } from "./canvas-images.ts";
import { Delivery } from "./delivery.ts";
import { follow, prepareNext, type Way } from "./follow.ts";
import type { Pace } from "./pace.ts";
import { drawn } from "./painted.ts";
import type { Picture } from "./picture.ts";
import type { Span } from "./plan.ts";
import { type Opened, playbackParts } from "./playback-parts.ts";
import { type Programme, spanAt } from "./programme.ts";
import { StateReport } from "./state-report.ts";
import type { Surface } from "./surface.ts";
import { Ticker } from "./ticker.ts";
import type { ViewStates } from "./view-states.ts";

/**
 * The session's clock and what is shown at each time: one timeline over all views.
 *
 *   open, seek ──▶ loading ──▶ paused ◀──▶ playing ──▶ ended
 *                    │  ▲ └──────────────────▲ │
 *                    ▼  └──────────────────────┘  data are not there yet
 *                  error
 *
 * While a view plays, the clock is its frame's; where a view has no picture yet, the last one is held. To arrive
 * anywhere, the page is built anew, unseen, and takes its place when it is painted. Times are epoch milliseconds.
 */
export class Playback {
  /** Takes what comes of the views. */
  readonly delivery: Delivery;
  /** Takes what canvases showed. */
  readonly canvasImages: CanvasImages;
  readonly #programme: Programme;
  readonly #announcer: Announcer;
  readonly #client: DecodeClient;
  readonly #states: ViewStates;
  readonly #picture: Picture;
  readonly #pace: Pace;
  readonly #report: StateReport;
  readonly #wishFor: (ts: number) => void;
  readonly #ticker = new Ticker({
    tick: (step, now) => this.#tick(step, now),
    hidden: (isHidden) => this.#hidden(isHidden),
  });
  /** Under way to a time; the clock stands. */
  #arrival: AbortController | null = null;

  #ts: number;
  #wantsToPlay = false;

  constructor(opened: Opened, surface: Surface, send: Send) {
    this.#ts = opened.session.start;
    const parts = playbackParts(opened, surface, send, {
      progressed: (viewId) => {
        this.#wish();
        this.#renew(viewId);
      },
      seenAt: () => this.#seenAt(),
    });
    this.#programme = parts.programme;
    this.#announcer = parts.announcer;
    this.#client = parts.client;
    this.#states = parts.states;
    this.#picture = parts.picture;
    this.#pace = parts.pace;
    this.#wishFor = parts.wishFor;
    this.#report = new StateReport(parts);
    this.delivery = new Delivery(parts.client, parts.states);
    this.canvasImages = parts.canvasImages;
    surface.setFit(opened.fit);
    const { viewId, pinned, at } = opened;
    if (pinned !== undefined) this.#programme.pin(pinned);
    if (viewId !== undefined) this.#programme.hold(viewId, at);
    void this.#goTo(at, { anew: true, quiet: false });
  }

  /** Goes to a time, and goes on playing there if it was. */
  seek(ts: number): void {
    this.#programme.leaveFor(ts);
    void this.#goTo(ts, { anew: true, quiet: false });
  }

  play(): void {
    this.#wantsToPlay = true;
    if (this.#report.state === "ended") this.seek(this.#programme.session.start);
    else if (this.#report.state === "paused") this.#start();
    else if (this.#report.state === "error" && this.#arrival === null) this.seek(this.#ts);
  }

  pause(): void {
    this.#wantsToPlay = false;
    if (this.#report.state !== "playing") return;
    if (this.#arrival === null) this.#ts = this.#shownUntil();
    this.#picture.pause();
    // What is being built meanwhile is shown paused when it is complete.
    this.#set(this.#arrival === null ? "paused" : "loading");
  }

  setSpeed(speed: number): void {
    this.#pace.choose(speed);
    this.#picture.setRate(this.#pace.rate);
    this.#report.tell(this.#ts);
  }

  setSkipInactivity(on: boolean): void {
    this.#pace.setSkips(on);
    this.#picture.setRate(this.#pace.rate);
    this.#report.tell(this.#ts);
  }

  /** Goes to `ts` or the start of this view, and shows it there. */
  choose(viewId: string, ts: number | undefined): void {
    const view = this.#states.view(viewId);
    if (view === undefined) return;
    this.#programme.hold(viewId, ts ?? view.start);
    void this.#goTo(ts ?? view.start, { anew: true, quiet: false });
  }

  /** Shows the tab of this view wherever it is open; null: the one that has the focus. */
  pin(viewId: string | null): void {
    this.#programme.pin(viewId ?? undefined);
    const ends = this.#report.state === "ended";
    void this.#goTo(this.#ts, { anew: false, quiet: true, ends });
  }

  /** The session has gone on: what is shown stays, and what has ended can be played on. */
  grow(session: { readonly start: number; readonly end: number }, views: readonly StageView[]): void {
    this.#states.setViews(views);
    this.#programme.grow(session, views, this.#seenAt());
    this.#announcer.setSession(session);
    this.#wish();
    if (this.#report.state === "ended" && this.#ts < session.end) this.#set("paused");
    else this.#report.tell(this.#ts);
  }

  /** Ends everything and takes the picture out of the document. */
  destroy(): void {
    this.#ticker.destroy();
    this.#arrival?.abort();
    this.#picture.destroy();
    this.#client.dispose();
  }

  /**
   * Stops the clock at `ts` until the picture for it is there, then plays on or stays paused. `ends`: playing
   * has come to the end there.
   */
  async #goTo(to: number, how: Way & { readonly ends?: boolean }): Promise<void> {
    this.#arrival?.abort();
    const arrival = new AbortController();
    this.#arrival = arrival;
    this.#ts = this.#programme.within(to);
    this.#picture.pause();
    if (how.anew) this.#picture.dropNext();
    if (!how.quiet) this.#set("loading");
    this.#wish();
    this.#client.playhead(spanAt(this.#programme.spans, this.#ts)?.viewId ?? "", this.#ts);
    const report = (state: ReplayState, message?: string) => this.#set(state, message);
    const parts = { programme: this.#programme, states: this.#states, picture: this.#picture, report };
    try {
      await arrive(this.#ts, how.anew, parts, arrival.signal);
      if (!this.#wantsToPlay) await drawn(arrival.signal);
    } catch (error) {
      if (arrival.signal.aborted) return;
      this.#arrival = null;
      this.#fail(error);
      return;
    }
    if (this.#arrival !== arrival) return;
    this.#arrival = null;
    const ends = how.ends === true && this.#ts >= this.#programme.session.end;
    if (this.#wantsToPlay) this.#start();
    else this.#set(ends ? "ended" : "paused");
    if (this.#report.isOutdated(this.#ts)) this.#report.tell(this.#ts);
  }

  /** The time whose picture a person sees; undefined while it is still to come. */
  #seenAt(): number | undefined {
    return this.#arrival === null ? this.#ts : undefined;
  }

  /** How far the picture has come: its frame may have played on since the last tick. Not out of what is shown now. */
  #shownUntil(): number {
    const span = spanAt(this.#programme.spans, this.#ts);
    const now = Math.min(this.#picture.now ?? this.#ts, (span?.to ?? this.#ts) - 1);
    return Math.max(this.#ts, now);
  }

  #start(): void {
    this.#set("playing");
    if (!document.hidden) this.#picture.play(this.#ts);
    this.#ticker.start();
  }

  #tick(step: number, now: number): void {
    if (this.#arrival !== null) return;
    this.#ts = Math.max(this.#ts, this.#picture.now ?? this.#ts + step * this.#picture.rate);
    if (this.#ts >= this.#programme.session.end) return this.#finish();
    const span = spanAt(this.#programme.spans, this.#ts);
    if (span === undefined) return;
    if (!isDecided(this.#programme, this.#states, this.#ts))
      return void this.#goTo(this.#ts, { anew: false, quiet: false });
    if (this.#report.isOutdated(this.#ts)) this.#report.tell(this.#ts);
    this.#announcer.clock(this.#ts, now);
    this.#wish();
    if (!this.#skip(span)) this.#follow(span);
  }

  /** Comes to the end. The clock may have run past the last views, so their picture may have to be built. */
  #finish(): void {
    const { end } = this.#programme.session;
    this.#wantsToPlay = false;
    this.#pace.rest();
    this.#picture.setRate(this.#pace.rate);
    const isThere = this.#picture.isLoaded(spanAt(this.#programme.spans, end)?.viewId ?? "", end);
    void this.#goTo(end, { anew: !isThere, quiet: true, ends: true });
  }

  /** Shows what the programme has for the present time. */
  #follow(span: Span): void {
    const failed = (error: unknown) => this.#fail(error);
    const parts = { spans: this.#programme.spans, states: this.#states, picture: this.#picture, failed };
    const way = follow(span, this.#ts, parts);
    if (way !== undefined) void this.#goTo(this.#ts, way);
    prepareNext(span, this.#ts, parts);
  }

  /** What is under way shows for itself whether it can be shown. */
  #fail(error: unknown): void {
    if (this.#arrival !== null) return;
    this.#picture.pause();
    this.#set("error", `The page could not be rebuilt at this time: ${String(error)}`);
  }

  #skip(span: Span): boolean {
    const { skipping } = this.#pace;
    const jumpTo = this.#pace.take(span, this.#states, this.#ts);
    this.#picture.setRate(this.#pace.rate);
    if (this.#pace.skipping !== skipping) this.#report.tell(this.#ts);
    if (jumpTo === undefined) return false;
    void this.#goTo(jumpTo, { anew: true, quiet: true });
    return true;
  }

  /** What stands on screen is built anew when something from before the present time has come late. */
  #renew(viewId: string): void {
    const ends = this.#report.state === "ended";
    if (this.#arrival !== null || !(ends || this.#report.state === "paused")) return;
    if (this.#picture.viewId !== viewId || this.#picture.isLoaded(viewId, this.#ts)) return;
    void this.#goTo(this.#ts, { anew: true, quiet: true, ends });
  }

  #hidden(isHidden: boolean): void {
    if (this.#arrival !== null) return;
    if (isHidden) this.#picture.pause();
    else this.#picture.play(this.#ts);
  }

  #set(state: ReplayState, message?: string): void {
    if (state !== "playing") this.#ticker.stop();
    this.#report.set(state, this.#ts, message);
  }

  #wish(): void {
    this.#wishFor(this.#ts);
  }
}
