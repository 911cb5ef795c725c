import { IncrementalSource } from "@rrweb/types";
import { setChecked, setValue } from "../document/form-state.ts";
import { setMedia, setScroll } from "../document/node-state.ts";
import type { PageDocument } from "../document/page-document.ts";
import type { Report } from "../document/report.ts";
import { isObject, type JsonObject } from "../record/json-value.ts";
import {
  IncrementalType,
  isInputData,
  isMediaInteractionData,
  isMouseInteractionData,
  isMoveData,
  isPointerInteractionData,
  isScrollData,
  isStyleSheetRuleData,
  isViewportResizeData,
} from "../record/shared-record.ts";
import type { EventSink } from "./event-sink.ts";
import type { FocusEvents } from "./focus-events.ts";
import type { PageTranslator } from "./page-translator.ts";
import type { PointerEvents } from "./pointer-events.ts";

/** What the translation of an incremental record needs. */
export interface IncrementalContext {
  readonly page: PageDocument;
  readonly href: string;
  readonly translator: PageTranslator;
  readonly pointer: PointerEvents;
  readonly focus: FocusEvents;
  readonly sink: EventSink;
  readonly report: Report;
  /** The viewport has a new size. */
  readonly resized: (width: number, height: number) => void;
}

/** `done`; or what was wrong with the record. */
type Outcome = "done" | "malformed" | "node-unknown";

/** Appends the events of a type 3 record of any source but 0, and applies it to the document. */
export function pushIncremental(context: IncrementalContext, data: unknown): void {
  const source = isObject(data) ? data["source"] : undefined;
  const translate = typeof source === "number" ? translators[source] : undefined;
  if (!isObject(data) || typeof source !== "number")
    return context.report("record-malformed", "an incremental record says no source");
  if (!translate)
    return context.report("record-unknown", `incremental source ${source} is not known; sources 0 to 9 are`);
  const outcome = translate(context, data);
  if (outcome === "malformed")
    context.report("record-malformed", `the data of incremental source ${source} are not of its form`);
  else if (outcome === "node-unknown")
    context.report("node-unknown", `incremental source ${source} names a node that is not in the document`);
}

type Translate = (context: IncrementalContext, data: JsonObject) => Outcome;

const translators: Partial<Record<number, Translate>> = {
  [IncrementalType.MouseMove]: (context, data) => move(context, 1, data),
  [IncrementalType.TouchMove]: (context, data) => move(context, 6, data),
  [IncrementalType.MouseInteraction]: (context, data) => {
    const { pointer, focus, page, sink } = context;
    if (!isMouseInteractionData(data)) return "malformed";
    if (!pointer.interact(page, data, sink)) return "node-unknown";
    page.begin();
    focus.interact(page, data, sink.at);
    return emit(context);
  },
  [IncrementalType.PointerInteraction]: ({ pointer, page, sink }, data) => {
    if (!isPointerInteractionData(data)) return "malformed";
    pointer.point(page, data, sink);
    return "done";
  },
  [IncrementalType.Scroll]: (context, data) => {
    if (!isScrollData(data)) return "malformed";
    const node = context.page.node(data.id);
    if (node?.kind !== "element" && node?.kind !== "document") return "node-unknown";
    context.page.begin();
    setScroll(context.page, node, data.x, data.y);
    return emit(context);
  },
  [IncrementalType.ViewportResize]: ({ sink, resized }, data) => {
    if (!isViewportResizeData(data)) return "malformed";
    resized(data.width, data.height);
    sink.incremental({ source: IncrementalSource.ViewportResize, width: data.width, height: data.height });
    return "done";
  },
  [IncrementalType.Input]: (context, data) => {
    if (!isInputData(data)) return "malformed";
    const control = context.page.element(data.id);
    if (!control) return "node-unknown";
    context.page.begin();
    if (data.text !== undefined) setValue(context.page, control, data.text);
    else setChecked(context.page, control, data.isChecked === true);
    context.focus.changed(context.page);
    return emit(context);
  },
  [IncrementalType.MediaInteraction]: (context, data) => {
    if (!isMediaInteractionData(data)) return "malformed";
    const element = context.page.element(data.id);
    if (!element) return "node-unknown";
    context.page.begin();
    setMedia(context.page, element, data.type === 0 ? "played" : "paused");
    return emit(context);
  },
  [IncrementalType.StyleSheetRule]: ({ translator, page, href, sink, report }, data) => {
    if (!isStyleSheetRuleData(data)) return "malformed";
    return translator.rules(page, href, data, sink, report) ? "done" : "node-unknown";
  },
};

function move({ pointer, page, sink }: IncrementalContext, source: 1 | 6, data: JsonObject): Outcome {
  if (!isMoveData(data)) return "malformed";
  pointer.move(page, source, data, sink);
  return "done";
}

function emit({ translator, page, href, sink }: IncrementalContext): Outcome {
  translator.changes(page, href, sink);
  return "done";
}
