import type { EpochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { isFocusData, isFrustrationData, isMetaData, RecordType } from "../record/shared-record.ts";
import { ActivityLog, type KnownActivity, type Stretch } from "./activity.ts";
import { type Fact, type FactKind, FactLog } from "./fact.ts";
import { toLabel } from "./label.ts";
import { type Presence, PresenceLog, type PresenceState } from "./presence.ts";
import { type UserAction, userAction } from "./user-action.ts";

/** Gathers what a timeline shows of one view, record by record. */
export interface TimelineBuilder {
  /** Takes the next record, before it is applied to the page: labels are asked for now. */
  add(record: RawRecord): void;

  /** Records before the first that comes are not seen here: whether the page has the focus is not known. */
  beginLater(): void;

  /** What was seen so far has been told elsewhere. No more is told of it but when the user did something. */
  told(): void;

  /** All so far, in order of time. */
  facts(): readonly Fact[];

  /**
   * Stretches without activity of the user longer than the threshold (milliseconds, at least a second), from
   * the first record to the last one so far, or to `until` when it is later: the recording is known to say no more
   * before it. What the page does by itself is no activity. `since`: before the first record the user is known to
   * have done something then, and nothing later.
   */
  idle(thresholdMs: number, until?: EpochMs, since?: EpochMs): readonly Stretch[];

  /** What tells which of several tabs the user was in. */
  presence(): Presence;

  /** A copy of all that it knows: another builder can go on from there. */
  state(): TimelineState;
}

/** All that a timeline builder remembers from one record to the next. Plain data; times may be infinite. */
export interface TimelineState {
  readonly facts: readonly Fact[];
  readonly activity: KnownActivity;
  readonly presence: PresenceState;
  readonly last: readonly (readonly [FactKind, LastAction])[];
  readonly hasFocus: boolean | undefined;
  readonly href: string | undefined;
  readonly shownAt: number;
  readonly mayBeTap: boolean;
  readonly tappedAt: number;
}

interface LastAction {
  readonly nodeId: number | undefined;
  readonly at: EpochMs;
}

/**
 * Begins the timeline of one view, or goes on with it. `labelOf` gives the text of a node of the page as it is now.
 */
export function createTimelineBuilder(
  labelOf: (nodeId: number) => string | undefined,
  from?: TimelineState,
): TimelineBuilder {
  return new Builder(labelOf, from);
}

/** A stretch without user activity that is at least this long is idle. */
export const IDLE_MS = 5_000;

/** One fact stands for all that follow on the same node within this time of each other. */
const JOIN_MS = { click: 0, input: 3000, scroll: 2000, resize: 2000 } as const;

/**
 * Clicks, or inputs, this close to each other are one, whatever their nodes: browsers make a second click
 * of one on a label, and of radio buttons those that lose their choice are recorded as well.
 */
const SAME_MOMENT_MS = 20;

/** A tap is followed by the click that browsers make of it, unless the page prevents it. */
const TAP_TO_CLICK_MS = 1000;

/** Scrolling so soon after a page is shown is the page's own doing. */
const PAGE_SCROLL_MS = 200;

class Builder implements TimelineBuilder {
  readonly #labelOf: (nodeId: number) => string | undefined;
  #facts: FactLog;
  readonly #activity: ActivityLog;
  readonly #presence: PresenceLog;
  /** Node and time of the last action of each kind, whether or not it became a fact. */
  readonly #last: Map<FactKind, LastAction>;
  /** Undefined while it is not known. */
  #hasFocus: boolean | undefined;
  #href: string | undefined;
  #shownAt: number;
  /** A finger is down and has not moved. */
  #mayBeTap: boolean;
  #tappedAt: number;

  constructor(labelOf: (nodeId: number) => string | undefined, from: TimelineState | undefined) {
    this.#labelOf = labelOf;
    this.#facts = new FactLog(from?.facts);
    this.#activity = new ActivityLog(from?.activity);
    this.#presence = new PresenceLog(from?.presence);
    this.#last = new Map(from?.last);
    this.#hasFocus = from ? from.hasFocus : true;
    this.#href = from?.href;
    this.#shownAt = from?.shownAt ?? -Infinity;
    this.#mayBeTap = from?.mayBeTap ?? false;
    this.#tappedAt = from?.tappedAt ?? -Infinity;
  }

  state(): TimelineState {
    return {
      facts: this.#facts.entries(),
      activity: this.#activity.known(),
      presence: this.#presence.state(),
      last: [...this.#last],
      hasFocus: this.#hasFocus,
      href: this.#href,
      shownAt: this.#shownAt,
      mayBeTap: this.#mayBeTap,
      tappedAt: this.#tappedAt,
    };
  }

  add(record: RawRecord): void {
    const { timestamp: at, data } = record;
    this.#activity.see(at);
    this.#presence.add(record);
    if (record.type === RecordType.Meta) this.#meta(at, data);
    else if (record.type === RecordType.Focus) this.#focus(at, data);
    else if (record.type === RecordType.Frustration) this.#frustration(at, data);
    const action = userAction(record);
    if (!action || (action.kind === "scroll" && at - this.#shownAt <= PAGE_SCROLL_MS)) return;
    this.#activity.act(at);
    this.#act(at, action);
  }

  beginLater(): void {
    this.#hasFocus = undefined;
  }

  told(): void {
    this.#facts = new FactLog();
    this.#presence.told();
  }

  facts(): readonly Fact[] {
    return this.#facts.entries();
  }

  idle(thresholdMs: number, until?: EpochMs, since?: EpochMs): readonly Stretch[] {
    return this.#activity.idle(thresholdMs, until, since);
  }

  presence(): Presence {
    return this.#presence.presence();
  }

  /** The address comes again when recording starts anew within the view. */
  #meta(at: EpochMs, data: unknown): void {
    this.#shownAt = at;
    if (!isMetaData(data) || data.href === this.#href) return;
    this.#href = data.href;
    this.#facts.add("navigation", at, data.href);
  }

  /** The state is recorded at each snapshot; only its changes are facts. */
  #focus(at: EpochMs, data: unknown): void {
    if (!isFocusData(data) || data.has_focus === this.#hasFocus) return;
    this.#hasFocus = data.has_focus;
    this.#facts.add(data.has_focus ? "focus" : "blur", at);
  }

  /** Its time is that of the clicks, though it is recorded later. */
  #frustration(at: EpochMs, data: unknown): void {
    if (!isFrustrationData(data)) return;
    for (const type of data.frustrationTypes) {
      if (typeof type === "string") this.#facts.add("frustration", at, type.replaceAll("_", " "));
    }
  }

  #act(at: EpochMs, action: UserAction): void {
    switch (action.kind) {
      case "click":
        if (at - this.#tappedAt > TAP_TO_CLICK_MS) this.#one("click", at, action.nodeId);
        this.#tappedAt = -Infinity;
        break;
      case "context-menu":
        this.#mayBeTap = false;
        this.#one("click", at, action.nodeId);
        break;
      case "touch-start":
      case "touch-move":
        this.#mayBeTap = action.kind === "touch-start";
        break;
      case "touch-end":
        if (this.#mayBeTap) {
          this.#tappedAt = at;
          this.#one("click", at, action.nodeId);
        }
        this.#mayBeTap = false;
        break;
      case "input":
      case "scroll":
        this.#one(action.kind, at, action.nodeId);
        break;
      case "resize":
        this.#one("resize", at, undefined);
        break;
      case "other":
        break;
    }
  }

  /** Adds a fact unless the last one of its kind stands for this too. */
  #one(kind: keyof typeof JOIN_MS, at: EpochMs, nodeId: number | undefined): void {
    const last = this.#last.get(kind);
    const since = last ? at - last.at : Infinity;
    if (since <= SAME_MOMENT_MS && (kind === "click" || kind === "input")) return;
    this.#last.set(kind, { nodeId, at });
    if (last?.nodeId === nodeId && since <= JOIN_MS[kind]) return;
    this.#facts.add(kind, at, this.#label(kind, nodeId));
  }

  /** What was clicked or filled in; the text of what was scrolled is no name for it. */
  #label(kind: FactKind, nodeId: number | undefined): string | undefined {
    if (nodeId === undefined || (kind !== "click" && kind !== "input")) return undefined;
    return toLabel(this.#labelOf(nodeId));
  }
}
