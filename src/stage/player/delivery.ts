import type { ToStage } from "../../wire/stage.ts";
import type { DecodeClient } from "../worker/client.ts";
import type { ViewStates } from "./view-states.ts";

type Message<T extends ToStage["type"]> = Extract<ToStage, { type: T }>;

/** What comes of the session's views from outside, on its way to the decoder. Views that are not known are left out. */
export class Delivery {
  readonly #client: DecodeClient;
  readonly #states: ViewStates;

  constructor(client: DecodeClient, states: ViewStates) {
    this.#client = client;
    this.#states = states;
  }

  /** What the source has of a view. */
  list({ viewId, segments, complete, keyframes }: Message<"stage:index">): void {
    const view = this.#states.view(viewId);
    if (view === undefined) return;
    this.#states.clearFailure(viewId);
    this.#client.list(viewId, { view: { start: view.start, end: view.end }, segments, complete, keyframes });
  }

  /** What the source says of a view's records. */
  know({ viewId, facts, presence, idle, gaps, diagnostics }: Message<"stage:known-facts">): void {
    if (this.#states.view(viewId) !== undefined)
      this.#client.know(viewId, { facts, presence, idle, gaps, diagnostics });
  }

  /** Segments as recorded. */
  put({ viewId, segments }: Message<"stage:segments">): void {
    if (this.#states.view(viewId) === undefined) return;
    this.#states.clearFailure(viewId);
    for (const { index, bytes } of segments) this.#client.put(viewId, index, bytes);
  }

  /** A keyframe's checkpoint. */
  putKeyframe({ viewId, after, bytes }: Message<"stage:keyframe">): void {
    if (this.#states.view(viewId) !== undefined) this.#client.putKeyframe(viewId, after, bytes);
  }

  /** A view cannot go on; `message` says why. */
  fail({ viewId, message }: Message<"stage:failed">): void {
    this.#states.setFailure(viewId, message);
  }
}
