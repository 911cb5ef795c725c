import {
  EventType,
  type eventWithTime,
  type fullSnapshotEvent,
  IncrementalSource,
  MouseInteractions,
} from "@rrweb/types";
import { countBefore } from "../../base/binary-search.ts";
import type { EventPage } from "./protocol.ts";

/** Between two events that share a millisecond; small enough to stay inside it. */
const STEP_MS = 0.001;
/** A page holds about this many events, so that neither side is busy with one message for long. */
const PAGE_EVENTS = 2_000;

/** A place from which the page can be rebuilt: `events` first, then the log from `position` on. */
interface Keyframe {
  readonly at: number;
  readonly position: number;
  readonly events: readonly eventWithTime[];
  /** Where the document began that it is a picture of, and its node's id. */
  readonly document: { readonly position: number; readonly nodeId: number };
}

/**
 * The events of one view in order of time, and the keyframes from which a player may start.
 *
 *   events    M F a i i i i i i i i i M F i i i i
 *             └─┬─┘           ↑       └┬┘
 *            keyframe      keyframe  keyframe        snapshots of the recording, and between them
 *           (recorded)     (taken)  (recorded)       snapshots taken from the decoder
 */
export class EventLog {
  readonly #events: eventWithTime[] = [];
  readonly #keyframes: Keyframe[] = [];
  #url: string | null = null;

  get length(): number {
    return this.#events.length;
  }

  /** Time of the first full snapshot, or null. */
  get firstPictureAt(): number | null {
    return this.#keyframes[0]?.at ?? null;
  }

  get lastAt(): number | null {
    return this.#events.at(-1)?.timestamp ?? null;
  }

  /** The page's address as the last Meta has it. */
  get url(): string | null {
    return this.#url;
  }

  /** How many events follow the last keyframe, and how long ago it was. */
  sinceKeyframe(): { readonly events: number; readonly ms: number } {
    const last = this.#keyframes.at(-1);
    if (last === undefined) return { events: 0, ms: 0 };
    return { events: this.#events.length - last.position, ms: (this.lastAt ?? last.at) - last.at };
  }

  /** Adds events, which are later than all before. */
  append(events: readonly eventWithTime[]): void {
    for (const event of events) {
      if (event.type === EventType.Meta) this.#url = event.data.href;
      if (event.type === EventType.FullSnapshot) this.#addRecordedKeyframe(event);
      this.#events.push(event);
    }
  }

  /** Adds a snapshot of the page as it is after the last event. An empty one is none. */
  addKeyframe(snapshot: readonly eventWithTime[]): void {
    const at = this.lastAt;
    const document = this.#keyframes.at(-1)?.document;
    if (snapshot.length === 0 || at === null || document === undefined) return;
    const position = this.#events.length;
    this.#keyframes.push({
      at,
      position,
      events: [...snapshot, ...this.#placesBefore(position, document)],
      document,
    });
  }

