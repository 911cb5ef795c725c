import type { DecoderCheckpoint } from "../../replay/translate/decoder-checkpoint.ts";
import type { ViewRun } from "../../replay/view/view-run.ts";
import type { SegmentShelf } from "./segment-shelf.ts";
import type { TrackParts } from "./track-parts.ts";

/** Gives runs what they need next of a view's segments and keyframes. */
export class RunFeeder {
  readonly #segments: SegmentShelf;
  readonly #pending: (after: number) => DecoderCheckpoint | undefined;
  readonly #parts: Pick<TrackParts, "keyframes" | "read">;

  /** `pending` gives the strings of a keyframe that is marked after a segment and not made yet. */
  constructor(
    segments: SegmentShelf,
    parts: Pick<TrackParts, "keyframes" | "read">,
    pending: (after: number) => DecoderCheckpoint | undefined,
  ) {
    this.#segments = segments;
    this.#parts = parts;
    this.#pending = pending;
  }

  /** Decodes what happened before `end`, without its events. @throws when `signal` aborts. */
  async advance(run: ViewRun, end: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      run.follow(end);
      if (!run.isHungry || this.#segments.startOf(run.next) >= end || !(await this.feed(run))) return;
    }
  }

  /** Gives the run its next segment; false when it is not here, or none comes. */
  async feed(run: ViewRun): Promise<boolean> {
    const { keyframes, read } = this.#parts;
    const place = this.#segments.at(run.next);
    if (place.kind === "missing" || place.kind === "end") return false;
    if (run.canLearn) {
      const passed = keyframes.passedBefore(run.next);
      const checkpoint =
        (passed && (await keyframes.checkpoint(passed.after))) ?? this.#pending(run.next - 1);
      if (checkpoint !== undefined) run.learn(checkpoint);
    }
    if (place.kind === "lost") {
      run.skip(place.last, place.span);
      return true;
    }
    const { index, bytes, span } = place;
    run.feed(index, await read(bytes, index), span, this.#segments.clockBounds(index));
    return true;
  }
}
