import type { Span } from "./plan.ts";
import { skipAt } from "./skipping.ts";
import type { ViewStates } from "./view-states.ts";

/** How fast the clock runs: the chosen speed, or faster through stretches without activity. */
export class Pace {
  #speed: number;
  #skips: boolean;
  #fast: number | null = null;
  #skipping = false;

  constructor(speed: number, skips: boolean) {
    this.#speed = speed;
    this.#skips = skips;
  }

  /** The chosen speed. */
  get speed(): number {
    return this.#speed;
  }

  /** The speed of the clock now. */
  get rate(): number {
    return this.#fast ?? this.#speed;
  }

  /** Under way through a stretch without activity. */
  get skipping(): boolean {
    return this.#skipping;
  }

  choose(speed: number): void {
    this.#speed = speed;
  }

  setSkips(skips: boolean): void {
    this.#skips = skips;
    if (!skips) this.rest();
  }

  /** Back to the chosen speed. */
  rest(): void {
    this.#fast = null;
    this.#skipping = false;
  }

  /** Takes the pace for the time `ts`; where that is a jump, the time to jump to. */
  take(span: Span, states: ViewStates, ts: number): number | undefined {
    const skip = this.#skips ? skipAt(span, states, ts, this.#speed) : undefined;
    this.#skipping = skip !== undefined;
    this.#fast = skip?.kind === "fast" ? skip.speed : null;
    return skip?.kind === "jump" ? skip.to : undefined;
  }
}
