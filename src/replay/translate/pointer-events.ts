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
  /** Of the pointer in the layout viewport, where it was last. */
  readonly last: Point;
}

/**
 * The recorded pointer. Coordinates come relative to the visual viewport and are wanted relative to the layout
 * viewport. The player moves the pointer only over nodes that it knows, so others are taken for the body.
 */
export class PointerEvents {
  #offset: Point;
  #last: Point;

  /** `places`: as {@link places} told them. */
  constructor({ offset, last }: PointerPlaces = { offset: { x: 0, y: 0 }, last: { x: 0, y: 0 } }) {
    this.#offset = offset;
    this.#last = last;
  }

  get places(): PointerPlaces {
    return { offset: this.#offset, last: this.#last };
  }

  /** Where the visual viewport lies from now on. */
  setViewport({ offsetLeft, offsetTop }: VisualViewportData): void {
    this.#offset = { x: offsetLeft, y: offsetTop };
  }

  /** Appends a move of mouse (source 1) or finger (source 6). */
  move(page: PageDocument, source: 1 | 6, data: MoveData, sink: EventSink): void {
    const positions = data.positions.map(({ id, x, y, timeOffset }) => ({
      id: targetId(page, id),
      ...this.#place(x, y),
      timeOffset: timeOffset < 0 ? timeOffset : 0,
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
    const place = x === undefined || y === undefined ? this.#last : this.#place(x, y);
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

  #place(x: number, y: number): { x: number; y: number } {
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
