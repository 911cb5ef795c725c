import { countBefore } from "../../base/binary-search.ts";
import type { EpochMs } from "../../base/time.ts";

/** One thing that a timeline or a panel shows, found in the records themselves. */
export interface Fact {
  readonly kind: FactKind;
  readonly at: EpochMs;
  /** Click or input target's text, page address, kind of frustration. */
  readonly label?: string;
}

export type FactKind =
  | "click"
  | "input"
  | "scroll"
  | "resize"
  | "focus"
  | "blur"
  | "navigation"
  | "frustration";

/** Keeps facts in order of time; those of the same time in the order in which they were added. */
export class FactLog {
  readonly #facts: Fact[];

  /** Goes on after these, which are in order of time. */
  constructor(facts: readonly Fact[] = []) {
    this.#facts = [...facts];
  }

  add(kind: FactKind, at: EpochMs, label?: string): void {
    const place = countBefore(this.#facts, (fact) => fact.at <= at);
    this.#facts.splice(place, 0, { kind, at, ...(label === undefined ? {} : { label }) });
  }

  /** A copy: what is added later does not change it. */
  entries(): readonly Fact[] {
    return [...this.#facts];
  }
}
