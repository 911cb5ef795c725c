import {
  EventType,
  type eventWithTime,
  IncrementalSource,
  type NodeType,
  type serializedNodeWithId,
} from "@rrweb/types";
import type { ControlPayload } from "../replay/translate/event-sink.ts";

// What form controls of a page that was built show, against what the decoder says.

/** What controls show where their attributes do not say it, by id. */
export interface ExpectedControls {
  readonly inputs: ReadonlyMap<number, { readonly text: string; readonly isChecked: boolean }>;
  readonly others: ReadonlyMap<number, ControlPayload>;
}

/** Reads it from the events that follow a snapshot. */
export function readControls(events: readonly eventWithTime[]): ExpectedControls {
  const inputs = new Map<number, { text: string; isChecked: boolean }>();
  const others = new Map<number, ControlPayload>();
  for (const { type, data } of events) {
    if (type === EventType.IncrementalSnapshot && data.source === IncrementalSource.Input)
      inputs.set(data.id, data);
    if (type === EventType.Custom && data.tag === "control") {
      const payload = data.payload as ControlPayload;
      others.set(payload.id, payload);
    }
  }
  return { inputs, others };
}

/** Differences in what one element shows, as words; none for what is no control. */
export function controlDifferences(
  nodeOf: (id: number) => Node | null,
  { id, tagName, attributes, childNodes }: Extract<serializedNodeWithId, { type: NodeType.Element }>,
  built: Element,
  { inputs, others }: ExpectedControls,
): readonly string[] {
  const other = others.get(id);
  const input = inputs.get(id);
  const control = built as HTMLInputElement;
  const type = String(attributes["type"] ?? "").toLowerCase();
  if (tagName === "select")
    return other && "selected" in other ? selectDifferences(id, built, other.selected.map(nodeOf)) : [];
  if (tagName === "input" && ["checkbox", "radio"].includes(type)) {
    const checked = input?.isChecked ?? "checked" in attributes;
    const undecided = other && "indeterminate" in other ? other.indeterminate : false;
    return [
      ...(control.checked === checked ? [] : [`${id} is ${control.checked ? "" : "not "}checked`]),
      ...(control.indeterminate === undecided ? [] : [`${id} is ${undecided ? "not " : ""}undecided`]),
    ];
  }
  if (tagName !== "textarea" && (tagName !== "input" || type === "file")) return [];
  const inside = childNodes.map((child) => ("textContent" in child ? child.textContent : "")).join("");
  const value = input?.text ?? attributes["value"] ?? inside;
  return control.value === value ? [] : [`${id} shows ${control.value} instead of ${value}`];
}

function selectDifferences(id: number, built: Element, wanted: readonly (Node | null)[]): readonly string[] {
  const selected: readonly Node[] = [...(built as HTMLSelectElement).selectedOptions];
  const isSame = selected.length === wanted.length && selected.every((option) => wanted.includes(option));
  return isSame ? [] : [`the list ${id} has other options selected`];
}
