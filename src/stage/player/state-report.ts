import type { ReplayState } from "../../wire/stage.ts";
import type { Announcer } from "./announcer.ts";
import type { Pace } from "./pace.ts";
import { spanAt, type Programme } from "./programme.ts";
import type { ViewStates } from "./view-states.ts";

export interface StateReportParts {
  readonly programme: Programme;
  readonly states: ViewStates;
  readonly pace: Pace;
  readonly announcer: Announcer;
}

/** The state that the playback is in, and what was told of it. */
export class StateReport {
  readonly #parts: StateReportParts;
  #state: ReplayState = "loading";
  #message: string | undefined;
  #toldViewId: string | undefined;

  constructor(parts: StateReportParts) {
    this.#parts = parts;
  }

  get state(): ReplayState {
    return this.#state;
  }

  /** The state from now on; `message` is for a person. Told unless it was the same before. */
  set(state: ReplayState, ts: number, message?: string): void {
    if (this.#state === state && this.#message === message && this.#toldViewId !== undefined) return;
    this.#state = state;
    this.#message = message;
    this.tell(ts);
  }

  /** Whether another view is shown at `ts` than was told. */
  isOutdated(ts: number): boolean {
    return this.#viewIdAt(ts) !== this.#toldViewId;
  }

  /** Tells the state, and all that is told with it, as of `ts`. */
  tell(ts: number): void {
    const { states, pace, announcer } = this.#parts;
    const viewId = this.#viewIdAt(ts);
    this.#toldViewId = viewId;
    announcer.status({
      state: this.#state,
      ts,
      view: states.view(viewId),
      recordedUrl: states.progress(viewId)?.url ?? null,
      message: this.#message,
      speed: pace.speed,
      skipping: pace.skipping,
    });
  }

  #viewIdAt(ts: number): string {
    return spanAt(this.#parts.programme.spans, ts)?.viewId ?? "";
  }
}
