import type { DecodeClient } from "../worker/client.ts";
import type { EventPage, ViewProgress } from "../worker/protocol.ts";
import { ReplayFrame, type FrameOptions } from "./replay-frame.ts";
import type { Host, Surface } from "./surface.ts";

/** The events of one view around the playhead, in a frame of their own: a run of the decoder's, fed in as time goes by. */
export class LoadedWindow {
  readonly viewId: string;
  readonly frame: ReplayFrame;
  readonly host: Host;
  readonly #client: DecodeClient;
  readonly #ended = new AbortController();
  readonly #run: number;
  #through: number;
  #endsWith: number | null;
  #feeding: Promise<void> | null = null;

  private constructor(viewId: string, client: DecodeClient, host: Host, frame: ReplayFrame, page: EventPage) {
    this.viewId = viewId;
    this.frame = frame;
    this.host = host;
    this.#client = client;
    this.#run = page.run;
    this.#through = page.through;
    this.#endsWith = page.endsWith;
  }

  /**
   * Builds a window whose frame, still hidden, shows the view as it was at `ts`, and holds what follows until
   * `until`. Null: what it takes is not here.
   * @throws when the page cannot be rebuilt, or when `signal` aborts. Nothing is left behind then.
   */
  static async open(
    parts: { readonly client: DecodeClient; readonly surface: Surface },
    at: { readonly viewId: string; readonly ts: number; readonly until: number },
    options: Omit<FrameOptions, "resized" | "zoomed"> & { readonly resized: (window: LoadedWindow) => void },
    signal: AbortSignal,
  ): Promise<LoadedWindow | null> {
    const page = await parts.client.open(at.viewId, at.ts, at.until, signal);
    if (page === null) return null;
    const host = parts.surface.host(options.pointer);
    let opened: LoadedWindow | null = null;
    let frame: ReplayFrame | null = null;
    try {
      frame = new ReplayFrame(host.element, page.events, {
        ...options,
        zoomed: (zoom) => host.setZoom(zoom),
        resized: (size) => {
          host.setPage(size);
          if (opened !== null) options.resized(opened);
        },
      });
      await frame.show(at.ts, signal);
      opened = new LoadedWindow(at.viewId, parts.client, host, frame, page);
      return opened;
    } catch (error) {
      parts.client.close(page.run);
      frame?.destroy();
      host.remove();
      throw error;
    }
  }

  /** Every event before this time is in the frame. Infinite: all that there is of the view. */
  loadedUntil({ lastListed }: ViewProgress): number {
    return this.#endsWith === lastListed ? Infinity : this.#through;
  }

  /** Feeds what is before `until` and can be had into the frame, a page at a time. One call at a time does the work. */
  feed(until: number, progress: ViewProgress): Promise<void> {
    if (this.loadedUntil(progress) >= until) return Promise.resolve();
    this.#feeding ??= this.#feedPage(until).finally(() => (this.#feeding = null));
    return this.#feeding;
  }

  destroy(): void {
    this.#ended.abort();
    this.#client.close(this.#run);
    this.frame.destroy();
    this.host.remove();
  }

  async #feedPage(until: number): Promise<void> {
    const { signal } = this.#ended;
    const page = await this.#client.more(this.#run, until, signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (page === null) return;
    this.frame.append(page.events);
    this.#through = page.through;
    this.#endsWith = page.endsWith;
  }
}
