import { EventType, type eventWithTime, type incrementalData } from "@rrweb/types";
import type { EpochMs } from "../../base/time.ts";
import type { EventClock } from "./event-clock.ts";

/** Collects the events of one call, in order, and dates them. */
export class EventSink {
  readonly events: eventWithTime[] = [];
  /** Nobody wants the events: those that are appended are dropped, and what is only for them need not be done. */
  readonly isSilent: boolean;
  /** When what is being translated was recorded. */
  at: EpochMs;
  readonly #clock: EventClock;

  constructor(clock: EventClock, at: EpochMs, isSilent = false) {
    this.#clock = clock;
    this.at = at;
    this.isSilent = isSilent;
  }

  /** Appends an event. */
  push(event: EventBody): void {
    if (!this.isSilent) this.events.push({ ...event, timestamp: this.#clock.next(this.at) });
  }

  /** Appends an incremental event. Most are: they are made at once as they stay, without a copy. */
  incremental(data: incrementalData): void {
    if (this.isSilent) return;
    const timestamp = this.#clock.next(this.at);
    this.events.push({ type: EventType.IncrementalSnapshot, data, timestamp });
  }

  /** Appends an event of ours, which the player hands on without acting on it. */
  custom(tag: CustomTag, payload: unknown): void {
    if (this.isSilent) return;
    const timestamp = this.#clock.next(this.at);
    this.events.push({ type: EventType.Custom, data: { tag, payload }, timestamp });
  }
}

/**
 * What a form control shows that rrweb has no event for: an undecided checkbox; in a list the selected options, all
 * others being not; the name of the file in a file field, empty for none. Ids are those of events.
 */
export type ControlPayload = { readonly id: number } & (
  | { readonly indeterminate: boolean }
  | { readonly selected: readonly number[] }
  | { readonly file: string }
);

/**
 * Tags of Custom events and their payloads: `focus` `{hasFocus}`, `view-end` `{}`, `frustration`
 * `{types, recordIds}`, `control` {@link ControlPayload}, `visual-viewport` `{scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height}`.
 */
export type CustomTag = "focus" | "view-end" | "frustration" | "control" | "visual-viewport";

type EventBody = eventWithTime extends infer E
  ? E extends unknown
    ? Omit<E, "timestamp" | "delay">
    : never
  : never;
