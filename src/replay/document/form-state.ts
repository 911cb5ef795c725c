import type { PageDocument } from "./page-document.ts";
import { type ElementNode, forEachElement, stateOf } from "./page-node.ts";
import { textOf } from "./node-text.ts";

// The present state of form controls. Recorded attributes `value`, `checked` and `selected` give the state at
// the time of recording; inputs that come later are kept beside them, as a browser keeps them apart.

/** Sets what a control shows. For a `select`, the option with that value becomes the selected one. */
export function setValue(page: PageDocument, control: ElementNode, value: string): void {
  page.journal.inputs.add(control);
  if (control.tag !== "select") {
    stateOf(control).value = value;
    return;
  }
  const options = optionsOf(control);
  const chosen = options.find((option) => optionValue(option) === value);
  if (chosen) selectOnly(options, chosen);
}

/** Sets whether a checkbox or radio button is checked, or an option selected (which deselects its siblings). */
export function setChecked(page: PageDocument, control: ElementNode, checked: boolean): void {
  page.journal.inputs.add(control);
  const select = control.tag === "option" ? selectOf(control) : undefined;
  if (select && checked && !select.attributes.has("multiple")) selectOnly(optionsOf(select), control);
  else stateOf(control).checked = checked;
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
export function optionValue(option: ElementNode): string {
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

function selectOnly(options: readonly ElementNode[], chosen: ElementNode): void {
  for (const option of options) {
    const selected = option === chosen;
    if (isChecked(option) !== selected) stateOf(option).checked = selected;
  }
}
