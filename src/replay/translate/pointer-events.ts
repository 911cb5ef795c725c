import { IncrementalSource, MouseInteractions } from "@rrweb/types";
import type { PageDocument } from "../document/page-document.ts";
import type { PageNode } from "../document/page-node.ts";
import {
  type MouseInteractionData,
  MouseInteractionType,
  type MoveData,
  type PointerInteractionData,
  type VisualViewportData,
} from "../record/shared-record.ts";
import { isFiniteNumber } from "../record/json-value.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, shownNode } from "./node-builder.ts";

/** By number in records; rrweb's are the same. */
const INTERACTIONS: readonly (MouseInteractions | undefined)[] = [
  MouseInteractions.MouseUp,
  MouseInteractions.MouseDown,
  MouseInteractions.Click,
  MouseInteractions.ContextMenu,
  MouseInteractions.DblClick,
  MouseInteractions.Focus,
  MouseInteractions.Blur,
  MouseInteractions.TouchStart,
  undefined,
  MouseInteractions.TouchEnd,
];

/** CSS pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is known of the pointer. */
export interface PointerPlaces {
  /** Of the visual viewport in the layout viewport. */
  readonly offset: Point;
  /** The visual viewport, as recorded in this document; null: it was not. */
  readonly viewport: VisualViewportData | null;
  /** Of the pointer in the layout viewport, where it was last. */
  readonly last: Point;
  /** What it was then; null: there was none yet. */
  readonly kind: "mouse" | "finger" | null;
  /** Recorded number of the node that it was over; null: one of a document before this. */
  readonly over: number | null;
  /** Where a button went down and has not come up, and the recorded number of the node that it was over. */
  readonly pressed: (Point & { readonly over: number }) | null;
}

const NOWHERE: PointerPlaces = {
  offset: { x: 0, y: 0 },
  viewport: null,
  last: { x: 0, y: 0 },
  kind: null,
  over: null,
  pressed: null,
};

/**
 * The recorded pointer. Coordinates come relative to the visual viewport and are wanted relative to the layout
 * viewport. The player moves the pointer only over nodes that it knows, so others are taken for the body.
 */
export class PointerEvents {
  #offset: Point;
  #viewport: VisualViewportData | null;
  #last: Point;
  #kind: PointerPlaces["kind"];
  #over: number | null;
  #pressed: PointerPlaces["pressed"];

  /** `places`: as {@link places} told them. */
  constructor({ offset, viewport, last, kind, over, pressed }: PointerPlaces = NOWHERE) {
    this.#offset = offset;
    this.#viewport = viewport;
    this.#last = last;
    this.#kind = kind;
    this.#over = over;
    this.#pressed = pressed;
  }

  get places(): PointerPlaces {
    return {
      offset: this.#offset,
      viewport: this.#viewport,
      last: this.#last,
      kind: this.#kind,
      over: this.#over,
      pressed: this.#pressed,
    };
  }

  /** Another document is recorded: what the pointer was over is not in it, and its number may be another node's. */
  leave(): void {
    this.#viewport = null;
    this.#over = null;
    this.#pressed = null;
  }

  /** Appends which part of the page is shown, what the pointer presses and where it is: a snapshot does not say it. */
  tell(page: PageDocument, sink: EventSink): void {
    if (this.#viewport !== null) sink.custom("visual-viewport", this.#viewport);
    if (this.#kind === null) return;
    if (this.#pressed !== null) {
      const { x, y, over } = this.#pressed;
      sink.incremental({
        source: IncrementalSource.MouseInteraction,
        type: MouseInteractions.MouseDown,
        id: targetId(page, over),
        x,
        y,
      });
    }
    const id = this.#over === null ? eventId(page.root) : targetId(page, this.#over);
    sink.incremental({
      source: this.#kind === "mouse" ? IncrementalSource.MouseMove : IncrementalSource.TouchMove,
      positions: [{ id, ...this.#last, timeOffset: 0 }],
    });
  }

  /** Where the visual viewport lies from now on. */
  setViewport(viewport: VisualViewportData): void {
    const { scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height } = viewport;
    this.#viewport = { scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height };
    this.#offset = { x: offsetLeft, y: offsetTop };
  }

  /** Appends a move of mouse (source 1) or finger (source 6). */
  move(page: PageDocument, source: 1 | 6, data: MoveData, sink: EventSink): void {
    const positions = data.positions.map(({ id, x, y, timeOffset }) => ({
      id: targetId(page, id),
      ...this.#place(x, y, id, source === 1 ? "mouse" : "finger"),
      timeOffset: isFiniteNumber(timeOffset) && timeOffset < 0 ? timeOffset : 0,
    }));
    sink.incremental({
      source: source === 1 ? IncrementalSource.MouseMove : IncrementalSource.TouchMove,
      positions,
    });
  }

  /** Appends a click and the like, at the last known place where it has none of its own. False: its node is unknown. */
  interact(page: PageDocument, data: MouseInteractionData, sink: EventSink): boolean {
    const { id, x, y } = data;
    const type = INTERACTIONS[data.type];
    if (type === undefined) return true;
    if (type === MouseInteractions.Focus || type === MouseInteractions.Blur) {
      const node = page.node(id);
      if (node && shownNode(node) === node)
        sink.incremental({ source: IncrementalSource.MouseInteraction, type, id: eventId(node) });
      return node !== undefined;
    }
    const isTouch = type === MouseInteractions.TouchStart || type === MouseInteractions.TouchEnd;
    const place =
      x === undefined || y === undefined ? this.#last : this.#place(x, y, id, isTouch ? "finger" : "mouse");
    if (type === MouseInteractions.MouseDown) this.#pressed = { ...place, over: id };
    if (type === MouseInteractions.MouseUp || type === MouseInteractions.ContextMenu) this.#pressed = null;
    sink.incremental({ source: IncrementalSource.MouseInteraction, type, id: targetId(page, id), ...place });
    return page.node(id) !== undefined;
  }

  /** Appends a pointer record of a mobile web view (source 9, which is a canvas's in rrweb). */
  point(page: PageDocument, data: PointerInteractionData, sink: EventSink): void {
    const isTouch = data.pointerType === "touch";
    const id = bodyOf(page).id;
    if (data.pointerEventType === "move") {
      this.move(page, isTouch ? 6 : 1, { positions: [{ id, x: data.x, y: data.y, timeOffset: 0 }] }, sink);
      return;
    }
    const { Down, Up, TouchStart, TouchEnd } = MouseInteractionType;
    const [begin, end] = isTouch ? [TouchStart, TouchEnd] : [Down, Up];
    const type = data.pointerEventType === "down" ? begin : end;
    this.interact(page, { type, id, x: data.x, y: data.y }, sink);
  }

  #place(x: number, y: number, over: number, kind: "mouse" | "finger"): { x: number; y: number } {
    this.#kind = kind;
    this.#over = over;
    this.#last = { x: x + this.#offset.x, y: y + this.#offset.y };
    return { ...this.#last };
  }
}

const bodyOf = (page: PageDocument): PageNode => page.body ?? page.documentElement ?? page.root;

function targetId(page: PageDocument, id: number): number {
  const node = page.node(id);
  const shown = node && shownNode(node);
  return eventId(shown && shown.kind !== "fragment" ? shown : bodyOf(page));
}
