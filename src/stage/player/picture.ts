import type { DecodeClient } from "../worker/client.ts";
import type { Announcer } from "./announcer.ts";
import type { AssetReport } from "./asset-report.ts";
import type { CanvasImages } from "./canvas-images.ts";
import { LoadedWindow } from "./loaded-window.ts";
import { NextWindow } from "./next-window.ts";
import { Patience } from "./patience.ts";
import type { Surface } from "./surface.ts";
import type { ViewStates } from "./view-states.ts";

/** Longer than this a picture that does not come is not waited for. */
const PATIENCE_MS = 3_000;
/** How much is fed into a frame ahead of the playhead, at the speed of one. */
const FEED_MS = 15_000;

export interface PictureParts {
  readonly client: DecodeClient;
  readonly surface: Surface;
  readonly states: ViewStates;
  readonly announcer: Announcer;
  readonly assets: AssetReport;
  readonly canvasImages: CanvasImages;
  /** The page loads what it names by address. */
  readonly loadsAssets: boolean;
  /** Draw the recorded pointer. */
  readonly pointer: boolean;
  /** Nothing is played: what follows a picture is not wanted. */
  readonly isStills: boolean;
}

/** What is on the surface: the window that is shown, and the one that is being made ready to follow it. */
export class Picture {
  readonly #parts: PictureParts;
  readonly #next = new NextWindow((viewId, ts, signal) => this.#open(viewId, ts, signal));
  readonly #patience = new Patience(PATIENCE_MS);
  #current: LoadedWindow | null = null;
  #rate: number;

  constructor(parts: PictureParts, rate: number) {
    this.#parts = parts;
    this.#rate = rate;
  }

  /** The view whose page is shown; undefined while there is none. */
  get viewId(): string | undefined {
    return this.#current?.viewId;
  }

  /** The time in the frame that is shown. */
  get now(): number | undefined {
    return this.#current?.frame.now;
  }

  get rate(): number {
    return this.#rate;
  }

  setRate(rate: number): void {
    if (this.#rate === rate) return;
    this.#rate = rate;
    this.#current?.frame.setSpeed(rate);
  }

  play(ts: number): void {
    this.#current?.frame.setSpeed(this.#rate);
    this.#current?.frame.play(ts);
  }

  pause(): void {
    this.#current?.frame.pause();
  }

  /**
   * Builds the view's page as it was at `ts`, unseen, and shows it in the place of the present one. False: what it
   * takes is not here.
   */
  async build(viewId: string, ts: number, signal: AbortSignal): Promise<boolean> {
    const built = await this.#open(viewId, ts, signal);
    if (built !== null) this.#swap(built);
    return built !== null;
  }

  /** Shows no page, and says why. */
  showNothing(why: string): void {
    this.#current?.destroy();
    this.#current = null;
    this.#parts.surface.tell(why);
  }

  /** Whether everything of the view up to `ts` is in the frame that is shown. */
  isLoaded(viewId: string, ts: number): boolean {
    const progress = this.#parts.states.progress(viewId);
    if (this.#current?.viewId !== viewId || progress === undefined) return false;
    return this.#current.loadedUntil(progress) > ts;
  }

  /** Feeds the frame that is shown with what plays after `ts`. */
  async feed(ts: number): Promise<void> {
    const progress = this.#current && this.#parts.states.progress(this.#current.viewId);
    if (progress) await this.#current?.feed(ts + FEED_MS * this.#rate, progress);
  }

  /** Makes the first picture that a view has from `from` on ready, if it is decoded. */
  prepare(viewId: string, from: number): void {
    const { states } = this.#parts;
    const at = states.progress(viewId)?.firstPictureAt ?? null;
    if (at === null || !states.isReady(viewId, Math.max(from, at))) return;
    this.#next.prepare(viewId, Math.max(from, at));
  }

  /** Shows the page that was made ready for this view, if it was, and plays it from `ts`. */
  showNext(viewId: string, ts: number): boolean {
    const next = this.#next.take(viewId, ts);
    if (next === null) return false;
    this.#swap(next);
    this.play(ts);
    return true;
  }

  /** Gives up what is being made ready. */
  dropNext(): void {
    this.#next.drop();
  }

  destroy(): void {
    this.#next.drop();
    this.#current?.destroy();
    this.#current = null;
    this.#parts.assets.destroy();
    this.#parts.canvasImages.destroy();
  }

  #open(viewId: string, ts: number, signal: AbortSignal): Promise<LoadedWindow | null> {
    const { announcer, assets, canvasImages, pointer, states, loadsAssets, isStills } = this.#parts;
    return LoadedWindow.open(
      this.#parts,
      { viewId, ts, until: isStills ? ts : ts + FEED_MS * this.#rate },
      {
        since: states.view(viewId)?.start ?? ts,
        pointer,
        loadsAssets,
        patience: this.#patience,
        canvasImages,
        resized: (window) => {
          if (window === this.#current) announcer.viewport(window.frame.size);
        },
        eventFailed: (what) => announcer.eventFailed(viewId, what),
        assetFound: (address, kind, finding) => assets.found(viewId, address, kind, finding),
      },
      signal,
    );
  }

  #swap(next: LoadedWindow): void {
    this.#parts.surface.reveal(next.host);
    this.#current?.destroy();
    this.#current = next;
    this.#parts.announcer.viewport(next.frame.size);
  }
}
