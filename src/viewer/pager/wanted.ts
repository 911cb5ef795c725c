/** A stretch of a view's segments, by `index_in_view`, both ends included. */
export interface PageRange {
  readonly kind: "page";
  readonly viewId: string;
  readonly first: number;
  readonly last: number;
}

/** A keyframe's checkpoint; `after` is its entry's. */
export interface KeyframeAsk {
  readonly kind: "keyframe";
  readonly viewId: string;
  readonly after: number;
}

/** What is fetched at once. */
export type Wanted = PageRange | KeyframeAsk;

/** Whether two name the same part of the same view. */
export function isSame(a: Wanted, b: Wanted): boolean {
  if (a.viewId !== b.viewId) return false;
  if (a.kind === "keyframe") return b.kind === "keyframe" && a.after === b.after;
  return b.kind === "page" && a.first === b.first && a.last === b.last;
}
