import type { PageDocument } from "./page-document.ts";
import { type ElementNode, forEachElement, stateOf } from "./page-node.ts";
import { textOf } from "./node-text.ts";

// The present state of form controls. Recorded attributes `value`, `checked` and `selected` give the state at
// the time of recording; inputs that come later are kept beside them, as a browser keeps them apart.

/** Sets what a control shows. For a `select`, the option with that value becomes the (first) selected one, or none. */
export function setValue(page: PageDocument, control: ElementNode, value: string): void {
  page.journal.inputs.add(control);
  if (control.tag !== "select") {
    stateOf(control).value = value;
    return;
  }
  const chosen = optionsOf(control).find((option) => optionValue(option) === value);
  // An option that is not there yet comes, selected, with the next mutation. No value is no option.
  if (chosen || value === "") selectFirst(control, chosen);
}

/** Sets whether a checkbox or radio button is checked, or an option selected (which deselects its siblings). */
export function setChecked(page: PageDocument, control: ElementNode, checked: boolean): void {
  page.journal.inputs.add(control);
  const list = isOption(control) ? selectOf(control) : undefined;
  if (list && checked) selectFirst(list, control);
  else stateOf(control).checked = checked;
  if (control.state?.indeterminate === true) control.state.indeterminate = false;
}

/** Makes a checkbox look undecided. */
export function setIndeterminate(page: PageDocument, control: ElementNode): void {
  page.journal.inputs.add(control);
  stateOf(control).indeterminate = true;
}

/**
 * To be called when the attribute `value` of a control has changed: what is recorded then is the value that the control
 * has, which is not the attribute's where a person has typed.
 */
export function valueRecorded(page: PageDocument, control: ElementNode, value: string | null): void {
  if (value !== null && isTyped(control)) setValue(page, control, value);
}

/** Whether a checkbox or radio button is checked, or an option selected, at present. */
export function isChecked(control: ElementNode): boolean {
  return control.state?.checked ?? control.attributes.has(control.tag === "option" ? "selected" : "checked");
}

/** What a text-like control shows at present; undefined when nothing was recorded. */
export function presentValue(control: ElementNode): string | undefined {
  return control.state?.value ?? control.attributes.get("value");
}

/** The value that an option stands for: its attribute, else its text. */
function optionValue(option: ElementNode): string {
  return option.attributes.get("value") ?? textOf(option, Infinity).trim().replaceAll(/\s+/g, " ");
}

/** The `select` that an option belongs to. */
export function selectOf(option: ElementNode): ElementNode | undefined {
  for (let node = option.parent; node; node = node.parent)
    if (node.kind === "element" && node.tag === "select") return node;
  return undefined;
}

/** The options of a `select`, in order. */
export function optionsOf(select: ElementNode): ElementNode[] {
  const options: ElementNode[] = [];
  forEachElement(select, (element) => {
    if (element.tag === "option") options.push(element);
  });
  return options;
}

/**
 * Of a list that takes several, the SDK names the first selected option only: those before it are not selected, and of
 * those after it nothing is said.
 */
function selectFirst(list: ElementNode, chosen: ElementNode | undefined): void {
  const isMultiple = list.attributes.has("multiple");
  let isAfter = false;
  for (const option of optionsOf(list)) {
    const selected = option === chosen;
    if (isChecked(option) !== selected && !(isAfter && isMultiple)) stateOf(option).checked = selected;
    isAfter ||= selected;
  }
}

/** Whether an element is an option of a list. */
export const isOption = ({ tag }: ElementNode): boolean => tag === "option";

const typeOf = ({ attributes }: ElementNode): string => (attributes.get("type") ?? "").toLowerCase();

/** Whether a control is a checkbox or radio button. */
export const isToggle = (control: ElementNode): boolean =>
  control.tag === "input" && /^(?:checkbox|radio)$/.test(typeOf(control));

/** Whether a control holds files. */
export const isFileField = (control: ElementNode): boolean =>
  control.tag === "input" && typeOf(control) === "file";

/** Whether a control has a value that goes its own way once it has changed. */
const isTyped = (control: ElementNode): boolean =>
  control.tag === "textarea" ||
  (control.tag === "input" &&
    !/^(?:checkbox|radio|file|hidden|submit|image|reset|button)$/.test(typeOf(control)));
