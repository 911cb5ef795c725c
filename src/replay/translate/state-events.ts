import { IncrementalSource, MediaInteractions } from "@rrweb/types";
import { isChecked, optionsOf, optionValue, presentValue, selectOf } from "../document/form-state.ts";
import type { PageDocument } from "../document/page-document.ts";
import type { DocumentNode, ElementNode } from "../document/page-node.ts";
import type { AttributeTranslator } from "./attributes.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, shownNode } from "./node-builder.ts";

// What changes about nodes beside the tree: values, selections, scroll positions, playing media. New nodes
// bring most of it as attributes.

/** Appends an event for each control whose state the present record changed. */
export function pushInputs(page: PageDocument, sink: EventSink): void {
  const selects = new Set<ElementNode>();
  for (const control of page.journal.inputs) {
    if (control.gone) continue;
    const select =
      control.tag === "option" ? selectOf(control) : control.tag === "select" ? control : undefined;
    if (select) selects.add(select);
    else if (control.tag !== "option") pushInput(page, control, sink);
  }
  for (const select of selects) pushSelect(page, select, sink);
}

function pushInput(page: PageDocument, control: ElementNode, sink: EventSink): void {
  if (page.isNew(control) || shownNode(control) !== control) return;
  const type = (control.attributes.get("type") ?? "").toLowerCase();
  const isToggle = control.tag === "input" && (type === "checkbox" || type === "radio");
  sink.incremental({
    source: IncrementalSource.Input,
    id: eventId(control),
    // The player sets both on whatever it finds: either one left out would be set to "undefined".
    text: isToggle ? (control.attributes.get("value") ?? "on") : (presentValue(control) ?? ""),
    isChecked: isToggle && isChecked(control),
  });
}

/** A list with one selected option is set by that option's value; with several, option by option. */
function pushSelect(page: PageDocument, select: ElementNode, sink: EventSink): void {
  if (page.isNew(select) || shownNode(select) !== select) return;
  const options = optionsOf(select);
  if (!select.attributes.has("multiple")) {
    const chosen = options.find((option) => isChecked(option));
    if (chosen)
      sink.incremental({
        source: IncrementalSource.Input,
        id: eventId(select),
        text: optionValue(chosen),
        isChecked: false,
      });
    return;
  }
  const attributes = options
    .filter((option) => !page.isNew(option))
    .map((option) => ({ id: eventId(option), attributes: { selected: isChecked(option) ? "" : null } }));
  if (attributes.length > 0)
    sink.incremental({ source: IncrementalSource.Mutation, adds: [], removes: [], texts: [], attributes });
}

/** Appends an event for each given node that is in the replay. Must follow the mutation that made the content. */
export function pushScrolls(nodes: Iterable<DocumentNode | ElementNode>, sink: EventSink): void {
  for (const node of nodes) {
    if (node.gone || shownNode(node) !== node) continue;
    const { x, y } = (node.kind === "document" ? node.scroll : node.state?.scroll) ?? { x: 0, y: 0 };
    sink.incremental({ source: IncrementalSource.Scroll, id: eventId(node), x, y });
  }
}

/**
 * Appends an event for each media element that began or stopped playing. Times are not recorded; the other
 * members are given since the player would guess them, inverted.
 */
export function pushMedia(page: PageDocument, attributes: AttributeTranslator, sink: EventSink): void {
  for (const element of page.journal.media) {
    if (element.gone || page.isNew(element) || shownNode(element) !== element) continue;
    if (!attributes.isPlayable(element)) continue;
    sink.incremental({
      source: IncrementalSource.MediaInteraction,
      id: eventId(element),
      type: element.state?.media === "played" ? MediaInteractions.Play : MediaInteractions.Pause,
      currentTime: 0,
      muted: true,
      volume: 1,
      loop: element.attributes.has("loop"),
      playbackRate: 1,
    });
  }
}
