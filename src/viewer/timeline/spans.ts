/** A stretch of time, epoch ms. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The stretches that at least one of `spans` covers, in order, without overlap. */
export function union(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || span.start > last.end) joined.push({ start: span.start, end: span.end });
    else if (span.end > last.end) joined[joined.length - 1] = { start: last.start, end: span.end };
  }
  return joined;
}

/** The stretches of `within` that none of `spans` covers. */
export function uncovered(within: Span, spans: readonly Span[]): readonly Span[] {
  const holes: Span[] = [];
  let at = within.start;
  for (const { start, end } of union(spans)) {
    if (start > at) holes.push({ start: at, end: Math.min(start, within.end) });
    at = Math.max(at, end);
    if (at >= within.end) break;
  }
  if (at < within.end) holes.push({ start: at, end: within.end });
  return holes.filter((hole) => hole.end > hole.start);
}

/** The stretches that are in both lists; each is in order, without overlap. */
export function intersection(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  const both: Span[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return both;
    const start = Math.max(left.start, right.start);
    const end = Math.min(left.end, right.end);
    if (end > start) both.push({ start, end });
    if (left.end < right.end) i += 1;
    else j += 1;
  }
}
