import type { DecodeClient } from "../worker/client.ts";
import type { SegmentSpan } from "../worker/protocol.ts";
import type { ViewStates } from "./view-states.ts";

/** What comes of the session's views from outside, on its way to the decoder. Views that are not known are left out. */
export class Delivery {
  readonly #client: DecodeClient;
  readonly #states: ViewStates;

  constructor(client: DecodeClient, states: ViewStates) {
    this.#client = client;
    this.#states = states;
  }

  /** What the source has of a view. */
  list(viewId: string, segments: readonly SegmentSpan[], complete: boolean): void {
    const view = this.#states.view(viewId);
    if (view === undefined) return;
    this.#states.clearFailure(viewId);
    this.#client.list(viewId, { start: view.start, end: view.end }, segments, complete);
  }

  /** One segment as recorded, or null when the source did not deliver it. */
  put(viewId: string, index: number, bytes: ArrayBuffer | null): void {
    if (this.#states.view(viewId) === undefined) return;
    this.#states.clearFailure(viewId);
    this.#client.put(viewId, index, bytes);
  }

  /** A view cannot go on; `message` says why. */
  fail(viewId: string, message: string): void {
    this.#states.setFailure(viewId, message);
  }
}
