interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Stretches in order of start, those that touch or overlap as one. */
export const mergeStretches = (stretches: readonly Stretch[]): { start: number; end: number }[] =>
  merged(stretches, (start, end) => start <= end);

/** Stretches in order of start, those that overlap as one: where two only touch, there is something between them. */
export const mergeOverlapping = (stretches: readonly Stretch[]): { start: number; end: number }[] =>
  merged(stretches, (start, end) => start < end);

function merged(
  stretches: readonly Stretch[],
  isOne: (start: number, endBefore: number) => boolean,
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last !== undefined && isOne(start, last.end)) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}
