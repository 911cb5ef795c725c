import { EventType, type eventWithTime, IncrementalSource } from "@rrweb/types";

/** Where the pointer is, is not the page's. */
const POINTER: ReadonlySet<IncrementalSource> = new Set([
  IncrementalSource.MouseMove,
  IncrementalSource.TouchMove,
  IncrementalSource.MouseInteraction,
]);

/**
 * The page that a snapshot's events rebuild, as text: equal for equal pages, whatever their ids and times are. Nodes
 * are counted in their order, and of style sheets there are the rules, where they apply.
 */
export function pageText(events: readonly eventWithTime[]): string {
  const nodes = new Map<number, number>();
  const rules = new Map<number, unknown>();
  const parts = events.flatMap((event): unknown[] => {
    if (event.type === EventType.Custom) return [];
    if (event.type !== EventType.IncrementalSnapshot) return [event.data];
    const { data } = event;
    if (POINTER.has(data.source)) return [];
    if (data.source !== IncrementalSource.AdoptedStyleSheet) return [data];
    for (const style of data.styles ?? []) rules.set(style.styleId, style.rules);
    return data.styleIds.length === 0
      ? []
      : [{ id: data.id, sheets: data.styleIds.map((id) => rules.get(id)) }];
  });
  return JSON.stringify(parts, (key, value: unknown) => {
    if (key !== "id" || typeof value !== "number") return value;
    const counted = nodes.get(value) ?? nodes.size;
    nodes.set(value, counted);
    return counted;
  });
}
