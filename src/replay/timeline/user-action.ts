import { ChangeType, isChange } from "../record/change-record.ts";
import { isList, isNodeId, isObject } from "../record/json-value.ts";
import type { RawRecord } from "../record/raw-record.ts";
import {
  IncrementalType,
  isInputData,
  isMouseInteractionData,
  MouseInteractionType,
  RecordType,
} from "../record/shared-record.ts";

/** What the user did, as far as one record tells. Changes of the page are none of it. */
export type UserAction =
  | { readonly kind: "click" | "context-menu" | "touch-end" | "input" | "scroll"; readonly nodeId: number }
  /** `other`: it shows that somebody is there, and nothing more: a move, a button going down or up. */
  | { readonly kind: "resize" | "touch-start" | "touch-move" | "other" };

/**
 * Reads the action in an incremental (type 3) or a change record (type 12); undefined when it has none, or is
 * not of a known form. Focus and blur of elements are no actions: scripts cause them as well.
 */
export function userAction(record: RawRecord): UserAction | undefined {
  if (record.type === RecordType.Change) return changedInput(record.data);
  if (record.type !== RecordType.Incremental || !isObject(record.data)) return undefined;
  const { source, id } = record.data;
  switch (source) {
    case IncrementalType.MouseMove:
    case IncrementalType.PointerInteraction:
      return { kind: "other" };
    case IncrementalType.TouchMove:
      return { kind: "touch-move" };
    case IncrementalType.MouseInteraction:
      return mouseInteraction(record.data);
    case IncrementalType.Scroll:
      return isNodeId(id) ? { kind: "scroll", nodeId: id } : undefined;
    case IncrementalType.ViewportResize:
      return { kind: "resize" };
    case IncrementalType.Input:
      return isInputData(record.data) ? { kind: "input", nodeId: record.data.id } : undefined;
    default:
      return undefined;
  }
}

function mouseInteraction(data: unknown): UserAction | undefined {
  if (!isMouseInteractionData(data)) return undefined;
  const nodeId = data.id;
  switch (data.type) {
    case MouseInteractionType.Click:
      return { kind: "click", nodeId };
    case MouseInteractionType.ContextMenu:
      return { kind: "context-menu", nodeId };
    case MouseInteractionType.TouchStart:
      return { kind: "touch-start" };
    case MouseInteractionType.TouchEnd:
      return { kind: "touch-end", nodeId };
    case MouseInteractionType.Up:
    case MouseInteractionType.Down:
    // Two clicks come before a double click.
    case MouseInteractionType.DoubleClick:
      return { kind: "other" };
    default:
      return undefined;
  }
}

/** Change records carry inputs from SDK 7.10 on: values by node, and states, of which deselections follow. */
function changedInput(data: unknown): UserAction | undefined {
  if (!isList(data)) return undefined;
  for (const change of data) {
    if (!isChange(change)) continue;
    const [type, ...items] = change;
    const item = items.find((entry) => isList(entry));
    if (!item) continue;
    const nodeId = type === ChangeType.InputValue ? item[0] : item[1];
    const isInput = type === ChangeType.InputValue || type === ChangeType.InputSelection;
    if (isInput && isNodeId(nodeId)) return { kind: "input", nodeId };
  }
  return undefined;
}