  /**
   * The events that rebuild the page as it was at `ts` (at the first picture, when that is later), then what
   * follows, until `until`. Empty when there is no picture yet.
   */
  window(ts: number, until: number): EventPage {
    const end = Math.floor(ts) + 1;
    const found = countBefore(this.#keyframes, (keyframe) => keyframe.at < end) - 1;
    const keyframe = this.#keyframes[Math.max(found, 0)];
    if (keyframe === undefined) return { events: [], cursor: 0, through: -Infinity };
    const { lead, position } = this.#lead(keyframe);
    const rest = this.more(position, Math.max(until, end), end);
    return { ...rest, events: [...stampBefore(lead, Math.min(keyframe.at, ts)), ...rest.events] };
  }

  /** The events from `cursor` on that are before `until`: a page of them, but all before `atLeast`. */
  more(cursor: number, until: number, atLeast = -Infinity): EventPage {
    const upTo = (time: number) => countBefore(this.#events, (event) => event.timestamp < time);
    const end = Math.max(cursor, upTo(atLeast), Math.min(upTo(until), cursor + PAGE_EVENTS));
    const next = this.#events[end];
    return {
      events: this.#events.slice(cursor, end),
      cursor: end,
      through: next?.timestamp ?? this.lastAt ?? -Infinity,
    };
  }

  /** A recorded full snapshot, its Meta, and what belongs to the same millisecond (adopted style sheets). */
  #addRecordedKeyframe(snapshot: fullSnapshotEvent & { readonly timestamp: number }): void {
    const before = this.#events.length - 1;
    const hasMeta = this.#events[before]?.type === EventType.Meta;
    const position = hasMeta ? before : before + 1;
    const document = { position, nodeId: snapshot.data.node.id };
    this.#keyframes.push({ at: snapshot.timestamp, position, events: [], document });
  }

  #lead(keyframe: Keyframe): { lead: readonly eventWithTime[]; position: number } {
    if (keyframe.events.length > 0) return { lead: keyframe.events, position: keyframe.position };
    const end = Math.floor(keyframe.at) + 1;
    const position = countBefore(this.#events, (event) => event.timestamp < end);
    const own = this.#events.slice(keyframe.position, position);
    return { lead: [...own, ...this.#placesBefore(keyframe.position, keyframe.document)], position };
  }

  /** What a snapshot does not say: where the pointer is, and which part of the page is shown. */
  #placesBefore(position: number, document: Keyframe["document"]): readonly eventWithTime[] {
    const shown = this.#events.findLast((event, index) => index < position && placesViewport(event));
    const isOwn = shown !== undefined && this.#events.indexOf(shown) >= document.position;
    return [...(isOwn ? [shown] : []), ...this.#pointerBefore(position, document)];
  }

  /**
   * The last event that says where the pointer is, since a snapshot does not, and before it what it presses. What it was
   * over in an earlier document is not to be hovered in this one, where its id is another node's: it is over the
   * document then.
   */
  #pointerBefore(
    position: number,
    { position: begin, nodeId }: Keyframe["document"],
  ): readonly eventWithTime[] {
    const found = this.#events.findLastIndex((event, index) => index < position && placesPointer(event));
    const last = this.#events[found];
    if (last === undefined) return [];
    if (found < begin) return [overNode(last, nodeId)];
    const press = this.#events.findLastIndex(
      (event, index) => index <= found && isPress(event) !== undefined,
    );
    const pressed = this.#events[press];
    const isHeld = pressed !== undefined && press >= begin && press < found && isPress(pressed) === true;
    return isHeld ? [pressed, last] : [last];
  }
}

/** A copy of a pointer's event in which it is over this node. */
function overNode(event: eventWithTime, id: number): eventWithTime {
  if (event.type !== EventType.IncrementalSnapshot) return event;
  const { data } = event;
  if (data.source === IncrementalSource.MouseInteraction) return { ...event, data: { ...data, id } };
  if (data.source !== IncrementalSource.MouseMove && data.source !== IncrementalSource.TouchMove)
    return event;
  const positions = data.positions.map(({ x, y, timeOffset }) => ({ x, y, id, timeOffset }));
  return { ...event, data: { ...data, positions } };
}

/** True where a button goes down, false where it comes up; undefined for all other events. */
function isPress(event: eventWithTime): boolean | undefined {
  if (event.type !== EventType.IncrementalSnapshot) return undefined;
  if (event.data.source !== IncrementalSource.MouseInteraction) return undefined;
  const { type } = event.data;
  if (type === MouseInteractions.MouseDown) return true;
  return type === MouseInteractions.MouseUp || type === MouseInteractions.ContextMenu ? false : undefined;
}

const placesViewport = (event: eventWithTime): boolean =>
  event.type === EventType.Custom && event.data.tag === "visual-viewport";

function placesPointer(event: eventWithTime): boolean {
  if (event.type !== EventType.IncrementalSnapshot) return false;
  const { data } = event;
  if (data.source === IncrementalSource.MouseInteraction) return data.x !== undefined;
  return data.source === IncrementalSource.MouseMove || data.source === IncrementalSource.TouchMove;
}

/** Copies with times that end at `at`, in the same order. */
function stampBefore(events: readonly eventWithTime[], at: number): readonly eventWithTime[] {
  return events.map((event, index) => ({
    ...event,
    timestamp: at - (events.length - 1 - index) * STEP_MS,
  }));
}
