import type { LoadedWindow } from "./loaded-window.ts";

/** The window of the view that comes next, built unseen while the present one still plays. */
export class NextWindow {
  readonly #open: (viewId: string, ts: number, signal: AbortSignal) => Promise<LoadedWindow | null>;
  #building: AbortController | null = null;
  #viewId = "";
  #ts = NaN;
  #window: LoadedWindow | null = null;

  constructor(open: (viewId: string, ts: number, signal: AbortSignal) => Promise<LoadedWindow | null>) {
    this.#open = open;
  }

  /** Builds the window for a view from `ts` on, unless that is what is being built or has failed already. */
  prepare(viewId: string, ts: number): void {
    if (this.#viewId === viewId && this.#ts === ts) return;
    this.drop();
    this.#viewId = viewId;
    this.#ts = ts;
    const building = new AbortController();
    this.#building = building;
    void this.#build(building.signal);
  }

  /** Hands over the window when it is of this view and begins at or before `ts`. */
  take(viewId: string, ts: number): LoadedWindow | null {
    if (this.#viewId !== viewId || this.#ts > ts) return null;
    const window = this.#window;
    this.#window = null;
    this.drop();
    return window;
  }

  /** Ends what is being built, and what was built and not taken. */
  drop(): void {
    this.#building?.abort();
    this.#building = null;
    this.#window?.destroy();
    this.#window = null;
    this.#viewId = "";
    this.#ts = NaN;
  }

  async #build(signal: AbortSignal): Promise<void> {
    try {
      const window = await this.#open(this.#viewId, this.#ts, signal);
      if (signal.aborted) window?.destroy();
      else this.#window = window;
    } catch {
      // Given up, or it cannot be built: then it is built again when its time has come, and the failure shown.
    }
  }
}
