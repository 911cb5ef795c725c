import type { AssetReason } from "../../wire/assets.ts";
import type { ToStage } from "../../wire/stage.ts";

/** Gets an image by its resource id, or why there is none. Rejects only when `signal` aborts. */
export type ImageSource = (id: string, signal: AbortSignal) => Promise<ArrayBuffer | AssetReason>;

export interface ImagePagerDeps {
  readonly source: ImageSource;
  /** To the stage. `transfer` lists the buffers that the message gives away. */
  readonly post: (message: ToStage, transfer: ArrayBuffer[]) => void;
}

const IN_FLIGHT = 4;

/**
 * Gets the images that the stage's canvases show to the stage: those that it wants now, the most urgent first. One
 * pager serves one life of a stage document.
 */
export class ImagePager {
  readonly #deps: ImagePagerDeps;
  readonly #flights = new Map<string, AbortController>();
  #waiting: readonly string[] = [];

  constructor(deps: ImagePagerDeps) {
    this.#deps = deps;
  }

  /** The stage said `stage:need-images`: nothing else is wanted any more. */
  need(ids: readonly string[]): void {
    for (const [id, flight] of this.#flights)
      if (!ids.includes(id)) {
        this.#flights.delete(id);
        flight.abort();
      }
    this.#waiting = ids.filter((id) => !this.#flights.has(id));
    this.#load();
  }

  /** Aborts everything under way; nothing is posted afterwards. */
  stop(): void {
    this.need([]);
  }

  #load(): void {
    while (this.#flights.size < IN_FLIGHT) {
      const [id, ...rest] = this.#waiting;
      if (id === undefined) return;
      this.#waiting = rest;
      const flight = new AbortController();
      this.#flights.set(id, flight);
      void this.#get(id, flight.signal);
    }
  }

  async #get(id: string, signal: AbortSignal): Promise<void> {
    const content = await this.#deps.source(id, signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (content === null || signal.aborted) return;
    this.#flights.delete(id);
    const transfer = content instanceof ArrayBuffer ? [content] : [];
    this.#deps.post({ type: "stage:images", images: [{ id, content }] }, transfer);
    this.#load();
  }
}
