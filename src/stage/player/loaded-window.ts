import type { DecodeClient } from "../worker/client.ts";
import type { EventPage, ViewProgress } from "../worker/protocol.ts";
import { ReplayFrame, type FrameOptions } from "./replay-frame.ts";
import type { Host, Surface } from "./surface.ts";

/**
 * The events of one view around the playhead, in a frame of their own: from a keyframe on, to a cursor that
 * moves ahead as more are fed in.
 */
export class LoadedWindow {
  readonly viewId: string;
  readonly frame: ReplayFrame;
  readonly host: Host;
  readonly #client: DecodeClient;
  readonly #ended = new AbortController();
  #cursor: number;
  #through: number;
  #feeding: Promise<void> | null = null;

  private constructor(viewId: string, client: DecodeClient, host: Host, frame: ReplayFrame, page: EventPage) {
    this.viewId = viewId;
    this.frame = frame;
    this.host = host;
    this.#client = client;
    this.#cursor = page.cursor;
    this.#through = page.through;
  }

  /**
   * Builds a window whose frame, still hidden, shows the view as it was at `ts`, and holds what follows until
   * `until`. The view has a picture.
   * @throws when the page cannot be rebuilt, or when `signal` aborts. Nothing is left behind then.
   */
  static async open(
    parts: { readonly client: DecodeClient; readonly surface: Surface },
    at: { readonly viewId: string; readonly ts: number; readonly until: number },
    options: Omit<FrameOptions, "resized" | "zoomed"> & { readonly resized: (window: LoadedWindow) => void },
    signal: AbortSignal,
  ): Promise<LoadedWindow> {
    const page = await parts.client.window(at.viewId, at.ts, at.until, signal);
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
      frame?.destroy();
      host.remove();
      throw error;
    }
  }

  /** Every event before this time is in the frame. */
  loadedUntil(progress: ViewProgress): number {
    return this.#cursor >= progress.events ? progress.decodedUntil : this.#through;
  }

  /** Feeds what is decoded and before `until` into the frame, a page at a time. One call at a time does the work. */
  feed(until: number, progress: ViewProgress): Promise<void> {
    if (this.#cursor >= progress.events || this.#through >= until) return Promise.resolve();
    this.#feeding ??= this.#feedPage(until).finally(() => (this.#feeding = null));
    return this.#feeding;
  }

  destroy(): void {
    this.#ended.abort();
    this.frame.destroy();
    this.host.remove();
  }

  async #feedPage(until: number): Promise<void> {
    const { signal } = this.#ended;
    const page = await this.#client.more(this.viewId, this.#cursor, until, signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (page === null) return;
    this.frame.append(page.events);
    this.#cursor = page.cursor;
    this.#through = page.through;
  }
}
