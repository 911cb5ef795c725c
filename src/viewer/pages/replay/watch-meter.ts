import type { ReplayState } from "../../../wire/stage.ts";

/** Who has seen so much of a session has watched it. */
const WATCHED_AFTER_MS = 3000;

/** Tells from the playback's states whether somebody really watches: so long, or to the end. */
export class WatchMeter {
  readonly #now: () => number;
  #played = 0;
  #playingSince: number | undefined;

  /** `now` counts milliseconds from anywhere. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes the state at this moment; whether the session counts as watched. To be called often while it plays. */
  hear(state: ReplayState): boolean {
    const now = this.#now();
    if (this.#playingSince !== undefined) this.#played += now - this.#playingSince;
    this.#playingSince = state === "playing" ? now : undefined;
    return this.#played >= WATCHED_AFTER_MS || (state === "ended" && this.#played > 0);
  }

  /** Begins anew. */
  reset(): void {
    this.#played = 0;
  }
}
