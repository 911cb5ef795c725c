import { presentValue } from "../document/form-state.ts";
import type { ElementNode } from "../document/page-node.ts";

/** Input types for which a browser refuses, with a warning, what masking puts in the place of the value. */
const STRICT_TYPES = new Set(["number", "range", "date", "datetime-local", "month", "time", "week", "color"]);
const MASK = "***";

/** Whether a control would refuse this value. */
export function refusesValue({ tag, attributes }: ElementNode, value: string): boolean {
  return tag === "input" && value === MASK && STRICT_TYPES.has((attributes.get("type") ?? "").toLowerCase());
}

/** What a text-like control shows, as far as it can be put into one. */
export function acceptedValue(control: ElementNode): string {
  const value = presentValue(control) ?? "";
  return refusesValue(control, value) ? "" : value;
}
