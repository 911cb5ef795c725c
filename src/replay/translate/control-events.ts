import { IncrementalSource } from "@rrweb/types";
import {
  isChecked,
  isFileField,
  isOption,
  isToggle,
  optionsOf,
  presentValue,
  selectOf,
} from "../document/form-state.ts";
import type { PageDocument } from "../document/page-document.ts";
import { type ElementNode, forEachElement } from "../document/page-node.ts";
import type { ControlPayload, EventSink } from "./event-sink.ts";
import { eventId, shownNode } from "./node-builder.ts";
import { acceptedValue } from "./values.ts";

// What form controls show, where it is no longer what their attributes say. Attributes stay as recorded: style sheets
// ask for them. rrweb has events for values and checked boxes; for the rest there are events of our own.

/** Appends events for every control of the page whose state is not in its attributes. */
export function pushAllControls(page: PageDocument, sink: EventSink): void {
  const controls = new Set<ElementNode>();
  forEachElement(page.root, (element) => {
    if (hasOwnState(element)) controls.add(element);
  });
  pushControls(controls, sink);
}

/** Appends events for these controls; options are told with the list that they belong to. */
export function pushControls(controls: Iterable<ElementNode>, sink: EventSink): void {
  const selects = new Set<ElementNode>();
  for (const control of controls) {
    const select = isOption(control) ? selectOf(control) : control.tag === "select" ? control : undefined;
    if (select) selects.add(select);
    else if (!isOption(control) && isInPlay(control)) pushControl(control, sink);
  }
  for (const select of selects) if (isInPlay(select)) pushSelect(select, sink);
}

/** Whether there is something to be told of a control that its attributes do not tell. */
export function hasOwnState(element: ElementNode): boolean {
  const { state } = element;
  if (isFileField(element)) return (presentValue(element) ?? "") !== "";
  return state?.value !== undefined || state?.checked !== undefined || state?.indeterminate === true;
}

const isInPlay = (element: ElementNode) => !element.gone && shownNode(element) === element;

function pushControl(control: ElementNode, sink: EventSink): void {
  if (isFileField(control)) return tell({ id: eventId(control), file: fileName(control) }, sink);
  const toggles = isToggle(control);
  if (!toggles && control.state?.value === undefined) return;
  sink.incremental({
    source: IncrementalSource.Input,
    id: eventId(control),
    // The player sets both on whatever it finds: either one left out would be set to "undefined".
    text: toggles ? (control.attributes.get("value") ?? "on") : acceptedValue(control),
    isChecked: toggles && isChecked(control),
  });
  if (control.state?.indeterminate !== undefined)
    tell({ id: eventId(control), indeterminate: control.state.indeterminate }, sink);
}

function pushSelect(select: ElementNode, sink: EventSink): void {
  const selected = optionsOf(select).filter((option) => isChecked(option));
  tell({ id: eventId(select), selected: selected.map(eventId) }, sink);
}

const tell = (payload: ControlPayload, sink: EventSink) => sink.custom("control", payload);

/** Scripts see a made-up path, of the first file; people see the name, or how many files there are. */
const fileName = (field: ElementNode): string => /[^\\/]*$/.exec(presentValue(field) ?? "")?.[0] ?? "";
