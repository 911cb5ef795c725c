/** When a segment was recorded, as its source lists it; both ends included, epoch milliseconds. */
export interface SegmentSpan {
  readonly start: number;
  readonly end: number;
}
