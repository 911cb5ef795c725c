import { type EpochMs, epochMs } from "../../base/time.ts";
import { isFocusData, RecordType } from "../record/shared-record.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { ActivityLog, type KnownActivity, type Stretch } from "./activity.ts";
import { userAction } from "./user-action.ts";

/** From `at` (epoch ms) on, the page is so. */
export interface PageState {
  readonly at: number;
  /** `active`: it has the focus. `passive`: seen without it. `hidden`, `frozen`, `terminated`. An open set. */
  readonly state: string;
}

/** What a view's records say about the user being there. */
export interface Presence {
  /** Whether its window had the focus, by its Focus records, in order. */
  readonly focus: readonly PageState[];
  /** When somebody pointed, touched, clicked or typed, in order. */
  readonly signs: readonly { readonly start: number; readonly end: number }[];
}

/** What a log of presence knows. */
export interface PresenceState {
  readonly focus: readonly PageState[];
  readonly activity: KnownActivity;
}

/** Gathers the presence in one view, record by record. */
export class PresenceLog {
  readonly #focus: PageState[];
  readonly #activity: ActivityLog;

  /** `from`: what another log had gathered before. */
  constructor(from?: PresenceState) {
    this.#focus = [...(from?.focus ?? [])];
    this.#activity = new ActivityLog(from?.activity);
  }

  /** A copy of all that it knows. */
  state(): PresenceState {
    return { focus: [...this.#focus], activity: this.#activity.known() };
  }

  add(record: RawRecord): void {
    const { timestamp: at, data } = record;
    if (record.type === RecordType.Focus && isFocusData(data)) this.#state(at, data.has_focus);
    const kind = userAction(record)?.kind;
    // A page scrolls by itself, and one window's size changes the other's.
    if (kind !== undefined && kind !== "scroll" && kind !== "resize") this.#activity.act(at);
  }

  /** The states so far have been told elsewhere. */
  told(): void {
    this.#focus.length = 0;
  }

  presence(): Presence {
    return { focus: [...this.#focus], signs: this.#activity.busy() };
  }

  #state(at: EpochMs, hasFocus: boolean): void {
    const state = hasFocus ? "active" : "passive";
    const last = this.#focus.at(-1);
    if (last?.state !== state) this.#focus.push({ at: Math.max(at, last?.at ?? at), state });
  }
}

/** The stretches in which a page was not to be seen: hidden, or frozen by the browser. Clipped to `within`. */
export function unseen(
  states: readonly PageState[],
  within: { readonly start: number; readonly end: number },
): readonly (Stretch & { readonly state: "hidden" | "frozen" })[] {
  const ordered = states.toSorted((a, b) => a.at - b.at);
  return ordered.flatMap(({ at, state }, place) => {
    const start = epochMs(Math.max(at, within.start));
    const end = epochMs(Math.min(ordered[place + 1]?.at ?? within.end, within.end));
    return (state === "hidden" || state === "frozen") && end > start ? [{ start, end, state }] : [];
  });
}
