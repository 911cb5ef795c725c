import type { eventWithTime, fullSnapshotEvent } from "@rrweb/types";
import { assert } from "../../base/assert.ts";
import type { ControlPayload } from "../worker/protocol.ts";
import { AssetWatch, type Found } from "./asset-watch.ts";
import { buildPlayer } from "./build-player.ts";
import type { CanvasImages } from "./canvas-images.ts";
import { setControl } from "./control-states.ts";
import { layoutSize, type Size, type Zoom } from "./fit.ts";
import { countBefore } from "../../base/binary-search.ts";
import { FrameCanvases } from "./frame-canvases.ts";
import { guardEvents } from "./guard-events.ts";
import { expectIdleMedia } from "./idle-media.ts";
import { buildMathMl } from "./mathml.ts";
import { PageAnimations } from "./page-animations.ts";
import { loaded, type LoadedOptions } from "./painted.ts";
import { faultIn, summary } from "./player-words.ts";
import { PointerMarks } from "./pointer-marks.ts";
import type { Replayer, RrwebPlayer } from "./rrweb-player.ts";
import { keepFromScrolling, ScrollPositions } from "./scroll-positions.ts";
import { forgetSleep } from "./slept-time.ts";

// With what builds it, the only place that knows rrweb-player.

export interface FrameOptions extends LoadedOptions {
  /** When the view began, epoch milliseconds. */
  readonly since: number;
  /** Draw the recorded pointer and its trail. */
  readonly pointer: boolean;
  /** The recorded viewport has this size from now on. */
  readonly resized: (size: Size) => void;
  /** The recorded person sees this part of the viewport from now on. */
  readonly zoomed: (zoom: Zoom) => void;
  /** The player could not do something that an event asks for, and goes on with the next; `what` says so. */
  readonly eventFailed: (what: string) => void;
  /** What became of an address that the page names. */
  readonly assetFound: Found;
  /** What the session's canvases show. */
  readonly canvasImages: CanvasImages;
}

/** Less than what is between any two events. */
const JUST_BEFORE_MS = 0.0005;
/** Events that were played are forgotten, many at once, when they are this old. */
const MOST_PLAYED = 1_000;
const KEPT_MS = 1_000;
/** What comes late makes room too: images, style sheets, the size of a video. */
const ROOM_EVENTS = ["load", "loadedmetadata", "resize"];

/**
 * One rrweb-player with a window of one view's events. It goes forward only: for an earlier time another frame
 * is built, since the replayer changes the events that it has played. Times are epoch milliseconds.
 */
export class ReplayFrame {
  readonly #player: RrwebPlayer;
  readonly #replayer: Replayer;
  readonly #first: number;
  readonly #options: FrameOptions;
  readonly #marks: PointerMarks;
  readonly #scrolls: ScrollPositions;
  readonly #animations: PageAnimations;
  readonly #assets: AssetWatch;
  readonly #canvases: FrameCanvases;
  #size: Size = { width: 0, height: 0 };
  #zoom: Zoom | null = null;
  #destroyed = false;

  /**
   * `events` are in order of time and begin with a snapshot; they belong to the frame from now on. `host` must be
   * in the document.
   */
  constructor(host: HTMLElement, events: readonly eventWithTime[], options: FrameOptions) {
    const [first] = events;
    assert(first !== undefined, "a frame has at least one event");
    this.#first = first.timestamp;
    this.#options = options;
    this.#player = buildPlayer(host, events, first, {
      pointer: options.pointer,
      warned: (words) => this.#warned(words),
    });
    this.#replayer = this.#player.getReplayer();
    this.#marks = new PointerMarks(() => this.#replayer.getMirror());
    guardEvents(this.#replayer, {
      rebuilds: ({ data }) => this.#scrolls.read(data),
      applied: (event) => {
        this.#marks.applied(event);
        this.#canvases.applied(event);
      },
      failed: (error) => options.eventFailed(summary([error])),
      moved: () => this.#scrolls.pageChanged(),
    });
    forgetSleep(this.#replayer.timer);
    const nodeOf = (id: number) => this.nodeOf(id);
    this.#scrolls = new ScrollPositions(nodeOf);
    this.#replayer.applyScroll = ({ id, x, y }) => this.#scrolls.set(id, { x, y });
    this.#canvases = new FrameCanvases(options.canvasImages, nodeOf, options.assetFound);
    this.#canvases.foresee(events);
    this.#animations = new PageAnimations(() => this.#replayer.iframe.contentDocument, options.since);
    this.#replayer.on("fullsnapshot-rebuilded", ({ data }) => this.#begin(data));
    this.#replayer.hoverElements = (target) => this.#marks.hover(target);
    // The worker has adapted it.
    this.#replayer.cache.stylesWithHoverClass = { get: (css) => css, set: () => undefined };
    buildMathMl(this.#replayer.iframe.contentDocument);
    keepFromScrolling(this.#replayer.iframe.contentWindow);
    expectIdleMedia(this.#replayer.iframe.contentDocument?.defaultView);
    this.#replayer.on("resize", (size) => this.#resized(size));
    this.#replayer.on("custom-event", ({ data: { tag, payload } }) => {
      if (tag === "control") this.#setControl(payload as ControlPayload);
      if (tag === "visual-viewport") this.#zoomed(payload as Zoom);
    });
    this.#assets = new AssetWatch(this.#replayer.iframe, options.assetFound);
    this.#replayer.on("fullsnapshot-rebuilded", () => this.#assets.begin());
  }

  /** The recorded viewport. */
  get size(): Size {
    return this.#size;
  }

  /** Where the playhead is. */
  get now(): number {
    return this.#first + this.#replayer.getCurrentTime();
  }

  /**
   * Shows the page as it is when everything up to and including `ts` has happened. Resolves when it is complete: the
   * next frame that is drawn shows it. Once only, before anything is played.
   * @throws when the page cannot be rebuilt, or when `signal` aborts.
   */
  async show(ts: number, signal: AbortSignal): Promise<void> {
    // rrweb applies what is before the target, so the target is the end of the millisecond. A Meta event that is not
    // after it would make rrweb forget all that precedes. Done in the same task as the construction, it also takes the
    // place of rrweb's own deferred build of the first snapshot.
    this.#replayer.pause(Math.floor(ts) + 1 - JUST_BEFORE_MS - this.#first);
    const { width, height } = this.#size;
    // That deferred work sets the size of the first snapshot once more, whatever it has become since.
    await new Promise((resolve) => setTimeout(resolve, 1));
    signal.throwIfAborted();
    if (this.#size.width !== width || this.#size.height !== height) this.#resized({ width, height });
    const document = this.#replayer.iframe.contentDocument;
    if (document === null) return;
    this.#scrolls.take();
    await loaded(document, this.#options, () => this.#canvases.awaited(), signal);
    signal.throwIfAborted();
    this.#still(ts);
  }

  /** Plays from `ts` on, or from where the frame stands, if that is later. */
  play(ts: number): void {
    this.#animations.release();
    // From before the event that it applied last, rrweb would build the page anew.
    this.#replayer.play(Math.max(ts, this.now) - this.#first);
  }

  /** What is shown then is what `show` would show: nothing is half way. */
  pause(): void {
    this.#replayer.pause();
    this.#still(this.now);
  }

  setSpeed(speed: number): void {
    this.#replayer.setConfig({ speed });
  }

  /** Adds events that are later than all before; they belong to the frame from now on. */
  append(events: readonly eventWithTime[]): void {
    this.#forgetPlayed();
    this.#canvases.foresee(events);
    for (const event of events) this.#replayer.addEvent(event);
  }

  /** The node of the recorded page that has this id in the events. */
  nodeOf(id: number): Node | null {
    return this.#replayer.getMirror().getNode(id);
  }

  /** Takes the frame out of the document and ends all its work. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#assets.end();
    this.#canvases.end();
    this.#replayer.destroy();
    this.#player.$destroy();
  }

  /** rrweb keeps all events, and goes through all of them at each `play`. The first one stays: it is its zero. */
  #forgetPlayed(): void {
    const { events } = this.#replayer.service.state.context;
    const { now } = this;
    const played = countBefore(events, ({ timestamp }) => timestamp < now - KEPT_MS);
    if (played > MOST_PLAYED) events.splice(1, played - 1);
  }

  #resized(size: Size): void {
    this.#size = size;
    this.#layOut();
    this.#options.resized(size);
  }

  #zoomed(zoom: Zoom): void {
    this.#zoom = zoom;
    this.#layOut();
    this.#options.zoomed(zoom);
  }

  #layOut(): void {
    this.#replayer.handleResize(this.#zoom ? layoutSize(this.#zoom, this.#size) : this.#size);
  }

  #setControl(payload: ControlPayload): void {
    try {
      setControl(this.nodeOf(payload.id), payload, (id) => this.nodeOf(id));
    } catch (error) {
      this.#options.eventFailed(summary([error]));
    }
  }

  #warned(words: readonly unknown[]): void {
    const fault = faultIn(words);
    if (fault !== undefined) this.#options.eventFailed(fault);
  }

  #begin(snapshot: fullSnapshotEvent["data"]): void {
    this.#animations.begin();
    this.#scrolls.begin();
    this.#canvases.begin(snapshot);
    // A document that is written anew forgets its listeners.
    for (const name of ROOM_EVENTS)
      this.#replayer.iframe.contentDocument?.addEventListener(name, this.#roomMade, true);
  }

  readonly #roomMade = (): void => this.#scrolls.pageChanged();

  #still(ts: number): void {
    this.#animations.hold(ts);
    this.#scrolls.take();
  }
}
